"""Rules about what is typed: odd input is refused in words, and nothing typed is lost."""

import re
from urllib.parse import urlencode

from lxml import etree
from sqlalchemy import select

from portal.extensions import db
from portal.plugin.scale import BRONZE, SILVER
from portal.testing.client import Page
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.scale.opened import Opened, one_each
from portal.testing.scale.rules import Moot, rule

ODD = dict.fromkeys(("q", "status", "kind", "state", "day", "month", "year", "unit", "unit_id", "tab"), "%'\"\\_〇") | {
    "sort": "nothing",
    "order": "sideways",
    "from": "2026-02-30",
    "until": "32.13.2026",
    "after": "eyJ",
    "before": "\x00",
    "page": "-1",
    "view": "99999999999999999999",
    "columns": "x,y",
}
TYPED = ("〇'\"<b>%\\\x07 " * 3, "99999999999999999999", "2026-02-30")
MARK = "还在吗测试"
WORDS = re.compile(r"[\u4e00-\u9fff]{2,}")


@rule("odd-addresses", BRONZE, "地址里写了不对的条件，不出错。", "Odd words in an address break no page.")
def stands_odd_addresses(office: Office, pages: list[Opened]):
    for each in one_each(pages):
        path = f"{each.path}?{urlencode(ODD)}"
        if (got := office.client(each.role).get(path).status_code) >= 500:
            yield f"{path} answers {got}"


@rule("odd-input", BRONZE, "表单里填了不对的内容，不出错。", "Odd input breaks no form.")
def stands_odd_input(office: Office, pages: list[Opened]):
    for each, form in _forms(pages):
        for text in TYPED:
            answer = _sent(office, each, form, dict.fromkeys(_boxes(form), text))
            if answer.status_code >= 500:
                yield f"{_target(each, form)} answers {answer.status_code} to {text[:12]!r}"


@rule(
    "refused-in-words",
    SILVER,
    "不对的内容当场用中文说明，退回原来的表单。",
    "What is wrong is said in Chinese on the same form.",
)
def refuses_in_words(office: Office, pages: list[Opened]):
    for each, form in _forms(pages):
        answer = _sent(office, each, form, dict.fromkeys(_boxes(form), ""))
        if answer.status_code == 422 and not _says_why(answer):
            yield f"{_target(each, form)} refuses what is empty without words"
        if answer.status_code in (400, 500):
            yield f"{_target(each, form)} answers {answer.status_code} to what is empty"


def _says_why(answer) -> bool:
    tree = etree.HTML(answer.get_data())
    marked = tree.xpath("//*[contains(@class,'wrong') or contains(@class,'danger') or @role='alert']")
    return any(WORDS.search("".join(node.itertext())) for node in marked)


@rule("typed-kept", SILVER, "退回的表单里，填过的内容都还在。", "A form that is refused still holds what was typed.")
def keeps_what_was_typed(office: Office, pages: list[Opened]):
    for each, form in _forms(pages):
        texts = [name for name in _boxes(form) if _is_free(form, name)]
        for name in texts[:1]:
            answer = _sent(office, each, form, dict.fromkeys(_boxes(form), "") | {name: MARK})
            if answer.status_code == 422 and MARK not in answer.get_data(as_text=True):
                yield f"{_target(each, form)} forgets {name}"


@rule("reading-changes-nothing", BRONZE, "只是打开页面，数据不变。", "Opening pages changes no row.")
def changes_nothing_by_reading(subject: Subject, office: Office, pages: list[Opened]):
    before = _contents(subject)
    for each in one_each(pages):
        office.client(each.role).get(each.path)
    after = _contents(subject)
    yield from (f"{name} is not as before" for name in before if before[name] != after[name])


def _contents(subject: Subject) -> dict[str, list]:
    """Table → its rows."""
    found = {}
    for table in subject.tables:
        ordered = select(table).order_by(*(list(table.primary_key.columns) or list(table.columns)))
        found[table.name] = [tuple(row) for row in db.session.execute(ordered)]
    db.session.rollback()
    return found


def _forms(pages: list[Opened]) -> list[tuple[Opened, etree._Element]]:
    found = {}
    for each in pages:
        if each.tree is not None and each.response.status_code == 200:
            for form in each.forms():
                found.setdefault(re.sub(r"\d+", "0", _target(each, form)), (each, form))
    if not found:
        raise Moot("没有表单。")
    return list(found.values())


def _target(each: Opened, form: etree._Element) -> str:
    return form.get("action") or each.path


def _boxes(form: etree._Element) -> list[str]:
    """Names of what a person types or chooses."""
    named = [
        node.get("name")
        for node in form.iter("input", "select", "textarea")
        if (node.get("type") or "text").lower() not in ("submit", "button", "file", "hidden", "checkbox", "radio")
    ]
    return [name for name in dict.fromkeys(named) if name]


def _is_free(form: etree._Element, name: str) -> bool:
    return any(
        node.tag == "textarea"
        or (
            node.tag == "input"
            and not node.get("inputmode")
            and not node.get("pattern")
            and (node.get("type") or "text") == "text"
            and node.get("maxlength") is None
        )
        for node in form.iter("input", "textarea")
        if node.get("name") == name
    )


def _sent(office: Office, each: Opened, form: etree._Element, values: dict[str, str]):
    client, data = office.client(each.role), Page(each.response, each.tree).fields(form) | values
    answer = client.post(_target(each, form), data=data)
    if answer.status_code == 400 and "csrf_token" in data:  # whoever opened the page has signed in again since
        own = client.page("/password")
        answer = client.post(_target(each, form), data=data | {"csrf_token": own.fields(own.form())["csrf_token"]})
    return answer
