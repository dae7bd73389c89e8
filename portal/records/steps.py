"""A step (受理, 办结 …) is declared once, on the record; whoever takes it, asks for it or offers it reads the declaration.

    @step("受理", of="nominated", to="investigating", needs="heroes.manage")
    def accept(self, *, by, note=""):
        return f"应于 {self.start_term('review').due_on} 前提出拟确认意见。"

`Deed.accept` is the step, `deed.accept(by=…)` takes it: the state must fit, `by` needs the permission on that row,
nothing may stand against it; then the method runs and answers what the timeline says.
"""

from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import partial, update_wrapper
from inspect import Parameter, signature
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Self, cast, overload

from portal.accounts import hands
from portal.errors import NotAllowed, RuleError, WrongState
from portal.notices.telling import tell
from portal.records.moved import Moved
from portal.records.words import checked

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.records.record import Record

P = ParamSpec("P")


class Declared(Generic[P]):
    """What a step and a beginning have in common: label, stored verb, permission, method."""

    def __init__(self, method: Callable, label: str, *, needs: str | None, verb: str) -> None:
        self.method, self.label, self.needs = method, label, needs
        self.verb = verb or method.__name__
        update_wrapper(cast(Callable, self), method)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def takes(self, name: str) -> bool:
        """Whether it has an argument `name`, or takes any by name."""
        arguments = signature(self.method).parameters
        return name in arguments or any(each.kind is Parameter.VAR_KEYWORD for each in arguments.values())

    @property
    def asks_for(self) -> list[str]:
        """The names of the arguments that it cannot do without, but for who takes it; of a step first the row below, if it has one."""
        named = list(signature(self.method).parameters.values())[1:]
        without = (Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD)
        return [
            each.name for each in named if each.default is each.empty and each.kind not in without and each.name != "by"
        ]

    def needing(self, permission: str) -> Self:
        """The same with another permission: a mixin of several plugins names rights that each calls otherwise."""
        other = copy(self)
        other.needs = permission
        return other

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.method.__qualname__} {self.label}>"


