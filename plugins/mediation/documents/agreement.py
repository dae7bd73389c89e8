"""人民调解协议书 as printed."""

from dataclasses import dataclass
from datetime import date

from plugins.mediation.documents.wording import date_text
from portal.money import capitals, format_yuan


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
