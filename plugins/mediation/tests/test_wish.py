"""调解意愿, asked at registration: who refuses is not mediated (人民调解法 §17), and may think again."""

import pytest

from plugins.mediation.models import Dispute, Wish
from plugins.mediation.models.wish import REFUSED
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def refused(case, cast) -> Case:
    """漏水, which one side does not want mediated."""
    Wish.keep(case, REFUSED)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    db.session.commit()
    return case


def test_it_is_asked_when_a_case_is_registered(as_user, cast):
    clerk = as_user("clerk")
    page = clerk.page("/cases/new")
    page = clerk.fill(
        page, title="院墙占地", kind="0202", source="visit", description="占地。", applicants__0__name="王五",
        mediation_0__wish="both",
    )  # fmt: skip
    case = db.session.query(Case).one()
    assert Wish.of(case) == "both"
    assert "双方愿意" in page.text, "on the timeline"


def test_what_was_refused_is_not_handed_over(as_user, committee, refused, cast):
    with pytest.raises(RuleError, match="第十七条"):
        Dispute.receive(refused, by=cast.clerk)
    db.session.rollback()
    assert "转人民调解" not in as_user("clerk").page(f"/cases/{refused.id}").text


@pytest.mark.parametrize(
    ("wish", "way"), [("both", "mediation"), ("one", "mediation"), ("", "assign"), (REFUSED, "assign")]
)
def test_the_way_that_the_parties_wish_is_chosen_at_triage(as_user, committee, case, wish, way):
    Wish.keep(case, wish)
    db.session.commit()
    page = as_user("clerk").page(f"/cases/{case.id}/triage")
    assert page.fields(page.form())["route"] == way


def test_where_no_committee_can_take_it_the_wish_chooses_nothing(as_user, case):
    Wish.keep(case, "both")
    db.session.commit()
    page = as_user("clerk").page(f"/cases/{case.id}/triage")
    assert page.fields(page.form())["route"] == "assign"
    assert "没有可受理的人民调解委员会" in page.text


def test_they_think_again(as_user, committee, refused, cast):
    clerk, at = as_user("clerk"), f"/cases/{refused.id}/particulars/mediation_0"
    assert at in clerk.page(f"/cases/{refused.id}").links()
    form = clerk.page(at)
    assert form.fields(form.form())["mediation_0-wish"] == REFUSED
    clerk.fill(form, mediation_0__wish="both", reason="双方又都愿意了。")
    assert Dispute.receive(db.session.get(Case, refused.id), by=cast.clerk).status == "pending"


def test_nobody_was_asked_again(case):
    Wish.keep(case, "one")
    Wish.keep(case, "")
    db.session.flush()
    assert Wish.of(case) == ""
    assert db.session.query(Wish).all() == []
