"""What the papers of a dispute say: acceptance, notice, sitting, agreement, visit."""

from dataclasses import dataclass
from datetime import date, datetime

from plugins.mediation.documents.dispute import Fields
from portal.documents.wording import long_day, long_moment
from portal.money import capitals, format_yuan


@dataclass(frozen=True, slots=True, kw_only=True)
class DocAcceptance:
    """人民调解受理登记表."""

    accepted_on: date | None
    source: str
    summary: str
    claims: tuple[str, ...] = ()
    consent: str = ""
    registrar: str = ""
    remark: str = ""

    @property
    def accepted(self) -> str:
        return long_day(self.accepted_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocNotice:
    """人民调解权利义务告知书; its text is fixed by law."""

    given_on: date | None = None

    @property
    def given(self) -> str:
        return long_day(self.given_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocGuest:
    """参加人: invited with the parties' consent (人民调解法 §20)."""

    name: str
    identity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocStatement:
    """Who said what in a session; several paragraphs are kept apart by line breaks."""

    speaker: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocSession:
    """人民调解记录 of one session. ``outcome`` is 达成协议, 未达成协议 or 待续调."""

    held_at: datetime | None
    place: str
    subject: str
    ended_at: datetime | None = None
    sequence: int = 1
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    guests: tuple[DocGuest, ...] = ()
    notice_given: bool = True
    statements: tuple[DocStatement, ...] = ()
    outcome: str = ""
    result: str = ""
    failure_reason: str = ""

    @property
    def held(self) -> str:
        return long_moment(self.held_at)

    @property
    def ended(self) -> str:
        return long_moment(self.ended_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocFollowUp:
    """人民调解回访记录."""

    visited_at: datetime | None
    way: str
    interviewee: str
    visitor: str = ""
    performance: str = ""
    satisfaction: str = ""
    lawsuit: str = ""
    wrong_mediation: str = ""
    new_risk: str = ""
    measures: str = ""

    @property
    def visited(self) -> str:
        return long_moment(self.visited_at)

    @property
    def findings(self) -> Fields:
        """The questions of the form, with blanks for what was not asked."""
        return (
            ("履行情况", self.performance),
            ("满意度", self.satisfaction),
            ("是否起诉及判决结果", self.lawsuit),
            ("有无错误调解", self.wrong_mediation),
            ("有无激化或新隐患", self.new_risk),
            ("采取措施", self.measures),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DocResponsibility:
    """各方责任: what one party answers for."""

    party: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocInstalment:
    """One line of 分期履行表."""

    due_on: date
    amount_fen: int
    note: str = ""

    @property
    def amount(self) -> str:
        return format_yuan(self.amount_fen)

    @property
    def amount_text(self) -> str:
        """大写, made from the same figure so that the two cannot differ."""
        return capitals(self.amount_fen)

    @property
    def due(self) -> str:
        return long_day(self.due_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocAgreement:
    """人民调解协议书 (人民调解法 §29)."""

    facts: str
    issues: str
    terms: tuple[str, ...]
    responsibilities: tuple[DocResponsibility, ...] = ()
    amount_fen: int | None = None
    performance_way: str = ""
    performance_place: str = ""
    performance_time: str = ""
    instalments: tuple[DocInstalment, ...] = ()
    breach: str = ""
    signed_on: date | None = None

    @property
    def signed(self) -> str:
        return long_day(self.signed_on)

    @property
    def amount(self) -> str:
        return "" if self.amount_fen is None else format_yuan(self.amount_fen)

    @property
    def amount_text(self) -> str:
        """大写, made from the same figure so that the two cannot differ."""
        return "" if self.amount_fen is None else capitals(self.amount_fen)