class Step(Declared[P]):
    """One step of a record: from which states (none given: any), to which (none: it stays), and what it needs.

    `needs` is the permission asked on the row; None for steps that only jobs and other steps take. `unless` answers an
    objection in Chinese (or the error to raise, such as WrongState) or "": it is asked before the step is offered, opened
    and taken. `not_by` keeps those from it who took an earlier step (maker and checker differ): column of the row that holds the user
    (or a hybrid property) → what that person is called. With `waits` the record waits for whoever may take the step, and stands on
    their desk. `prepare` reads what takes long, on the page of the step before its transaction begins: it may keep on the record what
    the method uses if it still holds.
    """

    def __init__(
        self,
        method: Callable,
        label: str,
        *,
        of: tuple[str, ...],
        to: str,
        needs: str | None,
        verb: str,
        unless: Callable[[Any], str | RuleError] | None,
        not_by: Mapping[str, str],
        waits: bool,
        prepare: Callable[[Any], object] | None,
    ) -> None:
        super().__init__(method, label, needs=needs, verb=verb)
        self.of, self.to, self.unless, self.not_by, self.waits, self.prepare = of, to, unless, not_by, waits, prepare

    @overload
    def __get__(self, record: None, owner: type) -> "Step[P]": ...
    @overload
    def __get__(self, record: object, owner: type) -> Callable[P, Any]: ...
    def __get__(self, record, owner):
        if record is None:
            return self

        def take(*args, **kwargs):
            return self.take(record, *args, **kwargs)

        return update_wrapper(take, self.method)

    # -- questions -------------------------------------------------------------------------------------------------

    def fits(self, record: "Record") -> bool:
        """Whether the record stands where this step begins."""
        return not self.of or record.status in self.of

    def is_open_to(self, user: "User", record: "Record") -> bool:
        """Whether `user` is offered the step on this record now: state, right on the row, no objection."""
        return self.fits(record) and self.is_allowed_to(user, record) and not self.objection(record)

    def is_allowed_to(self, user: "User", record: "Record") -> bool:
        return self.needs is not None and record.entrusted_to(user, self.needs) and not self.taken_before(user, record)

    def taken_before(
        self, user: "User", row: Any, allows: Callable[[Any, "User", str], bool] | None = None, kind: str = ""
    ) -> str:
        """What `user`, or whoever counts as one with them (`portal.accounts.hands`), is called by the earlier step that keeps from this one on the record, or on a
        line of a list, of which `allows` is the rule and `kind` the table of its records; "" where none does."""
        may = (
            partial(allows, row, user, self.needs or "")
            if allows
            else lambda: bool(self.needs) and row.entrusted_to(user, self.needs)
        )
        return hands.called_before(self.not_by, user, row, may, kind)

    def is_offered_on(self, row: Any, user: "User", allows: Callable[[Any, "User", str], bool], kind: str = "") -> bool:
        """Whether a line of a list of records in the table `kind` offers the step to `user`; `allows` is the rule of the list."""
        return self.fits(row) and allows(row, user, self.needs or "") and not self.taken_before(user, row, allows, kind)

    def objection(self, record: "Record") -> str | RuleError:
        """What stands against the step on this record, in Chinese; "" when nothing does."""
        return self.unless(record) if self.unless else ""

    # -- taking it -------------------------------------------------------------------------------------------------

    def check(self, record: "Record", by: "User | None") -> None:
        """Raises WrongState, NotAllowed or RuleError when `by` may not take the step now; None (a job) needs no right."""
        if not self.fits(record):
            raise WrongState(record.wrong_state())
        if by is not None and self.needs and not record.entrusted_to(by, self.needs):
            raise NotAllowed(record.refusal(self.needs))
        if by is not None and (called := self.taken_before(by, record)):
            raise NotAllowed(f"您是{called}，不能自己办“{self.label}”，请由另一位有权限的人办理。")
        if objection := self.objection(record):
            raise objection if isinstance(objection, RuleError) else RuleError(objection)

    def take(self, record: "Record", /, *args: Any, by: "User | None", **kwargs: Any) -> Any:
        """Check, ask the plugins, act, and write the entry; answers what it made. Raises as `check` does."""
        self.check(record, by)
        owner = hands.owner_for(by, self.needs, record.entrusted_to)
        said = checked(self, record, args, kwargs)
        record.ask_plugins(self.verb, by)
        answer = self.method(record, *args, by=by, **kwargs)
        moved = answer if isinstance(answer, Moved) else Moved(answer or "")
        verb = moved.verb or self.verb
        note = hands.in_words(owner) + moved.note + said
        record.move(verb, moved.to or self.to, by=by, note=note, title=moved.title)
        hands.note(record, verb, self.label, by, owner)
        moved.go_on()
        if told := record.tells.get(verb):
            tell(told, record, moved.made, by=by)
        return moved.made


class Beginning(Declared[P]):
    """The step that makes a record: a creating class method, whose right is asked of the unit or the row that it begins from."""

    def __init__(
        self,
        method: Callable,
        label: str,
        *,
        needs: str | None,
        verb: str,
        refused: str,
        prepare: Callable[..., Mapping[str, Any]] | None,
    ) -> None:
        super().__init__(method, label, needs=needs, verb=verb)
        self.refused, self.prepare = refused, prepare

    def __get__(self, record: object, owner: type) -> "Begun":
        return Begun(self, owner)

    @property
    def source(self) -> str:
        """The name of its first argument, which is the unit or what the record begins from."""
        return list(signature(self.method).parameters)[1]

    def begin(self, owner: "type[Record]", /, *args: Any, by: "User | None", **kwargs: Any) -> Any:
        """Ask the right, build, ask the plugins, write the first entry. Raises NotAllowed, RuleError."""
        place = kwargs.get("unit") or (args[0] if args else kwargs.get(self.source))
        if by is not None and self.needs and not by.can(self.needs, place):
            raise NotAllowed(self.refused)
        whose = hands.owner_for(by, self.needs, lambda who, right: who.can(right, place))
        answer = self.method(owner, *args, by=by, **kwargs)
        moved = answer if isinstance(answer, Moved) else Moved(made=answer)
        record = moved.made
        said = checked(self, record, args, kwargs)
        record.ask_plugins(self.verb, by)
        verb = moved.verb or self.verb
        note = hands.in_words(whose) + moved.note + said
        record.move(verb, moved.to or owner.states.first, by=by, note=note, title=moved.title, was="")
        hands.note(record, verb, self.label, by, whose)
        moved.go_on()
        if told := record.tells.get(verb):
            tell(told, record, by=by)
        return record


