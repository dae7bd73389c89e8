"""The papers of a case: 流转单, who had it when and why."""

from sqlalchemy import select

from portal.accounts.hands import signature, signed, whose_offices
from portal.accounts.models import User
from portal.cases.blueprint import bp
from portal.cases.models import Assignment, Case
from portal.cases.models.returning import CONTEST
from portal.extensions import db
from portal.people.publishing import as_readable
from portal.records.papers import Paper, mount_papers
from portal.web.pages.formatting import moment

RULINGS = frozenset({CONTEST, Assignment.uphold.verb, Assignment.order_on.verb})


def office_of(case: Case) -> str:
    """The centre of the township, or of the unit in which the case lies."""
    return f"{(case.unit.township or case.unit).name}综治中心"


def hand_overs(case: Case) -> dict:
    """First whoever took it up, then each hand-over: unit, who, when, why; and what the director was asked, and ruled, on those that were to be sent back."""
    first, senders = case.events[0], {each.sent_by_id for each in case.assignments}
    sent, taken = whose_offices(case, "assign"), whose_offices(case, "acknowledge")
    names = dict(db.session.execute(select(User.id, User.name).where(User.id.in_(senders))).all())
    return {
        "first": (str(first.unit or case.unit), signature(case, first.actor, first.verb), moment(first.at)),
        "hand_overs": [
            {
                "unit": f"{each.unit}（{each.role_name}）",
                "sent": (signed(names.get(each.sent_by_id, ""), sent.get(each.sent_by_id, "")), moment(each.sent_at)),
                "due": moment(each.due_at),
                "note": as_readable(each.note, case),
                "taken": (_taker(each, taken), moment(each.acknowledged_at)),
                "reminded": each.reminded,
                "status": each.status_name,
                "ended": moment(each.ended_at),
                "result": as_readable(each.result, case),
            }
            for each in case.assignments
        ],
        "rulings": [
            (each.title, each.note, signature(case, each.actor, each.verb), moment(each.at))
            for each in case.events
            if each.verb in RULINGS
        ],
    }


def _taker(handed: Assignment, owners: dict[int, str]) -> str:
    who = handed.acknowledged_by
    return signed(who.name, owners.get(who.id, "")) if who else ""


HAND_OVERS = Paper(
    "hand_overs",
    "事项流转单",
    needs="cases.assign",
    context=hand_overs,
    at="hand-overs.pdf",
    unless=lambda case: "" if case.assignments else "这件事还没有交办，没有流转可以打印。",
    listed=False,
)
papers = mount_papers(bp, Case, (HAND_OVERS,), at="/<int:case_id>", office=office_of)
