"""In a text browser: every control of the main job can be read, named and reached, in the right order."""

import shutil
import subprocess

import pytest

from tests.browsers.window import new_case, press_in_row
from tests.browsers.wire import Wire

pytestmark = [pytest.mark.browser, pytest.mark.skipif(not shutil.which("w3m"), reason="w3m is missing")]
PAGES = {
    "/login": ("账号", "密码", "登录"),
    "/cases": ("编号、名称、当事人", "状态", "筛选", "共"),
    "/cases/new": (
        "事项名称",
        "来源",
        "性质",
        "简要情况",
        "事项类型",
        "按说法查找",
        "申请人",
        "姓名或名称",
        "查找是否登记过",
        "再加一位申请人",
        "被申请人",
        "提交登记",
    ),
    "/people": ("姓名、拼音、身份证号、手机号",),
}


def as_read(html: str) -> str:
    """The page as w3m shows it."""
    done = subprocess.run(
        ["w3m", "-dump", "-T", "text/html", "-I", "UTF-8", "-O", "UTF-8", "-cols", "100"],
        input=html,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@pytest.mark.parametrize("path", PAGES)
def test_the_page_reads_well(demo, path):
    wire = Wire(demo)
    if path != "/login":
        wire.sign_in("clerk")
    text, at = as_read(wire.get(path).text), 0
    main = text[max(0, text.rfind("\n", 0, text.find(PAGES[path][0]))) :]
    for words in PAGES[path]:
        found = main.find(words, at)
        assert found >= 0, f"{words} is not there, or not where it belongs:\n{main[:3000]}"
        at = found


def test_the_job_is_done_with_plain_forms_alone(demo):
    """What w3m sends: the fields of the form and the button that was pressed."""
    wire = Wire(demo)
    wire.sign_in("clerk")
    form = new_case(wire, "门前堆放杂物")
    more = wire.post("/cases/new", form | {"add": "respondents"})
    assert more.tree.xpath("//input[@name='respondents-1-name']")
    answer = wire.post("/cases/new", form)
    assert answer.status == 303, as_read(answer.text)
    assert "已登记" in as_read(wire.get(answer.headers["Location"]).text)
    back = press_in_row(wire, "门前堆放杂物")
    assert back.headers["Location"] == "/cases?status=registered#row"
    assert "已受理，待交办" in as_read(wire.get("/cases?status=registered").text)
