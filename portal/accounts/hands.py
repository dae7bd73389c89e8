"""One hand: what one person made, another does not check for the same office. Whoever acts in the office of somebody on leave (`portal.accounts.delegation`)
counts as that person, too, as far as an own office would not have done, for what was made before and for what comes after."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, and_, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.extensions import db

if TYPE_CHECKING:
    from portal.accounts.reader import Reader

__all__ = ["by_another", "key_of", "one_hand", "same_hand", "signature", "signed", "ways"]

Key = tuple[str, int]  # table and id of a record
ONESELF = "本人"


class ActedFor(db.Model):
    """代办的一步: on the row `row_id` of the table `kind`, `actor_id` took the step `verb` in the office of `for_id`, who was on leave. Only added to."""

    __tablename__ = "accounts_acted_for"
    __table_args__ = (Index("ix_accounts_acted_for_row", "kind", "row_id", "for_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    row_id: Mapped[int]
    verb: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    for_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


def key_of(row: Any) -> Key:
    """By which a record is known where hands are compared."""
    return row.__tablename__, row.id


def in_words(owner: int | None) -> str:
    """For the timeline: for whom it is done; "" where it is done in an own office."""
    return f"代{_name(owner)}办理。" if owner else ""


def owner_for(by: User | None, needs: str | None, may: Callable[[User, str], bool]) -> int | None:
    """Id of who is on leave, by whose office alone `by` takes a step that `needs` a right, on which `may` decides; None where an own office is enough, and for a job."""
    return by.owner_needed(partial(may, by, needs)) if by is not None and needs else None


def note(row: Any, verb: str, label: str, by: User | None, owner: int | None) -> None:
    """`by` took the step `verb` on `row`, or on the record of which it is part, in the office of `owner`; nothing where there is none. Flushes."""
    if owner is None or by is None:
        return
    row = getattr(row, "record", row)
    whose = db.session.get_one(User, owner)
    whose.stood_in = True
    db.session.add(ActedFor(kind=row.__tablename__, row_id=row.id, verb=verb, actor_id=by.id, for_id=owner))
    db.session.flush()
    unit = getattr(row, "unit", None)
    trail.record("account_act_for", subject=row, unit=unit, detail=label, actor=by, whose=whose.name)


def one_hand(user: User, made_by: int | Set[int] | None, row: Key | None, may: Callable[[], bool]) -> str:
    """Why `user`, who acts by the right `may`, counts as one with whoever (`made_by`: an id, several, or None) made something of `row`: 本人 where it is the same person, else in whose office one of
    them acts; "" where two people have seen it."""
    makers = {each for each in (made_by if isinstance(made_by, Set) else {made_by}) if each is not None}
    if not makers:
        return ""
    if user.id in makers:
        return ONESELF
    owner = user.owner_needed(may)
    if owner in makers:
        return f"现在代{_name(owner)}办事"
    mine = {user.id, owner} - {None}
    if row and (user.stood_in or owner) and (found := _acted(row, makers, mine)):
        return f"{_name(found)}代您办的" if owner is None else f"{_name(found)}代办的"
    return ""


def called_before(not_by: Mapping[str, str], user: User, row: Any, may: Callable[[], bool], kind: str = "") -> str:
    """What `user`, or whoever counts as one with them, is called by a column of `not_by` on `row`: a record, part of one, or a line of a list of records in the table
    `kind`; "" where none names them."""
    record = getattr(row, "record", row)
    table = kind or getattr(record, "__tablename__", "")
    for name, called in not_by.items():
        if why := one_hand(user, getattr(row, name), (table, record.id) if table else None, may):
            return called if why == ONESELF else f"{called}（{why}）"
    return ""


def by_another(
    reader: "User | Reader", made_by: Sequence[Any], model: Any, may: Callable[[], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """The same as SQL, for the desk: `may()`, the condition for rows on which `reader` has the right, and of those only what none of the columns `made_by` says
    is by the same hand. `model` is the record, whose id is that of the row."""
    kind, row_id = model.__tablename__, model.id
    found = []
    for ids in ways(reader):
        others = (~same_hand(each, kind, row_id, reader, ids) for each in made_by)
        found.append(and_(may(), *others))
    return or_(*found)


def signature(row: Any, user: User | None, *verbs: str) -> str:
    """Who signed, as papers say it: 李某（代张某） where one of the steps `verbs` was taken on the record `row` in the office of another; "" for nobody."""
    return signed(user.name, whose_offices(row, *verbs).get(user.id, "")) if user else ""


def signed(name: str, owner: str) -> str:
    """李某（代张某）, or 李某 where there is no `owner` of the office."""
    return f"{name}（代{owner}）" if owner else name


def whose_offices(row: Any, *verbs: str) -> dict[int, str]:
    """Who took one of the steps `verbs` on the record `row` in the office of another → the name of that other."""
    of_row = ActedFor.kind == row.__tablename__, ActedFor.row_id == row.id, ActedFor.verb.in_(verbs)
    found = select(ActedFor.actor_id, User.name).join(User, User.id == ActedFor.for_id).where(*of_row)
    rows = db.session.execute(found.order_by(ActedFor.id))
    return {row.actor_id: row.name for row in rows}


def ways(reader: "User | Reader") -> Iterator[list[Any]]:
    """The offices by which `reader` may act, in turn, with the persons who count as one meanwhile: the own ones, then these with those held for each owner. While
    it stands at one of them, `reader` has no other offices."""
    if not reader.owners:
        yield [reader.id]
        return
    for owner in (None, *reader.owners):
        with reader.acting_for(owner):
            yield [reader.id] if owner is None else [reader.id, owner]


def same_hand(made_by: Any, kind: str, row_id: Any, reader: "User | Reader", ids: list[Any]) -> ColumnElement[bool]:
    """Condition, for what `reader` is shown: `made_by`, a column with the id of a user, names one of the persons `ids` (of `ways`), or somebody who acted in the office of one of them on the
    record in the table `kind` with the id `row_id`."""
    named = or_(*(~made_by.is_distinct_from(each) for each in ids))
    if not reader.stood_in and len(ids) == 1:
        return named
    row = ActedFor.kind == kind, ActedFor.row_id == row_id, ~made_by.is_distinct_from(ActedFor.actor_id)
    return or_(named, exists().where(*row, ActedFor.for_id.in_(ids)))


def _acted(row: Key, makers: Set[int], owners: Set[int]) -> int | None:
    """Who of `makers` did something of `row` in the office of one of `owners`."""
    of_row = ActedFor.kind == row[0], ActedFor.row_id == row[1]
    acted = ActedFor.actor_id.in_(makers), ActedFor.for_id.in_(owners)
    return db.session.scalar(select(ActedFor.actor_id).where(*of_row, *acted).limit(1))


def _name(user_id: int) -> str:
    return db.session.get_one(User, user_id).name
