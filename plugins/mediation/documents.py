"""What the five mediation documents are filled from: plain values, no database.

The views turn a dispute into these; the templates in ``mediation/documents``
read nothing else. Empty text means "not known" and leaves a blank to fill in
by hand where the form has one. Amounts are integers of 分.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from portal.clock import local
from portal.money import capitals, format_yuan

APPLICANT = "申请人"
RESPONDENT = "被申请人"

Fields = tuple[tuple[str, str], ...]


def date_text(day: date | None) -> str:
    """2026年11月21日; blanks for a date not yet known."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"


def time_text(moment: datetime | None) -> str:
    """2026年11月21日9时05分 on the office's clock; blanks for a moment not yet known."""
    if moment is None:
        return "　　　　年　　月　　日　　时　　分"
    shown = local(moment)
    return f"{date_text(shown)}{shown.hour}时{shown.minute:02d}分"


def _filled(fields: Iterable[tuple[str, str]]) -> Fields:
    return tuple((label, value) for label, value in fields if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocAgent:
    """委托代理人 of a party, or the representative of an organisation at the table."""

    name: str
    relation: str = ""
    id_number: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocParty:
    """当事人: one of two or more. ``side`` is 申请人 or 被申请人.

    Natural persons use the first group of fields, organisations the second.
    """

    side: str
    name: str
    is_organisation: bool = False
    phone: str = ""
    address: str = ""
    agent: DocAgent | None = None

    gender: str = ""
    ethnicity: str = ""
    birth_date: date | None = None
    age: int | None = None
    id_number: str = ""
    occupation: str = ""
    workplace: str = ""

    credit_code: str = ""
    legal_representative: str = ""
    legal_representative_post: str = ""

    @property
    def fields(self) -> Fields:
        """Label and value of everything known about the party, in the order of the form."""
        own = self._organisation_fields if self.is_organisation else self._person_fields
        return own + self._agent_fields

    @property
    def signing(self) -> str:
        """How the party signs (人民调解法 §29); an organisation by its representative and seal."""
        return "代表签名并盖章" if self.is_organisation else "签名、盖章或捺印"

    @property
    def _person_fields(self) -> Fields:
        return _filled(
            (
                ("性别", self.gender),
                ("民族", self.ethnicity),
                ("出生日期", date_text(self.birth_date) if self.birth_date else ""),
                ("年龄", "" if self.age is None else f"{self.age}岁"),
                ("公民身份号码", self.id_number),
                ("职业或职务", self.occupation),
                ("工作单位", self.workplace),
                ("住址", self.address),
                ("联系方式", self.phone),
            )
        )

    @property
    def _organisation_fields(self) -> Fields:
        return _filled(
            (
                ("统一社会信用代码", self.credit_code),
                ("法定代表人（负责人）", self.legal_representative),
                ("职务", self.legal_representative_post),
                ("住所地", self.address),
                ("联系方式", self.phone),
            )
        )

    @property
    def _agent_fields(self) -> Fields:
        if self.agent is None:
            return ()
        return _filled(
            (
                ("委托代理人", self.agent.name),
                ("与当事人关系", self.agent.relation),
                ("代理人身份证件号码", self.agent.id_number),
                ("代理人联系方式", self.agent.phone),
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DocDispute:
    """纠纷: what every document of one dispute says about it.

    ``number`` is the whole display number: （2026）昭君街道人调字第 12 号.
    """

    committee: str
    number: str
    name: str
    kind: str
    parties: tuple[DocParty, ...]
    mediators: tuple[str, ...]
    recorder: str = ""

    @property
    def copies(self) -> int:
        """One for every party and one for the committee (人民调解法 §29)."""
        return len(self.parties) + 1


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
        return date_text(self.accepted_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocNotice:
    """人民调解权利义务告知书; its text is fixed by law."""

    given_on: date | None = None

    @property
    def given(self) -> str:
        return date_text(self.given_on)


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
        return time_text(self.held_at)

    @property
    def ended(self) -> str:
        return time_text(self.ended_at)


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
        return date_text(self.due_on)


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
        return date_text(self.signed_on)

    @property
    def amount(self) -> str:
        return "" if self.amount_fen is None else format_yuan(self.amount_fen)

    @property
    def amount_text(self) -> str:
        """大写, made from the same figure so that the two cannot differ."""
        return "" if self.amount_fen is None else capitals(self.amount_fen)


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
        return time_text(self.visited_at)

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
