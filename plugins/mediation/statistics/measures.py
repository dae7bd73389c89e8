"""What is counted of disputes in a period. A dispute is 办结 on the day its agreement is in force, or on which it ended without one, and never before it was accepted: an agreement by word of mouth may have been reached some days earlier.
What comes after, performance, is told apart."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Integer, Select, and_, case, column, func, select, union

from plugins.mediation.models import Agreement, Amendment, Confirmation, Dispute, DisputeParty
from plugins.mediation.models.acceptance import SOURCES
from plugins.mediation.models.ending import ENDINGS
from plugins.mediation.models.reporting import HANDED_BY, PREVENTED, DisputeReport
from portal.cases.mediated import DIFFICULTIES
from portal.cases.models import Party
from portal.entitlements import Span
from portal.records.waiting import there_is

_OVER = func.coalesce(Agreement.effective_on, Dispute.ended_on)
CONCLUDED = case((Dispute.accepted_on > _OVER, Dispute.accepted_on), else_=_OVER)
PARTIES = (
    select(func.count(DisputeParty.id))
    .where(DisputeParty.dispute_id == Dispute.id, DisputeParty.left_on.is_(None))
    .scalar_subquery()
)
WITH_ORGANISATION = (
    select(DisputeParty.id)
    .join(Party, Party.id == DisputeParty.party_id)
    .where(DisputeParty.dispute_id == Dispute.id, Party.organisation_id.is_not(None))
    .exists()
)
MANY = 3  # parties
# of a new dispute, as `met` counts them: those who are still there, and how many ever were organisations
THERE, ORGANISED = (column(name, Integer) for name in ("there", "organised"))
RULED = {"rescinded": "判决撤销", "void": "判决无效"}  # of RULINGS


@dataclass(frozen=True, eq=False)
class Measure:
    """A column: the disputes for which `where` holds, or the sum of `amount` over them, in 分 where `fen`. `by_parties`: it is the same reckoned of `met`, whose
    rows count the parties of each dispute once for all such columns."""

    key: str
    label: str
    where: ColumnElement[bool]
    amount: ColumnElement | None = None
    fen: bool = False
    by_parties: ColumnElement | None = None

    @property
    def expression(self) -> ColumnElement:
        if self.by_parties is not None:
            return self.by_parties
        if self.amount is None:
            return func.count().filter(self.where)
        return func.coalesce(func.sum(case((self.where, self.amount), else_=0)), 0)


@dataclass(frozen=True, eq=False)
class Group:
    """Measures under one heading."""

    heading: str
    measures: tuple[Measure, ...]


def groups(span: Span) -> tuple[Group, ...]:
    """All columns for the days of `span`."""
    new = Dispute.accepted_on.between(*span)
    done = and_(Dispute.accepted_on.is_not(None), CONCLUDED.between(*span))
    settled = and_(done, Agreement.effective_on.is_not(None))
    ended = and_(Agreement.effective_on.is_not(None), Dispute.ended_on.between(*span))
    return (
        _cases(span, new, done, settled),
        *_accepted(new),
        _settled(span, settled),
        Group(
            "履行（结案）",
            (
                *(
                    Measure(f"was_{key}", name, and_(ended, Dispute.performance == key))
                    for key, name in ENDINGS.items()
                ),
                Measure("ended", "成功后结案", ended),
            ),
        ),
        Group("人民法院判决（协议）", tuple(Measure(key, name, _ruled(span, key)) for key, name in RULED.items())),
        _before_the_court(span),
        Group("防止（办结）", tuple(each for key, name in PREVENTED.items() for each in _prevented(done, key, name))),
    )


def _cases(span: Span, new, done, settled) -> Group:
    first, last = span
    return Group(
        "案件",
        (
            Measure("carried", "上期结转", and_(Dispute.accepted_on < first, _not_before(first))),
            Measure("new", "受理", new),
            Measure("done", "办结", done),
            Measure("settled", "调解成功", settled),
            Measure("failed", "调解不成", and_(done, Dispute.status == "terminated")),
            Measure("withdrawn", "当事人撤回", and_(done, Dispute.status == "withdrawn")),
            Measure("left", "期末未结", and_(Dispute.accepted_on <= last, _after(last))),
        ),
    )


def _accepted(new) -> tuple[Group, ...]:
    """What is known of a dispute from its acceptance on."""
    handed = and_(new, Dispute.source == "transfer")
    by, hard = (func.coalesce(each, "") for each in (DisputeReport.handed_by, DisputeReport.difficulty))
    return (
        Group("受理来源", tuple(Measure(key, name, and_(new, Dispute.source == key)) for key, name in SOURCES.items())),
        Group(
            "委托移送单位",
            (
                *(Measure(f"by_{key}", name, and_(handed, by == key)) for key, name in HANDED_BY.items()),
                Measure("by_", "没有登记", and_(handed, by == "")),
            ),
        ),
        Group(
            "难易（受理）",
            (
                *(Measure(key, name, and_(new, hard == key)) for key, name in DIFFICULTIES.items()),
                Measure("unrated", "没有登记", and_(new, hard == "")),
            ),
        ),
        Group(
            "当事人（受理）",
            (
                Measure(
                    "citizens",
                    "公民之间",
                    and_(new, ~WITH_ORGANISATION),
                    by_parties=func.count().filter(ORGANISED == 0),
                ),
                Measure(
                    "organisations",
                    "公民与法人、组织",
                    and_(new, WITH_ORGANISATION),
                    by_parties=func.count().filter(ORGANISED > 0),
                ),
                Measure(
                    "many", f"{MANY} 人以上", and_(new, PARTIES >= MANY), by_parties=func.count().filter(THERE >= MANY)
                ),
                Measure("people", "当事人数", new, by_parties=func.sum(THERE)),
                Measure("death", "有死亡的", and_(new, DisputeReport.death.is_(True))),
            ),
        ),
    )


def _settled(span: Span, settled) -> Group:
    return Group(
        "协议（成功）",
        (
            Measure("written", "书面", and_(settled, Agreement.oral.is_(False))),
            Measure("oral", "口头", and_(settled, Agreement.oral.is_(True))),
            Measure("amount", "涉及金额", settled, _in_force(span.last), fen=True),
        ),
    )


def _in_force(day) -> ColumnElement:
    """The sum of the agreement as it stood on that day: as changed last by then, nothing once it was undone."""
    changed = (
        select(Amendment.amount_fen)
        .where(Amendment.dispute_id == Dispute.id, Amendment.kind == "change", Amendment.stage == "effective")
        .where(Amendment.effective_on <= day, Amendment.amount_fen.is_not(None))
        .order_by(Amendment.serial.desc())
        .limit(1)
        .scalar_subquery()
    )
    return case((Agreement.revoked_on <= day, 0), else_=func.coalesce(changed, Agreement.amount_fen, 0))


def _ruled(span: Span, how: str) -> ColumnElement[bool]:
    """By the day from which the agreement no longer holds, which may come long after the dispute was closed."""
    return and_(Agreement.revoked_how == how, Agreement.revoked_on.between(*span))


def _before_the_court(span: Span) -> Group:
    """By the days of the application and of the answer, which may come after the dispute was closed."""
    answers = {"valid": "裁定有效", "rejected": "裁定驳回", "declined": "不予受理", "withdrawn": "撤回申请"}
    filed = ("filed", "申请", Confirmation.filed_on.between(*span))
    answered = [
        (
            key,
            name,
            and_(
                Confirmation.stage == key, Confirmation.filed_on.is_not(None), Confirmation.answered_on.between(*span)
            ),
        )
        for key, name in answers.items()
    ]
    return Group(
        "司法确认", tuple(Measure(f"court_{key}", name, _at_court(it)) for key, name, it in (filed, *answered))
    )


def _at_court(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return select(Confirmation.id).where(Confirmation.dispute_id == Dispute.id, *wanted).exists()


def _prevented(done, key: str, name: str) -> tuple[Measure, Measure]:
    """Disputes in which it was prevented, and how many people were concerned."""
    where = and_(done, DisputeReport.prevented == key)
    return Measure(f"no_{key}", f"{name}（件）", where), Measure(
        f"no_{key}_people", f"{name}（人）", where, DisputeReport.people
    )


def _not_before(day) -> ColumnElement[bool]:
    """Not concluded before that day."""
    return CONCLUDED.is_(None) | (day <= CONCLUDED)


def _after(day) -> ColumnElement[bool]:
    """Not concluded on that day or before."""
    return CONCLUDED.is_(None) | (day < CONCLUDED)


def touched(span: Span, seen: ColumnElement[bool]) -> ColumnElement[bool]:
    """The disputes that are `seen` and that any column of `span` may count: accepted in it, or before and not over for good before it, or before a court in it.
    Each way goes by an index of its own, so what was over long ago is not read."""
    first, last = span
    mine = select(Dispute.id).where(seen)
    before = mine.where(Dispute.accepted_on < first)
    later = (Confirmation.filed_on, Confirmation.answered_on, Agreement.revoked_on)
    ways = (
        mine.where(Dispute.accepted_on.between(first, last)),
        before.where(Dispute.ended_on.is_(None)),
        before.where(Dispute.ended_on >= first),
        *(_of_the_day(each.class_, each.between(first, last), seen, Dispute.accepted_on <= last) for each in later),
    )
    return Dispute.id.in_(union(*ways))


def _of_the_day(
    model: type[Confirmation | Agreement], then: ColumnElement[bool], *wanted: ColumnElement[bool]
) -> Select:
    """The disputes of rows of `model` for which `then` holds, each looked up: there are few of these a month."""
    return select(model.dispute_id).where(then, there_is(Dispute.id == model.dispute_id, *wanted, of=model))


def met(span: Span, seen: ColumnElement[bool], *by: ColumnElement) -> Select:
    """A row for each dispute that is `seen` and new in `span`: `by`, THERE and ORGANISED. From its table alone, to be joined further."""
    there = func.count(DisputeParty.id).filter(DisputeParty.left_on.is_(None)).label(THERE.name)
    organised = func.count(Party.organisation_id).label(ORGANISED.name)
    new = select(*by, there, organised).select_from(Dispute).where(seen, Dispute.accepted_on.between(*span))
    parties = new.outerjoin(DisputeParty, DisputeParty.dispute_id == Dispute.id)
    return parties.outerjoin(Party, Party.id == DisputeParty.party_id).group_by(Dispute.id, *by)
