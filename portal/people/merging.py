"""合并: two entries of one resident become one, and apart again within a time (docs/adr/0068).

Whatever row of the core or of a plugin has a foreign key to the one refers to the other from then on. The first stays as a row, so that its number and
its name still find the resident, and so that undoing puts back exactly what was.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Column, ColumnElement, ForeignKey, Table, Text, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.audit.subjects import subject_names
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import Scoped
from portal.people.changes import models_saying
from portal.people.data_rights import absent_modules
from portal.people.models import Person, find_anew
from portal.people.movements import settle
from portal.plugin.tables import module_of

MERGE = "people.merge"
DAYS = 90  # within which it can be undone
FILLED = ("gender", "ethnicity", "birth_date", "phone", "address", "occupation", "workplace")
PORTION = 500  # rows of a statement


class Merger(Scoped, db.Model):
    """合并 of two entries. `moved`: table.column → keys of the rows that were pointed at the one that stays; `filled`: what that one did not
    know until then."""

    __tablename__ = "people_merger"

    id: Mapped[int] = mapped_column(primary_key=True)
    kept_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("people_person.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    moved: Mapped[dict[str, list]] = mapped_column(JSON)
    filled: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    until: Mapped[date]
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    undone_reason: Mapped[str] = mapped_column(Text, default="")

    kept: Mapped[Person] = relationship(foreign_keys=[kept_id])
    gone: Mapped[Person] = relationship(foreign_keys=[gone_id])
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])

    def allows(self, user: User, permission: str) -> bool:
        """As on the resident who stays, wherever he or she moves."""
        return user.can(permission, self.kept)

    @classmethod
    def reach(cls, user: User, permission: str) -> ColumnElement[bool]:
        return cls.kept_id.in_(select(Person.id).where(Person.reach(user, permission)))

    def brought(self, row: Any) -> bool:
        """Whether `row`, which refers to the resident by `person_id`, came from the other entry and stands here since."""
        return self.undone_at is None and [row.id] in self.moved.get(f"{row.__tablename__}.person_id", [])

    @property
    def rows(self) -> int:
        """How many rows were moved."""
        return sum(map(len, self.moved.values()))

    @property
    def may_be_undone(self) -> bool:
        return self.undone_at is None and clock.today() <= self.until and not self._erased

    @property
    def _erased(self) -> bool:
        return bool(self.kept.erased_at or self.gone.erased_at)

    def undo(self, reason: str, *, by: User) -> None:
        """撤销合并: what was moved, and still stands there, goes back. Does not commit. Raises RuleError, WrongState, NotAllowed."""
        _hold(self.kept, self.gone)
        db.session.refresh(self, with_for_update=True)
        if bar := self._in_the_way(by):
            raise bar
        self.gone.merged_into_id = None
        db.session.flush()
        for table, column in references():
            _point(table, column, self.moved.get(_named(column), []), self.kept_id, self.gone_id)
        self._unfill()
        settle(self.kept)
        settle(self.gone)
        self.undone_at, self.undone_by, self.undone_reason = clock.now(), by, reason
        db.session.flush()
        find_anew([self.kept, self.gone])
        trail.record("person_part", subject=self.kept, unit=self.kept.unit, actor=by, detail=f"{_said(self)}：{reason}")
        db.session.expire_all()

    def _in_the_way(self, by: User) -> RuleError | None:
        if not by.can(MERGE, self.kept):
            return NotAllowed("您不能撤销这次合并。")
        if self.undone_at:
            return WrongState("这次合并已经撤销了。")
        if self._erased:
            return RuleError("这位居民的信息已依法删除，不能撤销合并。")
        if self.kept.merged_into_id:
            return RuleError("留下的这一条后来也并入了另一条，请先撤销那一次合并。")
        if clock.today() > self.until:
            return RuleError(f"合并只能在 {self.until} 以前撤销。")
        if missing := self.moved.keys() - {_named(column) for _, column in references()}:
            return RuleError(f"有功能模块没有装入（{'、'.join(sorted(missing))}），装好以后才能撤销。")
        return None

    def _unfill(self) -> None:
        """What the one that stays had from the other, and was not changed since."""
        for name in self.filled:
            if getattr(self.kept, name) == getattr(self.gone, name):
                setattr(self.kept, name, "" if name in ("gender", "ethnicity", "occupation", "workplace") else None)
                if name == "phone":
                    self.kept.phone_hash = None


def merge(kept: Person, gone: Person, reason: str, *, by: User) -> Merger:
    """`gone` becomes part of `kept`. Does not commit. Raises RuleError, WrongState, NotAllowed, and changes nothing then."""
    _hold(kept, gone)
    if bar := hindrance(kept, gone, by):
        raise bar
    made = Merger(kept=kept, gone=gone, reason=reason, by=by, until=clock.today() + timedelta(days=DAYS))
    made.place(kept.unit)
    made.moved, made.filled = _take_over(kept, gone), _fill(kept, gone)
    gone.merged_into_id = kept.id
    db.session.add(made)
    settle(kept)
    db.session.flush()
    find_anew([kept])
    trail.record("person_merge", subject=kept, unit=kept.unit, actor=by, detail=f"{_said(made)}：{reason}")
    db.session.expire_all()
    return made


def hindrance(kept: Person, gone: Person, by: User) -> RuleError | None:
    """Why `gone` cannot become part of `kept`."""
    return _not_two_of_one(kept, gone, by) or _not_now(kept, gone, by)


def _not_two_of_one(kept: Person, gone: Person, by: User) -> RuleError | None:
    if kept is gone:
        return RuleError("这是同一条登记，不用合并。", at="other")
    if kept.county_id != gone.county_id:
        return RuleError("两条登记不在同一个旗县区，不能合并。", at="other")
    if not (by.can(MERGE, kept) and by.can(MERGE, gone)):
        return NotAllowed("两条登记都在您管的范围里才能合并。")
    return None


def _not_now(kept: Person, gone: Person, by: User) -> RuleError | None:
    if kept.merged_into_id or gone.merged_into_id:
        return WrongState("其中一条已经并入别的登记了，请刷新后再看。")
    if kept.erased_at or gone.erased_at:
        return RuleError("其中一条的信息已依法删除，不能合并。", at="other")
    if kept.restricted_at or gone.restricted_at:
        return RuleError("其中一条的信息依本人请求限制处理，不能合并。", at="other")
    if gone.id_number and not kept.id_number:
        return RuleError("另一条有证件号码，这一条没有：请到另一条的页面，把这一条并过去。", at="other")
    if absent := absent_modules():
        return RuleError(f"{absent}装好以后才能合并。")
    if both := _both_in(kept, gone, by):
        words = "两条登记在同一件里是两个当事人，对立的两方不会是同一个人。登记重复的，先在那里更正当事人"
        return RuleError("：".join(filter(None, (words, "、".join(filter(None, both))))) + "。", at="other")
    return None


def mergers_of(person: Person) -> list[Merger]:
    """What was merged into `person`, the latest first; what was undone, too."""
    return list(db.session.scalars(select(Merger).where(Merger.kept_id == person.id).order_by(Merger.id.desc())))


def references() -> Iterator[tuple[Table, Column]]:
    """Every column of whatever module that refers to a resident, but those of the search terms and of mergers themselves."""
    for table in db.metadata.sorted_tables:
        if table.name not in ("people_term", "people_apart", Merger.__tablename__):
            for key in table.foreign_keys:
                if key.target_fullname == f"{Person.__tablename__}.id":
                    yield table, key.parent


def _hold(one: Person, other: Person) -> None:
    """Two who merge at once wait for each other, always in the same order."""
    for each in sorted({one, other}, key=lambda who: who.id):
        db.session.refresh(each, with_for_update=True)


def _take_over(kept: Person, gone: Person) -> dict[str, list]:
    moved = {}
    for table, column in references():
        keys = _keys(table, column)
        if rows := [list(row) for row in db.session.execute(select(*keys).where(column == gone.id))]:
            try:
                with db.session.begin_nested():
                    _point(table, column, rows, gone.id, kept.id)
            except IntegrityError:
                words = f"“{module_of(table.name)}”里两条登记各有一份，一个人只能有一份。请先在那里办理，再来合并。"
                raise RuleError(words, at="other") from None
            moved[_named(column)] = rows
    return moved


def _point(table: Table, column: Column, rows: list[list[Any]], before: int, after: int) -> None:
    """Let the rows with these keys, as far as they refer to `before`, refer to `after`."""
    keys = _keys(table, column)
    for start in range(0, len(rows), PORTION):
        some = [tuple(each) for each in rows[start : start + PORTION]]
        db.session.execute(update(table).where(tuple_(*keys).in_(some), column == before).values({column: after}))


def _keys(table: Table, column: Column) -> list[Column]:
    return [each for each in table.primary_key.columns if each is not column]


def _named(column: Column) -> str:
    return f"{column.table.name}.{column.name}"


def _fill(kept: Person, gone: Person) -> list[str]:
    """What only the other entry knew; a birthday never beside a number that tells it."""
    lacking = [name for name in FILLED if getattr(gone, name) and not getattr(kept, name)]
    filled = [name for name in lacking if name != "birth_date" or not kept.number_tells_birthday]
    kept.update(**{name: getattr(gone, name) for name in filled})
    return filled


def _both_in(kept: Person, gone: Person, by: User) -> list[str]:
    """The records in which both stand as two people, by name and number; "" for one of which `by` may not be told."""
    found = []
    for model in models_saying().values():
        if not hasattr(model, "said_in"):
            continue
        theirs = model.person_id.in_((kept.id, gone.id))
        rows = db.session.scalars(select(model).where(theirs)).unique()
        told = {row.said_in for row in db.session.scalars(model.told_to(by).where(theirs)).unique()}
        there: dict[Any, set[int]] = {}
        for row in rows:
            if getattr(row, "removed_at", None) is None:
                there.setdefault(row.said_in, set()).add(row.person_id)
        found += [_of_record(each) if each in told else "" for each, who in there.items() if len(who) > 1]
    return found


def _of_record(record: Any) -> str:
    return f"{subject_names().get(record.__tablename__, '')}{getattr(record, 'number', '')}"


def _said(merger: Merger) -> str:
    return f"居民 {merger.gone_id} 并入 {merger.kept_id}，{merger.rows} 条记录"
