"""A record of an office: it belongs to a unit, has a number and a state, and changes only by its steps."""

from collections.abc import Collection, Iterable, Mapping
from functools import cache, partial
from typing import TYPE_CHECKING, Any, ClassVar, Self

from sqlalchemy import ColumnElement, Select, String, and_, false, inspect, or_, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.orm.attributes import flag_modified

from portal import clock
from portal.accounts.hands import by_another
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import Scoped
from portal.plugin import dispatch
from portal.plugin.hookspecs import Context
from portal.records.states import States
from portal.records.steppable import Steppable
from portal.records.steps import Beginning, Step, declared_on
from portal.records.timeline import Entry
from portal.together import once_written, write_down

if TYPE_CHECKING:
    from portal.accounts.models import User

__all__ = ["tell", "verbs_of"]

SUCCEEDED = "succeeded"  # the unit, or the one that has it to do, was merged into another


class Record(Steppable, Scoped):
    """Columns and methods every record has. The model sets `permission` (to view it), `states`, and a relationship `events`
    to its own timeline.

    `grave_verbs` are shown in red on the timeline. `lasting`: states in which nothing is left to be done and it still holds, such as a
    subsidy that is paid or a label on a wall: with its unit it goes to the successor.
    """

    permission: ClassVar[str]
    grave_verbs: ClassVar[tuple[str, ...]] = ()
    lasting: ClassVar[tuple[str, ...]] = ()
    STATUS_LENGTH: ClassVar[int] = 16

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), default="")
    version: Mapped[int] = mapped_column()

    if TYPE_CHECKING:
        title: Mapped[str]
        events: Mapped[list[Entry]]

    @declared_attr
    @classmethod
    def status(cls) -> Mapped[str]:
        return mapped_column(String(cls.STATUS_LENGTH), default=cls.states.first)

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict:
        return {"version_id_col": cls.version}

    # -- who sees what ---------------------------------------------------------------------------------------------

    @classmethod
    def seen_by(cls, user: "User") -> ColumnElement[bool]:
        """The condition for rows that `user` may view."""
        return cls.reach(user, cls.permission)

    @classmethod
    def visible_to(cls, user: "User") -> Select:
        """The rows that `user` may view, as a select."""
        return select(cls).where(cls.seen_by(user))

    @classmethod
    def waiting_for(cls, user: "User") -> ColumnElement[bool]:
        """The condition for rows that wait for `user`: a step with `waits` begins there, the right holds on the row, and no earlier step
        keeps `user` from it."""
        steps = [each for each in steps_of(cls).values() if each.waits]  # type: ignore[arg-type]  # it asks __hash__ of the rows
        return or_(
            false(),
            *(
                and_(
                    cls.status.in_(each.of),
                    by_another(
                        user,
                        [getattr(cls, name) for name in each.not_by],
                        cls,
                        partial(cls.entrusting, user, each.needs),
                    ),
                )
                for each in steps
                if each.needs and user.can(each.needs)
            ),
        )

    @classmethod
    def entrusting(cls, user: "User", permission: str) -> ColumnElement[bool]:
        """`entrusted_to` as SQL, for the desk. Override both, unless the closer right cannot be told in SQL."""
        return cls.reach(user, permission)

    def paper_void(self, kind: str) -> str:
        """Why a paper of `kind` that was issued of it no longer holds, in Chinese, for whoever checks it by its code; "" where it does. It names
        nobody."""
        return ""

    def paper_changed(self, kind: str) -> str:
        """That a paper of `kind` that was issued of it still holds, but not in all it says, in Chinese, for whoever checks it by its code; "" where
        it does. It names nobody."""
        return ""

    # -- how it stands ---------------------------------------------------------------------------------------------

    @property
    def about(self) -> str:
        """Which one it is, on the pages of its steps."""
        return f"{self.number}　{self.title}"

    @property
    def way(self) -> list[dict[str, str]]:
        """Its progress, as the macro `steps` takes it."""
        return self.states.way(self.status)

    # -- the one place where a status changes ----------------------------------------------------------------------

    def move(
        self,
        verb: str,
        to: str = "",
        *,
        by: "User | None",
        note: str = "",
        title: str = "",
        was: str | None = None,
        **more: Any,
    ) -> Entry:
        """Go to `to` (or stay), write `verb` on the timeline, and tell whoever listens. Answers the entry.

        `was`: the state it came from, where that is not the present one. `more` goes to `entry`.
        """
        before, self.status = self.status if was is None else was, to or self.status
        flag_modified(self, "status")  # a new version with every step, so that two in the same moment cannot both count
        stood = {"from_status": before or "", "to_status": self.status}
        entry = self.entry(verb=verb, note=note, actor=by, title=title, **stood, **more)
        db.session.add(entry)  # SQLAlchemy 2 cascades no backrefs: it would only be warned that the entry is lost
        write_down()  # whoever listens, and the steps that follow, ask for what stands where; a page takes its step without autoflush
        tell(self, by, entry)
        return entry

    def lock_as_read(self) -> None:
        """Let nobody take a step of it until the transaction ends: for what begins because of how it stands, and would be begun twice. Raises
        WrongState where somebody took one since it was read."""
        db.session.flush()
        model = type(self)
        row = select(model.version).where(model.id == self.id).with_for_update(key_share=True)
        if db.session.scalar(row) != self.version:
            raise WrongState(f"{self.number}刚刚有变化，请看看最新情况再办。")

    def entry(self, *, title: str, **fields: Any) -> Entry:
        """A new entry of this record's own timeline; a timeline that stores titles or units overrides this."""
        return inspect(type(self)).relationships["events"].mapper.class_(record=self, at=clock.now(), **fields)

    def title_of(self, entry: Entry) -> str:
        """What an entry is called on the timeline, with the state it led to."""
        changed = entry.to_status not in ("", entry.from_status)
        return verbs_of(type(self))[entry.verb] + (f"（{self.states[entry.to_status].name}）" if changed else "")  # type: ignore[arg-type]

    def ask_plugins(self, verb: str, by: "User | None") -> None:
        if dispatch.has_listeners("record_validate"):
            ctx = Context(self.unit, by, clock.now())
            if objections := dispatch.collect("record_validate", ctx=ctx, record=self, verb=verb):
                raise RuleError("".join(objections))


