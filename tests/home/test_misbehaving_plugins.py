"""A plugin that breaks: its place says so and the page lives; where it checks, the step is refused."""

import pytest
from sqlalchemy import text

from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin import dispatch
from portal.plugin.contributions import NavItem, Report
from portal.plugin.hookspecs import hookimpl
from portal.testing import factories

pytestmark = pytest.mark.database
MISSING = "“碰壁模块”的内容暂时无法显示"
STEPS = {
    "triage": lambda case, cast: case.triage(kind="0201", level="minor", by=cast.clerk),
    "decline": lambda case, cast: case.decline("不属于受理范围", by=cast.clerk),
    "assign": lambda case, cast: case.assign(cast.labour_bureau, by=cast.clerk),
    "resolve": lambda case, cast: case.resolve("已解决", by=cast.clerk),
    "archive": lambda case, cast: case.archive(by=cast.clerk),
}
BEFORE = {
    "triage": "registered",
    "decline": "registered",
    "assign": "triaged",
    "resolve": "triaged",
    "archive": "resolved",
}


class Broken:
    """Raises wherever it is asked to show something."""

    @hookimpl
    def nav_items(self, ctx):
        raise ValueError("nav")

    @hookimpl
    def home_cards(self, ctx):
        raise ValueError("cards")

    @hookimpl
    def case_panels(self, ctx, case):
        raise ValueError("panels")

    @hookimpl
    def case_actions(self, ctx, case):
        raise ValueError("actions")

    @hookimpl
    def person_panels(self, ctx, person):
        db.session.execute(text("SELECT * FROM nowhere"))

    @hookimpl
    def search(self, ctx, text):
        raise ValueError("search")

    @hookimpl
    def reports(self, ctx):
        raise ValueError("reports")

    @hookimpl
    def public_pages(self, ctx):
        raise ValueError("public")


class Mistyped:
    """Asks for permissions that nobody declares."""

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("碰壁", "/mistyped/", permission="mistyped.veiw")]

    @hookimpl
    def reports(self, ctx):
        return [Report("碰壁统计", "/mistyped/figures", "试", "mistyped.veiw")]


class Wary:
    """Objects to every step, or breaks, or breaks the transaction."""

    objection = None

    @hookimpl
    def record_validate(self, ctx, record, verb):
        return Wary.objection(verb)


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    return case


@pytest.mark.parametrize("place", ["/", "/cases/{case}", "/people/{person}", "/search?q=漏水", "/reports"])
def test_a_quiet_notice_stands_in_its_place_once(as_user, join, case, place):
    join("broken", "碰壁模块", Broken)
    page = as_user("clerk").page(place.format(case=case.id, person=case.parties[0].person_id))
    assert page.status == 200
    assert page.text.count(MISSING) == 1


@pytest.mark.parametrize("path", ["/", "/cases", "/reports", "/nosuch"])
def test_an_entry_that_asks_for_a_permission_nobody_declares_is_left_out_and_logged(as_user, join, caplog, path):
    join("mistyped", "碰壁模块", Mistyped)
    page = as_user("clerk").page(path)
    assert page.status == (404 if path == "/nosuch" else 200)
    assert "碰壁" not in page.text
    assert "nobody declares the permission mistyped.veiw" in caplog.text


def test_the_public_page_lives_and_says_nothing_of_it(client, cast, join):
    join("broken", "碰壁模块", Broken)
    page = client.page(f"/public/{cast.street.id}")
    assert page.status == 200
    assert MISSING in page.text


def test_without_it_nothing_is_missing(as_user, case):
    assert "暂时无法显示" not in as_user("clerk").page(f"/cases/{case.id}").text


def reach(case: Case, status: str, cast) -> None:
    if status != "registered":
        case.triage(kind="0201", level="minor", by=cast.clerk)
    if status == "resolved":
        case.resolve("已解决", by=cast.clerk)
    db.session.commit()


@pytest.mark.parametrize("verb", STEPS)
def test_an_objection_refuses_the_step_in_the_words_of_the_plugin(cast, join, case, verb):
    reach(case, BEFORE[verb], cast)
    join("wary", "谨慎模块", Wary)
    Wary.objection = lambda asked: ["缺少身份证明。", "现场未核实。"] if asked == verb else []
    with pytest.raises(RuleError, match="缺少身份证明。现场未核实。"):
        STEPS[verb](case, cast)
    db.session.rollback()
    assert case.status == BEFORE[verb]
    Wary.objection = lambda asked: []
    STEPS[verb](case, cast)
    assert case.status != BEFORE[verb] or verb == "assign"


def test_registering_can_be_objected_to_as_well(as_user, cast, join):
    join("wary", "谨慎模块", Wary)
    Wary.objection = lambda verb: "请先登记住址。" if verb == "register" else None
    with pytest.raises(RuleError, match="请先登记住址"):
        factories.case(cast.taixing, by=cast.clerk)


def test_an_objection_may_be_raised_too(cast, join, case):
    def refuse(verb):
        raise RuleError("请先登记住址。")

    join("wary", "谨慎模块", Wary)
    Wary.objection = refuse
    with pytest.raises(RuleError, match=r"^请先登记住址。$"):
        STEPS["triage"](case, cast)


@pytest.mark.parametrize(
    "breaking",
    [
        lambda verb: 1 / 0,
        lambda verb: db.session.execute(text("SELECT * FROM nowhere")),
    ],
)
def test_a_check_that_breaks_refuses_too(as_user, join, case, breaking):
    case_id = case.id
    join("wary", "谨慎模块", Wary)
    clerk = as_user("clerk")
    page = clerk.page(f"/cases/{case_id}/triage")
    Wary.objection = breaking
    page = clerk.fill(page, route="later")
    assert page.status == 422
    assert "“谨慎模块”模块的检查出错，暂时不能办理，请联系管理员。" in page.text
    assert db.session.get(Case, case_id).status == "registered"


def test_a_check_is_asked_only_where_the_plugin_is_in_effect(cast, join, case):
    join("wary", "谨慎模块", Wary, default_state="off")
    Wary.objection = lambda verb: 1 / 0
    STEPS["triage"](case, cast)
    assert case.status == "triaged"


def test_a_duty_is_asked_also_where_the_plugin_is_off(cast, join, case):
    class Holder:
        @hookimpl
        def personal_data_export(self, person):
            return {"试验": [{"编号": person.id}]}

    join("holder", "存数模块", Holder, default_state="off")
    answers = dispatch.call("personal_data_export", person=case.parties[0].person)
    assert {"试验": [{"编号": case.parties[0].person_id}]} in [each.value for each in answers]
