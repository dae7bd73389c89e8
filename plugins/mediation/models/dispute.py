"""纠纷: a case on the mediation desk. It hangs on the case and changes only through its steps; here they come together."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, and_, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from plugins.mediation.models.acceptance import Accepted
from plugins.mediation.models.amending import Amended
from plugins.mediation.models.checked import Checked
from plugins.mediation.models.checked_change import CheckedChange
from plugins.mediation.models.committee import Committee
from plugins.mediation.models.confirming import Confirmed
from plugins.mediation.models.correcting import PutRight
from plugins.mediation.models.correcting_later import CorrectedLater
from plugins.mediation.models.ending import Ended
from plugins.mediation.models.filing import Filed
from plugins.mediation.models.inspecting import INSPECT, Inspected
from plugins.mediation.models.investigation import Investigated
from plugins.mediation.models.likeness import Likened
from plugins.mediation.models.mediated import KnownOutside
from plugins.mediation.models.oral import AgreedOrally
from plugins.mediation.models.owed import Owing
from plugins.mediation.models.participation import DisputeParty, Participated
from plugins.mediation.models.performing import Performed
from plugins.mediation.models.recusal import DECIDED, RECUSALS_TOLD, SteppedBack
from plugins.mediation.models.refusing import Refused
from plugins.mediation.models.reporting import Reported
from plugins.mediation.models.settlement import Settled
from plugins.mediation.models.sitting import Arranged
from plugins.mediation.models.time_limit import Watched
from plugins.mediation.models.wish import FORBIDDEN, REFUSED, Wish
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Assignment, Case
from portal.errors import RuleError
from portal.extensions import db
from portal.notices import Told, holders
from portal.records import Moved, Record, State, States, begins
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.records.record import tell, verbs_of
from portal.records.waiting import waiting_indexes

CHANNEL, MEDIATE = "mediation", "mediation.mediate"
STATES = States(
    State("pending", "待受理", open=True, way="受理", next="受理：登记各方调解意愿，指定调解员"),
    State("mediating", "调解中", open=True, way="调解", next="调解，达成一致的起草协议并定稿"),
    State(
        "agreed",
        "待生效",
        "warn",
        open=True,
        way="签署生效",
        next="登记签名、盖章和扫描件。协议还没有生效，还缺下面几项",
    ),
    State("effective", "履行中", open=True, way="履行回访", next="回访履行情况，履行完毕的结案"),
    State("closed", "已结案", "ok", way="结案", final=True),
    State("terminated", "调解终止", "neutral"),
    State("refused", "当事人拒绝", "neutral"),
    State("declined", "不予受理", "neutral"),
    State("revoked", "协议已失效", "neutral"),
    State("withdrawn", "当事人撤回", "neutral"),
)
UNDER_WAY = f"status IN ({', '.join(map(repr, STATES.open))})"  # written out, as in the partial index

# of which something may still be performed: closed with a part of it open, it goes on; once it is before a court, that sees to it
OWING = "status IN ('effective') OR status IN ('closed') AND performance IN ('part', 'none')"


class Dispute(
    Accepted,
    Refused,
    SteppedBack,
    Investigated,
    Watched,
    PutRight,
    CorrectedLater,
    Participated,
    Arranged,
    Checked,
    CheckedChange,
    Likened,
    Settled,
    AgreedOrally,
    Performed,
    Confirmed,
    Amended,
    Owing,
    Ended,
    Filed,
    Inspected,
    Reported,
    KnownOutside,
    Record,
    db.Model,
):
    """纠纷. `number` is given when it is accepted: one series a committee and year, shared by all its papers."""

    __tablename__ = "mediation_dispute"
    __table_args__ = (
        Index("ix_mediation_dispute_number", "number"),
        Index("ix_mediation_dispute_case_id", "case_id"),
        Index("ix_mediation_dispute_county", "county_id", "status", "id"),
        Index("ix_mediation_dispute_township", "township_id", "status", "id"),
        Index("ix_mediation_dispute_county_recent", "county_id", "created_at", "id"),
        Index("ix_mediation_dispute_township_recent", "township_id", "created_at", "id"),
        *(
            Index(f"ix_mediation_dispute_{level}_{day.removesuffix('_on')}", f"{level}_id", day, *more)
            for level in ("city", "county", "township")
            for day, *more in (("accepted_on",), ("ended_on", "accepted_on"))
        ),
        *list_indexes("mediation_dispute", "created_at"),
        *waiting_indexes("mediation_dispute", STATES, "due_on"),
        *waiting_indexes("mediation_dispute", "apply_by IS NOT NULL", "apply_by", name="court"),
        *waiting_indexes("mediation_dispute", OWING, name="owing"),
        *waiting_indexes("mediation_dispute", "file_by IS NOT NULL", "file_by", name="filing"),
        *waiting_indexes("mediation_dispute", "status IN ('effective')", "visit_on", name="visit"),
        Index(
            "ix_mediation_dispute_case_open", "case_id", sqlite_where=text(UNDER_WAY), postgresql_where=text(UNDER_WAY)
        ),
    )
    STATUS_LENGTH = 12

    permission = "mediation.view"
    states = STATES
    tells = {
        "receive": Told(
            "handed",
            "转人民调解，请受理",
            to=lambda dispute, made: [holders(dispute.committee.unit, "mediation.mediate")],
            url="/cases/{id}",
            about=lambda dispute: dispute.case,
        ),
    }
    tells |= RECUSALS_TOLD
    keeping = Keeping(
        name="调解纠纷",
        since=lambda: Dispute.ended_on,
        does="列出来，由档案人员鉴定，不自动去除姓名",
        hint="保管期限没有法律规定，案卷封面分短期、长期、永久；到期须鉴定审批，不自动删除。",
    )

    assignment_id: Mapped[int] = mapped_column(ForeignKey("cases_assignment.id"))
    committee_id: Mapped[int] = mapped_column(ForeignKey("mediation_committee.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    assignment: Mapped[Assignment] = relationship()
    committee: Mapped[Committee] = relationship()
    everyone: Mapped[list[DisputeParty]] = relationship(order_by=(DisputeParty.side, DisputeParty.id))

    @property
    def parties(self) -> list[DisputeParty]:
        """Who is mediated: `everyone` but those who left."""
        return [each for each in self.everyone if each.left_on is None]

    @classmethod
    def of(cls, case_id) -> Select:
        """The disputes of one case (its id, or a parameter for it), newest first: it may come again after a refusal. `+ 0` lets PostgreSQL expect that there are
        few, else it reads the mediators of all disputes for them."""
        return select(cls).where(cls.case_id == case_id, cls.case_id + 0 == cls.case_id).order_by(cls.id.desc())

    @begins("转人民调解", needs="cases.assign", refused="您没有交办这件事的权限。")
    def receive(cls, case: Case, *, by: User, note: str = "") -> Moved:
        """转人民调解: hand a triaged case to the desk of the nearest committee.

        Raises RuleError when there is no committee, when a side has no party, when it is being mediated already, or when a party refused.
        """
        committee = Committee.of(case.unit)
        if committee is None:
            raise RuleError(f"{case.unit}还没有设立人民调解委员会，不能转人民调解。请先在“调委会”里设立。")
        if not (case.side(1) and case.side(2)):
            raise RuleError("转人民调解需要双方当事人，请先补充登记。")
        if cls.under_way(case):
            raise RuleError("这件事正在人民调解，不能重复转办。")
        if any(each.settles_it for each in db.session.scalars(cls.of(case.id))):
            raise RuleError("这件事已经调解成功，重新办理以后才能再转人民调解。")
        if Wish.of(case) == REFUSED:
            raise RuleError(FORBIDDEN)
        assignment = case.assign(committee.unit, by=by, note=note or f"转{committee.name}调解。", channel=CHANNEL)
        dispute = cls(case=case, assignment=assignment, committee=committee)
        dispute.unit, dispute.unit_id = case.unit, case.unit_id
        dispute.copy_ancestors(case)
        dispute.everyone = [DisputeParty.of(party) for party in case.parties]
        db.session.add(dispute)
        return Moved(made=dispute)

    @property
    def settles_it(self) -> bool:
        """Whether it ended with an agreement that holds, and the case was neither taken up again since, nor sent back as not settled."""
        if self.status != "closed" or self.undone or self.case.status == "triaged":
            return False
        again = self.case.reopened_at
        return again is None or self.assignment.ended_at > again

    def entrusted_to(self, user: User, permission: str) -> bool:
        """Mediators work for their own committee, not for one further down the tree; who inspects a dossier is above it. What the head of a committee decides
        is decided in its township where it belongs to a community, which has no head with an account, and never above. Whoever stepped back (回避) takes no step of it."""
        here = {self.assignment.unit_id} | ({self.assignment.unit.township_id} if permission == DECIDED else set())
        own = permission == INSPECT or any(unit.id in here for unit in user.units_with(permission))
        return user.can(permission, self) and own and not self.is_kept_from(user)

    def allows(self, user: User, permission: str) -> bool:
        """Whoever stepped back reads of it and prints none of its papers, which are written by those who mediate."""
        return super().allows(user, permission) and not (permission == MEDIATE and self.is_kept_from(user))

    def keeps_out(self, user: User) -> str:
        return self.refusal(MEDIATE) if self.is_kept_from(user) else ""

    @classmethod
    def reach(cls, user: User, permission: str) -> ColumnElement[bool]:
        reached = super().reach(user, permission)
        return and_(reached, ~cls.kept_from(user)) if permission == MEDIATE else reached

    def wrong_state(self) -> str:
        return f"这起纠纷现在是“{self.status_name}”，不能这样办理。请刷新页面。"

    def refusal(self, permission: str) -> str:
        out = "，同意回避的人不再办理这起纠纷的任何一步，也不打印它的文书，只能查看" if self.recused else ""
        return f"这起纠纷由{self.committee.name}办理{out}。"

    def move(
        self, verb: str, to: str = "", *, by: User | None, note: str = "", title: str = "", was: str | None = None
    ):
        """What is done stands on the timeline of the case, in the name of the committee. A step without a note left its words there
        through the assignment."""
        self.status = to or self.status
        flag_modified(self, "status")
        if not note:
            db.session.flush()
            return None
        title = title or verbs_of(type(self))[verb]
        entry = self.case.move("note", self.case.status, by=by, note=note, unit=self.committee.unit, title=title)
        tell(self, by, entry)
        return entry