class Part(Steppable):
    """A row that belongs to a record and has steps of its own: `record` answers whose state, right and timeline count."""

    record: Record

    @property
    def status(self) -> str:
        return self.record.status

    @property
    def states(self) -> States:  # type: ignore[override]  # of its record, whose class declares them
        return self.record.states

    @property
    def about(self) -> str:
        return self.record.about

    def allows(self, user: "User", permission: str) -> bool:
        return self.record.allows(user, permission)

    def entrusted_to(self, user: "User", permission: str) -> bool:
        return self.record.entrusted_to(user, permission)

    def wrong_state(self) -> str:
        return self.record.wrong_state()

    def refusal(self, permission: str) -> str:
        return self.record.refusal(permission)

    def check_words(self, words: Mapping[str, str], vouched: Collection[str] = ()) -> str:
        return self.record.check_words(words, vouched)

    def ask_plugins(self, verb: str, by: "User | None") -> None:
        self.record.ask_plugins(verb, by)

    def move(self, verb: str, to: str = "", **entry: Any) -> Entry:
        return self.record.move(verb, to, **entry)


class Body(Steppable):
    """A row with steps that has neither states nor a timeline, such as an association with its roster and its account: what was
    done stands in the rows that the steps make. `permission` is to view it, as in `Record`."""

    permission: ClassVar[str]
    status = ""
    states = States()

    if TYPE_CHECKING:
        name: Mapped[str]
        unit_id: Mapped[int]

        @classmethod
        def reach(cls, user: "User", permission: str) -> ColumnElement[bool]: ...

    @classmethod
    def visible_to(cls, user: "User") -> Select:
        """Those that `user` may view, as a select."""
        return select(cls).where(cls.seen_by(user))

    @classmethod
    def seen_by(cls, user: "User") -> ColumnElement[bool]:
        """The condition for those that `user` may view."""
        return cls.reach(user, cls.permission)

    @classmethod
    def nearest(cls, places: Iterable[int | None]) -> Self | None:
        """The one of the unit that comes first in `places`: ids of units, the nearest first."""
        order = [each for each in places if each]
        found = db.session.scalars(select(cls).where(cls.unit_id.in_(order))).all()
        return min(found, key=lambda each: order.index(each.unit_id), default=None)

    @property
    def about(self) -> str:
        return str(self.name)

    @property
    def open(self) -> bool:
        """Never: it is no work that would be done one day."""
        return False

    def move(self, verb: str, to: str = "", **entry: Any) -> None:
        """Nothing to write down but the rows themselves."""
        write_down()


def subject(row: Any) -> Any:
    """The record that `row` is, or is part of."""
    return getattr(row, "record", row)


def tell(record: Record, by: "User | None", entry: Entry) -> None:
    """Tell the plugins in effect where `record` lies that `entry` was added, in the same transaction."""
    if dispatch.has_listeners("record_event"):
        once_written(
            lambda: dispatch.call("record_event", ctx=Context(record.unit, by, entry.at), record=record, event=entry)
        )


@cache
def steps_of(model: type[Any]) -> dict[str, Step]:
    """Name → step of everything declared on `model` and its mixins."""
    return declared_on(model)


@cache
def verbs_of(model: type[Any]) -> dict[str, str]:
    """Stored verb → label of all that its own steps and its `other_verbs` write; a record adds those of its parts to the latter."""
    declared = [*declared_on(model, Beginning).values(), *steps_of(model).values()]  # type: ignore[arg-type]
    return {SUCCEEDED: "单位调整"} | {each.verb: each.label for each in declared} | model.other_verbs
