"""探访对象: who may be on the roster, visits ordered by themselves, the own data."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from plugins.elder_services import data_rights
from plugins.elder_services.models import ServiceOrder, Visited
from plugins.elder_services.nightly import plan_visits
from portal import clock
from portal.accounts.models import Appointment
from portal.audit.models import AuditEntry
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.hookspecs import Context
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database
NUMBER = "150621194801010010"


def test_visits_are_ordered_once_a_week_for_whom_one_looks_in_on(noon, cast, visit):
    alone = visit("alone")
    factories.resident(cast.taixing)
    ctx = Context(cast.county, None, clock.now())

    def plan() -> int:
        plan_visits(ctx, lambda done, total: None)
        db.session.commit()
        return db.session.scalar(select(func.count(ServiceOrder.id)))

    assert (plan(), plan()) == (1, 1)
    order = db.session.scalars(select(ServiceOrder)).one()
    assert (order.person_id, order.kind) == (alone.person_id, "visit")
    with clock.pretend(noon + timedelta(days=6)):
        assert plan() == 1
    with clock.pretend(noon + timedelta(days=7)):
        assert plan() == 1, "the first is still to be done"
        order.cancel("老人住院。", by=cast.clerk)
        assert plan() == 2
    never = {"visit_days": ["0"]}
    change("elder_services", cast.county, never, by=cast.district, reason="测试", valid_from=clock.today())
    db.session.commit()
    with clock.pretend(noon + timedelta(days=30)):
        assert plan() == 2


def test_nobody_is_visited_after_the_last_day(noon, cast, visit):
    visited = visit("infirm")
    with pytest.raises(RuleError, match="已经是探访对象"):
        Visited.enrol(
            unit=cast.taixing, person=visited.person, ground="alone", valid_from=date(2026, 3, 10), by=cast.clerk
        )
    visited.release(date(2026, 3, 10), by=cast.clerk)
    db.session.commit()
    with clock.pretend(noon + timedelta(days=1)):
        plan_visits(Context(cast.county, None, clock.now()), lambda done, total: None)
    assert db.session.scalar(select(func.count(ServiceOrder.id))) == 0


def test_the_roster_of_visits_on_its_pages(noon, cast, as_user):
    clerk = as_user("clerk")
    form = clerk.page("/elder_services/visited/new")
    assert clerk.fill(form, name="云秀英", id_number="1").status == 422
    page = clerk.fill(
        form,
        name="云秀英",
        id_number=NUMBER,
        unit_id=str(cast.unit_ids["taixing"]),
        ground="left",
        valid_from="2026-03-10",
    )
    assert "留守" in page.text
    assert "云秀英" not in page.tree.findtext(".//title")
    listed = clerk.page("/elder_services/visited?status=on")
    assert page.url in listed.links()
    assert (
        f"/elder_services/units/{cast.unit_ids['street']}/import/visited"
        in as_user("clerk").page("/elder_services/visited").links()
    )
    assert "已停止" in clerk.fill(clerk.page(f"{page.url}/ending"), on="2026-03-10").text
    assert f"{page.url}/ending" not in clerk.page(page.url).links()
    person = db.session.scalars(select(Visited)).one().person
    assert "留守" in as_user("director").page(f"/people/{person.id}").text


def test_whom_one_looks_in_on_is_told_asked_and_forgotten(noon, cast, visit):
    visited = visit("alone")
    person = visited.person
    assert "独居、空巢" in str(data_rights.held(person))
    assert [each.what for each in data_rights.under_way(person)] == ["探访对象"]
    visited.release(date(2026, 3, 10), by=cast.clerk)
    with clock.pretend(noon + timedelta(days=1)):
        assert data_rights.under_way(person) == []
        assert data_rights.erase(person) == ["探访对象登记：已删除。"]
    assert db.session.scalar(select(func.count(Visited.id))) == 0


def test_whoever_is_to_be_looked_in_on_later_is_not_entered_twice(noon, cast, visit):
    visited = visit("alone")
    visited.correct("infirm", date(2026, 3, 20), by=cast.clerk)
    with pytest.raises(RuleError, match="已经是探访对象"):
        Visited.enrol(
            unit=cast.taixing, person=visited.person, ground="alone", valid_from=date(2026, 3, 10), by=cast.clerk
        )


@pytest.mark.parametrize(
    ("born", "ground", "start", "said"),
    [
        ("2015-03-01", "alone", date(2026, 3, 10), "未满 60 周岁"),
        ("2015-03-01", "disabled", date(2026, 3, 10), ""),
        ("1948-01-01", "alone", date(2031, 3, 10), "最多提前 31 天"),
    ],
)
def test_age_and_first_day_are_looked_at(noon, cast, born, ground, start, said):
    person = factories.resident(cast.taixing)
    person.birth_date = date.fromisoformat(born)
    ask = {"unit": cast.taixing, "person": person, "ground": ground, "valid_from": start, "by": cast.clerk}
    if said:
        with pytest.raises(RuleError, match=said):
            Visited.enrol(**ask)
    else:
        assert Visited.enrol(**ask).name == ground


def test_a_correction_of_nothing_is_said_and_the_last_day_is_told(noon, cast, as_user, visit):
    clerk, url = as_user("clerk"), f"/elder_services/visited/{visit('alone').id}"
    same = clerk.fill(clerk.page(f"{url}/correction"))
    assert (same.status, "没有改动" in same.text) == (422, True)
    page = clerk.fill(clerk.page(f"{url}/ending"), on="2026-03-10")
    assert "受理员小王 停止探访：最后一天 2026-03-10" in page.text


def test_whom_another_street_looks_in_on_is_not_told(noon, cast, visit):
    person = visit("alone").person
    by = cast.mediator
    by.appointments.append(Appointment(unit_id=cast.other_street.id, role="clerk"))
    db.session.commit()
    ask = {"unit": cast.other_street, "person": person, "ground": "alone", "valid_from": date(2026, 3, 10)}
    with pytest.raises(RuleError, match="先由别的单位停止探访") as told:
        Visited.enrol(**ask, by=by)
    assert person.name not in str(told.value)


def test_whoever_was_entered_by_mistake_is_struck_out_with_a_reason(noon, cast, as_user, visit):
    visited = visit("alone")
    visited.correct("alone", date(2026, 3, 20), by=cast.clerk)
    db.session.commit()
    clerk, url = as_user("clerk"), f"/elder_services/visited/{visited.id}"
    page = clerk.fill(clerk.page(f"{url}/voiding"), text="登记错了人。")
    assert "已作废" in page.text
    for told in (
        "2026-03-10 受理员小王 登记：独居、空巢，2026-03-10 起",
        "更正：由“独居、空巢，2026-03-10 起”改为“独居、空巢，2026-03-20 起”",
        "作废：登记错了人。",
    ):
        assert told in page.text, told
    assert "已作废" in clerk.page("/elder_services/visited").text
    assert "已经作废" in clerk.page(f"{url}/voiding").text
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "elder_services.void")).one()
    assert entry.detail == "登记错了人。"
    ask = {"unit": cast.taixing, "person": visited.person, "ground": "infirm", "by": cast.clerk}
    assert Visited.enrol(**ask, valid_from=date(2026, 3, 10)).name == "infirm"
