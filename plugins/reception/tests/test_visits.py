"""来访: what may become of one, who answers for it until when, and what a group must name."""

import pytest

from plugins.reception.models import Visit
from plugins.reception.samples import VISITS
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.people.models import Person
from portal.records.people import Contact
from portal.testing import factories

pytestmark = pytest.mark.database


def test_it_is_answered_at_once(cast, visit):
    visit.answer("已说明收费依据。", by=cast.clerk)
    assert (visit.status, visit.due_on) == ("answered", None)
    assert "已说明收费依据" in visit.events[-1].note


def test_one_press_makes_a_case_of_it_and_nothing_is_typed_again(as_user, cast, visit):
    clerk, ident = as_user("clerk"), visit.id
    page = clerk.page(f"/reception/visits/{ident}")
    after = clerk.fill(page, action=f"/reception/visits/{ident}/case")
    assert after.status == 200
    case = db.session.get(Visit, ident, populate_existing=True).case
    assert (case.title, case.kind, case.source) == (visit.title, "0402", "reception")
    assert [each.person_id for each in case.parties] == [visit.person_id]


def test_whoever_took_it_first_answers_until_the_case_is_accepted(cast, visit):
    visit.open_case(by=cast.clerk)
    assert "移交以前由其负责" in visit.answers_for_it
    visit.case.accept(by=cast.director)
    assert visit.status == "handed"
    assert visit.handed_at is not None
    assert visit.answers_for_it.endswith("移交")


def test_led_elsewhere_it_stays_on_the_desk_until_they_have_it(as_user, cast, visit):
    visit.lead("市场监管所", by=cast.clerk)
    db.session.commit()
    assert visit.title in as_user("clerk").page("/").text
    visit.hand_over("市场监管所", "值班窗口", by=cast.clerk)
    db.session.commit()
    assert visit.status == "handed"
    assert visit.title not in as_user("clerk").page("/").text


def test_a_leader_receives_on_the_day_that_is_arranged(as_user, visit, reception_day):
    clerk, at = as_user("clerk"), f"/reception/visits/{visit.id}/booking"
    page = clerk.fill(clerk.page(at), day_id=str(reception_day.id))
    assert page.status == 200
    assert "王主任" in page.text
    booked = db.session.get(Visit, visit.id, populate_existing=True)
    assert (booked.status, booked.due_on) == ("booked", reception_day.on)


def test_a_day_with_somebody_booked_keeps_its_leader(cast, visit, reception_day):
    visit.book(reception_day, by=cast.clerk)
    with pytest.raises(RuleError, match="已经有来访人约了"):
        reception_day.change("值班二组", by=cast.director)


@pytest.mark.parametrize(
    ("count", "speaks", "said"),
    [(5, [False], "要推选代表"), (1, [False, False], "不能少于 3"), (9, [True] * 6, "代表不超过 5 人")],
)
def test_a_group_names_its_representatives(cast, count, speaks, said):
    named = [(Contact(name=f"云大{number}"), each) for number, each in zip("一二三四五六", speaks, strict=False)]
    with pytest.raises(RuleError, match=said):
        Visit.receive(
            unit=cast.street,
            person=factories.resident(cast.street),
            title="集体反映欠薪",
            companions=named,
            people_count=count,
            by=cast.clerk,
        )


@pytest.mark.parametrize("state", VISITS.reachable)
def test_each_state_is_reached(stage, state):
    assert VISITS.bring(state, stage).status == state


def test_the_window_enters_a_visitor_who_is_new(as_user):
    clerk = as_user("clerk")
    page = clerk.page("/reception/visits/new")
    after = clerk.fill(page, name="白玉兰", phone="13804770001", title="问养老金认证", topic="benefits")
    assert after.status == 200
    assert db.session.query(Person).filter_by(name="白玉兰").count() == 1


def test_a_visitor_of_that_name_on_record_is_asked_about(as_user, cast):
    known = factories.resident(cast.street)
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page("/reception/visits/new"), name=known.name, title="问养老金认证")
    assert page.status == 422
    assert "可能登记过" in page.text


def test_what_is_missing_is_said_and_nothing_is_lost(as_user):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page("/reception/visits/new"), name="白玉兰", text="只写了内容", people_count="8")
    assert page.status == 422
    assert "请写明什么事" in page.text
    assert page.fields(page.form("/reception/visits/new"))["text"] == "只写了内容"
    assert db.session.query(Visit).count() == 0


def test_people_elsewhere_see_nothing_of_it(as_user, visit):
    assert as_user("outsider").get(f"/reception/visits/{visit.id}").status_code in (403, 404)


def test_the_papers_are_printed(as_user, cast, visit, reception_day):
    clerk = as_user("clerk")
    assert clerk.get(f"/reception/visits/{visit.id}/form.pdf").data.startswith(b"%PDF")
    assert clerk.get(f"/reception/days/{reception_day.id}/book.pdf").data.startswith(b"%PDF")


def test_the_case_is_told_apart_by_its_source(cast, visit):
    visit.open_case(by=cast.clerk)
    db.session.commit()
    assert db.session.query(Case).filter_by(source="reception").count() == 1


def test_a_visit_is_found_by_its_number_however_many_came_since(as_user, cast, visit, monkeypatch):
    monkeypatch.setattr("portal.records.window.MOST_READ", 1)
    for title in ("路灯不亮", "井盖松动"):
        who = factories.resident(cast.street)
        Visit.receive(unit=cast.street, person=who, title=title, text="没人修。", topic="other", by=cast.clerk)
    db.session.commit()
    assert visit.title in as_user("clerk").page(f"/search?q={visit.number}").text
    assert visit.title not in as_user("clerk").page("/search?q=物业费").text


def test_the_page_of_a_resident_tells_of_the_visits_to_whoever_sees_them(as_user, visit):
    at = f"/people/{visit.person_id}"
    assert f"/reception/visits/{visit.id}" in as_user("clerk").page(at).links()
    assert visit.title not in as_user("grid").get(at).get_data(as_text=True)
