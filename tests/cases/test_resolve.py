"""核查办结、归档: by those who handed it on, with the outcome in words; afterwards nothing changes."""

import pytest

from portal import clock
from portal.cases.models import Case, CaseEvent
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0201", level="micro", by=cast.clerk)
    db.session.commit()
    return case


def test_what_was_settled_on_the_spot_is_resolved_and_archived(as_user, case):
    client, case_id = as_user("clerk"), case.id
    page = client.page(f"/cases/{case_id}/resolution")
    assert client.fill(page, text="").status == 422
    assert "已办结" in client.fill(page, text="当场说和，双方满意。").text
    page = client.fill(client.page(f"/cases/{case_id}/archive"))
    assert "已归档" in page.text
    assert f"{clock.today()} 办结当场说和，双方满意。" in page.text
    case = db.session.get(Case, case_id)
    assert (case.status, case.outcome) == ("archived", "当场说和，双方满意。")
    assert case.closed_at is not None
    assert not case.open


def test_what_somebody_still_handles_is_not_resolved(as_user, cast, case):
    client, case_id = as_user("clerk"), case.id
    opened = client.page(f"/cases/{case_id}/resolution")
    db.session.get(Case, case_id).assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    assert client.fill(opened, text="办好了").status == 409
    assert client.page(f"/cases/{case_id}/resolution").status == 409
    assert db.session.get(Case, case_id).status == "assigned"


def test_the_mediator_does_not_resolve(cast, case):
    with pytest.raises(NotAllowed):
        case.resolve("办好了", by=cast.mediator)


def test_an_archived_case_offers_no_step(as_user, cast, case):
    case.resolve("办好了", by=cast.clerk)
    case.archive(by=cast.clerk)
    db.session.commit()
    for verb in (
        lambda: case.assign(cast.street, by=cast.clerk),
        lambda: case.resolve("再办", by=cast.clerk),
        lambda: case.archive(by=cast.clerk),
    ):
        with pytest.raises(WrongState):
            verb()
    links = as_user("director").page(f"/cases/{case.id}").links()
    assert [link for link in links if link.startswith(f"/cases/{case.id}/")] == [f"/cases/{case.id}/dossier.pdf"]


def test_the_timeline_is_only_ever_added_to(cast, case):
    event = db.session.query(CaseEvent).first()
    event.note = "改写历史"
    with pytest.raises(RuntimeError, match="append-only"):
        db.session.flush()
    db.session.rollback()
    db.session.delete(db.session.query(CaseEvent).first())
    with pytest.raises(RuntimeError, match="append-only"):
        db.session.flush()