@dataclass(frozen=True)
class Begun:
    """`Deed.nominate`: call it to begin, or read its declaration."""

    declared: Beginning
    owner: type[Any]

    @property
    def needs(self) -> str | None:
        return self.declared.needs

    @property
    def label(self) -> str:
        return self.declared.label

    @property
    def asks_for(self) -> list[str]:
        return self.declared.asks_for

    def takes(self, name: str) -> bool:
        return self.declared.takes(name)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.declared.begin(self.owner, *args, **kwargs)


def step(
    label: str,
    *,
    of: str | Iterable[str] = (),
    to: str = "",
    needs: str | None,
    verb: str = "",
    unless: Callable[[Any], str | RuleError] | None = None,
    not_by: Mapping[str, str] | None = None,
    waits: bool = False,
    prepare: Callable[[Any], object] | None = None,
) -> Callable[[Callable[Concatenate[Any, P], Any]], Step[P]]:
    """Declare a step: `of` which states (none: any), `to` which (none: it stays), and the permission it `needs` on the row (None: only jobs
    and other steps take it). `verb` is the stored name where it differs from the method's.

    `unless` answers an objection in Chinese, or "". `not_by` keeps those from it who took an earlier step: column that holds the user (or property with a set of
    them) → what that person is called. With `waits` it stands on the desk of whoever may take it. `prepare` reads what takes long, before the transaction.
    Raises ValueError for an `unless` that is no function.
    """
    states = (of,) if isinstance(of, str) else tuple(of)
    if unless is not None and not callable(unless):
        raise ValueError(
            f"step {label}: `unless` is a function of the record that answers an objection, not {unless!r}"
        )

    def declare(method: Callable[Concatenate[Any, P], Any]) -> Step[P]:
        return Step(
            method,
            label,
            of=states,
            to=to,
            needs=needs,
            verb=verb,
            unless=unless,
            not_by=dict(not_by or {}),
            waits=waits,
            prepare=prepare,
        )

    return declare


def begins(
    label: str,
    *,
    needs: str | None,
    verb: str = "",
    refused: str = "您没有在这个单位登记的权限。",
    prepare: Callable[..., Mapping[str, Any]] | None = None,
) -> Callable[[Callable[Concatenate[Any, P], Any]], Beginning[P]]:
    """Declare the creating class method: it takes `unit`, or first the row it begins from, and `by`; it answers the placed row, or
    `Moved(made=row, note=…)`. `needs` is the permission asked of the unit, or of that row; None asks none. `verb` is the stored name where it
    differs from the method's, `refused` what is said to who may not. `prepare` reads what takes long, on the page before the transaction: called with
    the arguments, it answers further ones, which the method uses if they still hold; what it raises, the method is to raise, too."""

    def declare(method: Callable[Concatenate[Any, P], Any]) -> Beginning[P]:
        return Beginning(method, label, needs=needs, verb=verb, refused=refused, prepare=prepare)

    return declare


def declared_on(model: type, kind: type = Step) -> dict[str, Any]:
    """Name → step (or beginning) of everything `model` and its mixins declare, in the order of their lines."""
    found: dict[str, Any] = {}
    for each in reversed(model.__mro__):
        found.update({name: value for name, value in vars(each).items() if isinstance(value, kind)})
    return found
