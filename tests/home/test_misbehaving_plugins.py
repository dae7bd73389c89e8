"""A plugin that breaks: its place says so and the page lives; where it checks, the step is refused."""

import pytest
from sqlalchemy import text

from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin import dispatch
from portal.plugin.contributions import Card, NavItem, Notice, Report
from portal.plugin.hookspecs import hookimpl
from portal.testing import factories
from portal.web.http.full_disk import disk_is_full

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


class Unsendable:
    """Gives texts and numbers that no page can show."""

    @hookimpl
    def nav_items(self, ctx):
        return [NavItem("坏\ud800", "/x")]

    @hookimpl
    def home_cards(self, ctx):
        return [Card("big", "多", 10**5000)]

    @hookimpl
    def notices(self, ctx):
        return [Notice("半个\udfff")]


def test_texts_and_numbers_that_cannot_be_sent_cost_only_its_own_part(as_user, join):
    join("unsendable", "碰壁模块", Unsendable)
    assert as_user("clerk").page("/").status == 200


@pytest.mark.parametrize("rows", [[], [("第一件", "/cases", "还有 3 天", "warn")]])
def test_a_card_with_or_without_rows_stands_on_the_desk(as_user, join, rows):
    class Counting:
        @hookimpl
        def home_cards(self, ctx):
            return [Card("counted", "待清点", 1, "/cases", rows=rows)]

    join("counting", "清点模块", Counting)
    assert "待清点" in as_user("clerk").page("/").text


TYPED = {
    "kind": "0201",
    "title": "楼上漏水",
    "description": "天花板泡坏了。",
    "applicants-0-name": "张三",
    "applicants-0-phone": "15400000001",
    "respondents-0-name": "李四",
}


class Event:
    """Raises when something has happened."""

    @hookimpl
    def record_event(self, ctx, record, event):
        return 1 / 0

    @hookimpl
    def personal_data_open(self, person):
        return 1 / 0


def test_an_event_that_fails_is_answered_and_undoes_what_happened(app, as_user, cast, join, monkeypatch):
    """Through the error page, as in production."""
    join("event", "碰壁模块", Event)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    clerk = as_user("clerk")
    page = clerk.page("/cases/new")
    person = factories.resident(cast.taixing)
    db.session.commit()
    answer = clerk.post(
        "/cases/new", data=page.fields(page.form("/cases/new")) | TYPED | {"unit_id": cast.unit_ids["taixing"]}
    )
    assert answer.status_code == 500
    assert db.session.query(Case).count() == 0
    assert as_user("director").get(f"/people/{person.id}/requests/erase").status_code in (403, 500)


@pytest.mark.parametrize("ring", [1, 2])
def test_errors_that_lead_to_each_other_are_followed_once(app, ring):
    errors = [ValueError(str(number)) for number in range(ring)]
    for number, each in enumerate(errors):
        each.__cause__ = errors[(number + 1) % ring]
    assert disk_is_full(errors[0]) is False
