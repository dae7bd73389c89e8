"""With what a case is registered, and those of its steps are taken once that pass it up and down the tree: for the checks that play samples."""

from typing import Any

from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.records.samples import Sample, Samples, Stage, today

__all__ = ["accepted_case"]


def accepted_case(stage: Stage, **told: Any) -> Case:
    """A case of two residents that the clerk has accepted, of the unit of the stage; `told` replaces what is said of it, and where it lies. Flushes."""
    clerk = stage.users["clerk"]
    usual = {"unit": stage.unit, "level": "major", "source": "visit", "happened_on": None}
    made = Case.register(parties=[(1, stage.resident()), (2, stage.resident())], by=clerk, **usual | told)
    made.accept(by=clerk)
    db.session.flush()
    return made


def _parties(case: None, stage: Stage) -> list[tuple[int, Person]]:
    return [(1, stage.resident()), (2, stage.resident())]


def _county(case: Case, stage: Stage) -> OrgUnit | None:
    return stage.county


def _here(case: Case, stage: Stage) -> OrgUnit:
    return stage.unit


CASES = Samples(
    Case,
    {
        Case.register: Sample(
            "clerk",
            {
                "title": "楼上漏水损坏天花板",
                "nature": "dispute",
                "kind": "0201",
                "source": "visit",
                "level": "minor",
                "description": "三楼卫生间漏水，二楼天花板和墙面受损。",
                "happened_on": None,
                "location": "",
                "parties": _parties,
            },
        ),
        Case.accept: Sample("clerk"),
        Case.enclose: Sample("clerk", {"uploads": lambda case, stage: [stage.picture()]}, at="registered", days=0),
        Case.decline: Sample("clerk", {"reason": "已经由法院受理。"}),
        Case.escalate: Sample(
            "clerk",
            {"unit": _county, "reason": "没有执法权。", "done": "现场看过两次。", "asked": "请协调执法。"},
            form={"unit_id": lambda case, stage: stage.county and stage.county.id},
        ),
        Case.delegate: Sample(
            "clerk",
            {"unit": _here, "asked": "就地化解。", "due_on": today},
            form={"unit_id": lambda case, stage: stage.unit.id},
        ),
    },
)
SAMPLES = (CASES,)
