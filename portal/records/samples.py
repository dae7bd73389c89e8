"""Samples: with what a record is begun and each of its steps is taken, declared once a model in the plugin's `samples.py`.

    DEEDS = Samples(Deed, {
        Deed.nominate: Sample("clerk", {"title": "…", "heroes": lambda deed, stage: [Hero(person=stage.resident(), …)]}),
        Deed.accept: Sample("district"),
        Deed.conclude: Sample("director", {"findings": "…", "bars": []}, first=(Deed.add_evidence,)),
        Deed.end_publication: Sample(past=lambda deed: deed.published_until),
    })
    SAMPLES = (DEEDS,)

`DEEDS.bring("confirmed", stage)` finds the way by `of` and `to` of the steps, and takes them. Demo, tests and the conformance suite
all play these; `SAMPLES` is what the suite looks for.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from inspect import signature
from types import MappingProxyType
from typing import Any

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.records.stage import Stage
from portal.records.states import States
from portal.records.steps import Begun, Step

__all__ = ["Sample", "Samples", "Stage", "now", "today"]
Given = Mapping[Any, Mapping[str, Any]]  # a beginning or a step → arguments that replace those of its sample
Then = Mapping[str, Callable[[Any, Stage], object]]  # a state → what is done as soon as a record stands there
NOTHING: Mapping[Any, Any] = MappingProxyType({})
MOST = 30  # steps to any state


@dataclass(frozen=True)
class Sample:
    """How a step is taken once. What is called gets the record (None while it is begun) and the stage.

    by: the role that takes it; "" for a job. args: its arguments by name; a callable answers one.
    row: answers the row below the record that the step is about; None, or LookupError or StopIteration, where there is none.
    at: the state in which it is taken, where it begins in several; the way goes through it. to: the state it leads to, where that
    depends on the arguments. first: steps that must have been taken, or callables that prepare it.
    past: called with the record alone, answers the day that must be over. days: how long after the step before, by a calendar.
    form: what is filled in on its page besides the fields that bear the names of arguments; a callable answers it.
    plain: text boxes that may hold a number as long as an ID number, and why; conformance types one into all others.
    """

    by: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)
    row: Callable[[Any, Stage], Any] | None = None
    at: str = ""
    to: str = ""
    first: tuple[Any, ...] = ()
    past: Callable[[Any], date | None] | None = None
    days: int = 1
    form: Mapping[str, Any] = field(default_factory=dict)
    plain: Mapping[str, str] = field(default_factory=dict)

    def actor(self, stage: Stage) -> User | None:
        return stage.users[self.by] if self.by else None

    def arguments(self, record: Any, stage: Stage, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Its arguments, some of them replaced by those `given`."""
        values = {**self.args, **(given or {})}
        return {name: value(record, stage) if callable(value) else value for name, value in values.items()}

    def rows(self, record: Any, stage: Stage) -> tuple:
        return (self.row(record, stage),) if self.row else ()

    def later(self, record: Any, stage: Stage) -> AbstractContextManager[None]:
        """Pretend the day on which it is taken."""
        return stage.later(self.days, self.past(record) if self.past else None)


def today(record: Any, stage: Stage) -> date:
    """An argument: the day on which the step is taken."""
    return clock.today()


def now(record: Any, stage: Stage) -> datetime:
    """An argument: the moment at which the step is taken."""
    return clock.now()


class Samples:
    """The samples of one model: how it is begun, and its steps. Of two ways that are equally short, the step named first is taken.

    A part of a record names the samples of the record as `part_of`, and how it is found in it: `part=lambda deed: deed.heroes[0]`.
    `only` answers the record there is already on a stage, where there may be but one.
    """

    def __init__(
        self,
        model: type[Any],
        samples: Mapping[Any, Sample],
        *,
        part_of: "Samples | None" = None,
        part: Callable[[Any], Any] | None = None,
        only: Callable[[Stage], Any] | None = None,
    ) -> None:
        self.model, self.part_of, self.part, self.only = model, part_of, part, only
        self.begun = next(((each, sample) for each, sample in samples.items() if isinstance(each, Begun)), None)
        self.steps: dict[Step, Sample] = {each: sample for each, sample in samples.items() if isinstance(each, Step)}

    @property
    def states(self) -> States:
        return self.part_of.states if self.part_of else self.model.states

    @property
    def reachable(self) -> list[str]:
        """The states to which a record can be brought, in their order; one, "", for what has no states."""
        first = self.states.first
        return [each.key for each in self.states if each.key == first or self._way(first, each.key)] or [""]

    def begin(self, stage: Stage, given: Given = NOTHING) -> Any:
        """A new record. `given`: beginning or step → arguments that replace those of its sample. Flushes; raises as the step does."""
        if self.part_of and self.part:
            return self.part(self.part_of.begin(stage, given))
        if self.only and (found := self.only(stage)):
            return found
        if self.begun is None:
            raise LookupError(f"the samples of {self.model.__name__} do not say how it is begun")
        begun, sample = self.begun
        place = {"unit": stage.unit} if "unit" in signature(begun.declared.method).parameters else {}
        with stage.later():
            arguments = place | sample.arguments(None, stage, given.get(begun))
            record = begun(by=sample.actor(stage), **arguments)
            db.session.flush()  # columns that are filled with the moment have that of the stage
        return record

    def bring(self, status: str, stage: Stage, record: Any = None, given: Given = NOTHING, then: Then = NOTHING) -> Any:
        """`record` (or a new one) as it stands in `status`, taken there by its steps. LookupError where no way leads there."""
        record = self.begin(stage, given) if record is None else record
        for _ in range(MOST):
            if record.status == status:
                return record
            if way := self._way(record.status, status):
                self.take(way[0], record, stage, given)
                if reached := then.get(record.status):
                    reached(record, stage)
        raise LookupError(f"no way leads {self.model.__name__} from {record.status} to {status}")

    def ready(self, step: Step, record: Any, stage: Stage, given: Given = NOTHING) -> Any:
        """`record` as the step may be taken: with what must come first, and in the state where it is taken."""
        sample = self.steps[step]
        for each in sample.first:
            self.take(each, record, stage, given) if isinstance(each, Step) else each(record, stage)
        if sample.at or not step.fits(record):
            at = sample.at or next((each for each in step.of if each in self.reachable), "")
            self.bring(at, stage, record, given)
        return record

    def take(self, step: Step, record: Any, stage: Stage, given: Given = NOTHING) -> Any:
        """Take `step` as sampled; answers what it made. Flushes; raises as the step does."""
        if step not in self.steps and self.part_of:
            return self.part_of.take(step, record.record, stage, given)
        sample = self.steps[step]
        self.ready(step, record, stage, given)
        with sample.later(record, stage):
            arguments = sample.arguments(record, stage, given.get(step))
            made = step.take(record, *sample.rows(record, stage), by=sample.actor(stage), **arguments)
            db.session.flush()
        return made

    def _way(self, was: str, status: str) -> list[Step]:
        """The fewest steps from `was` to `status`; none where no step leads there."""
        ways: dict[str, list[Step]] = {was: []}
        for here in (queue := [was]):
            for step, sample in (self.part_of or self).steps.items():
                to, of = sample.to or step.to, (sample.at,) if sample.at else step.of
                if to and to not in ways and (here in of or not of):
                    ways[to] = [*ways[here], step]
                    queue.append(to)
        return ways.get(status, [])
