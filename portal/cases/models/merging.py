"""并入: one matter that came in twice goes on as one; everybody who asked goes on with it."""

from typing import TYPE_CHECKING

from sqlalchemy import select

from portal import clock
from portal.accounts.models import User
from portal.cases.models.linking import MERGED, CaseLink, merged_into, merged_now
from portal.cases.models.states import STATES
from portal.cases.models.withdrawing import held_by_a_plugin
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.records import Moved, step

if TYPE_CHECKING:
    from portal.cases.models.case import Case


def _not_merged(case: "Case") -> RuleError | str:
    return "" if case.merge else WrongState("这件事没有并入别的事项。")


class Merged:
    """A case may go on as part of another, and comes back if that was wrong."""

    @property
    def merge(self: "Case") -> CaseLink | None:
        """The row by which it is merged now."""
        return db.session.scalars(select(CaseLink).where(merged_now(self.id))).first()

    @property
    def carries(self: "Case") -> list[int]:
        """The ids of this case and of all that go on as part of it now."""
        found = [self.id]
        for ident in found:
            found += db.session.scalars(select(CaseLink.case_id).where(merged_into(ident)))
        return found

    @property
    def carrier(self: "Case") -> "Case":
        """The case in which this one goes on now: itself where it is not merged, as an open one never is."""
        case = self
        while not case.open and (row := case.merge):
            case = db.session.get_one(type(self), row.other_id)
        return case

    @step("并入另一件", of=STATES.open, to="resolved", needs="cases.triage", unless=held_by_a_plugin, verb="merge")
    def merge_into(self: "Case", other: "Case", reason: str, *, by: User) -> Moved:
        """并入 `other`. Raises RuleError for itself, for one out of sight, of another county, closed, or merged itself. Flushes."""
        if said := self._cannot_go_into(other, by):
            raise RuleError(said, at="number")
        row = CaseLink(kind=MERGED, case_id=self.id, other_id=other.id, status_was=self.status, reason=reason)
        row.by_id = by.id
        db.session.add(row)
        db.session.flush()  # whoever hears of it asks where it goes on
        told = self.stop(f"并入{other.number}。{reason}")
        return Moved(told, then=lambda: other.take_in(self, by=by))

    @step("收进并入的事项", of=STATES.open, needs=None)
    def take_in(self: "Case", merged: "Case", *, by: User) -> str:
        """`merged` goes on here, and with it its parties who are none here yet. Raises RuleError where none may be added."""
        if new := [each for each in merged.parties if self.party_of(each.who) is None]:
            self.ask_plugins(type(self).add_party.verb, by)
        for party in new:
            other = party.alike()
            other.came_with_id, other.came_at = merged.id, self.created_at
            self.parties.append(other)
        return f"{merged.number}并入本件，当事人一并办理。"

    @step("撤销并入", of="resolved", needs="cases.triage", unless=_not_merged, verb="unmerge")
    def come_back(self: "Case", reason: str, *, by: User) -> Moved:
        """撤销并入: it stands where it stood, but in nobody's hands; who came with it leaves the other. Raises RuleError where that is archived.
        Flushes."""
        row = self.merge
        other = db.session.get_one(type(self), row.other_id)
        if other.state.final:
            raise RuleError(f"{other.number}已经归档，不能再撤销并入。")
        row.until, row.ended_by_id = clock.now(), by.id
        self.outcome, self.closed_at = "", None
        to = row.status_was if row.status_was == "registered" else "triaged"
        return Moved(f"不再并入{other.number}。{reason}", to=to, then=lambda: other.let_go(self, by=by))

    @step("撤销并入", of=tuple(each.key for each in STATES if not each.final), needs=None)
    def let_go(self: "Case", merged: "Case", *, by: User) -> Moved:
        """`merged` goes on by itself, and with it who came with it and with no other; where this went on itself, they leave that as well. Raises
        RuleError where nobody may be taken off. Flushes."""
        db.session.flush()
        self._let_parties_go(by)
        row = self.merge
        on = db.session.get_one(type(self), row.other_id) if row else None
        told = f"{merged.number}不再并入本件，随之而来的当事人移出。"
        return Moved(told, then=(lambda: on.let_go(merged, by=by)) if on else None)

    def _let_parties_go(self: "Case", by: User) -> None:
        """Who came with a case stays only as a party of one that is merged here still."""
        here = select(type(self)).join(CaseLink, CaseLink.case_id == type(self).id).order_by(CaseLink.id)
        cases = db.session.scalars(here.where(merged_into(self.id))).all()
        for party in [each for each in self.parties if each.came_with_id]:
            stays = next((each.id for each in cases if each.party_of(party.who)), None)
            if not stays:
                self.ask_plugins(type(self).remove_party.verb, by)
            party.came_with_id, party.removed_at = stays or party.came_with_id, None if stays else clock.now()
        db.session.flush()
        db.session.expire(self, ["parties"])

    def _cannot_go_into(self: "Case", other: "Case", by: User) -> str:
        if other is self:
            return "不能并入自己，请填写另一件事项的编号。"
        if other.county_id != self.county_id or not other.allows(by, self.permission):
            return "没有找到这个编号的事项，请核对。"
        if other.merge:
            return "那一件自己已经并入了别的事项，请填写它并入的那一件。"
        return "" if other.open else f"那一件现在是“{other.status_name}”，不能再并入；要一起办的，先重新办理那一件。"
