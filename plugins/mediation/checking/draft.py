"""The words of an agreement apart from where they are kept, and what is found in them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

__all__ = ["Draft", "Finding", "Signer", "term_at"]

LONGEST = 4000  # characters of a text that are read: a form is checked before it is known to be short enough (2000)


@dataclass(frozen=True)
class Signer:
    """A party as far as it matters who signs: `unauthorised`: why whoever acts for it by entrustment may not sign today; alone: a minor
    whose guardian is not on record, and what is said of that."""

    name: str
    is_minor: bool = False
    unauthorised: str = ""
    alone: str = ""


@dataclass(frozen=True)
class Draft:
    """What an agreement says. plan: day and 分 of each instalment. today: on which it is read.
    paid_fen: of an agreement that is changed, what was paid before; `plan` is then what is still to be paid."""

    terms: Sequence[str]
    today: date
    amount_fen: int | None = None
    plan: Sequence[tuple[date, int]] = ()
    way: str = ""
    way_note: str = ""
    place: str = ""
    facts: str = ""
    issues: str = ""
    perform_by: date | None = None
    time_note: str = ""
    breach: str = ""
    responsibilities: Sequence[str] = ()
    signers: Sequence[Signer] = ()
    paid_fen: int | None = None

    @property
    def owed_fen(self) -> int | None:
        """What is still to be paid of the sum."""
        return None if self.amount_fen is None else self.amount_fen - (self.paid_fen or 0)

    def cut(self) -> "Draft":
        """As far as it is read."""
        terms, duties = ([each[:LONGEST] for each in texts] for texts in (self.terms, self.responsibilities))
        more = {"breach": self.breach[:LONGEST], "time_note": self.time_note[:LONGEST]}
        more |= {"facts": self.facts[:LONGEST], "issues": self.issues[:LONGEST]}
        return replace(self, terms=terms, responsibilities=duties, **more)

    @property
    def clauses(self) -> list[tuple[str, str]]:
        """The field of the form and the text, of everything by which somebody is bound."""
        named = [(term_at(place), text) for place, text in enumerate(self.terms)]
        duties = [(f"responsibilities-{place}-text", text) for place, text in enumerate(self.responsibilities)]
        return [(at, text) for at, text in (*named, *duties, ("breach", self.breach)) if text]


@dataclass(frozen=True)
class Finding:
    """One thing found: at which field of the form, what is said of it, and by which law. rule: its kind, in a few words that name nobody.
    must: the agreement cannot be made final like this; else somebody looks at it and may go on."""

    at: str
    rule: str
    said: str
    law: str = ""
    must: bool = False

    @property
    def key(self) -> str:
        """By which it is vouched for: another text is another finding."""
        return sha256(f"{self.at}|{self.rule}|{self.said}".encode()).hexdigest()[:12]

    @property
    def where(self) -> str:
        """第 2 条, of a term; of one that changes the agreement, that."""
        kind, _, rest = self.at.partition("-")
        place = rest.partition("-")[0]
        if kind == "clauses":
            return f"变更后的第 {int(place) + 1} 条"
        return f"第 {int(place) + 1} 条" if kind == "terms" else ""

    @property
    def told(self) -> str:
        """As it is said below its field: what the law demands apart from what is custom or care."""
        kind = "必须改" if self.must else "请核对"
        return f"{kind}，法律有规定：{self.said.rstrip('。')}（{self.law}）。" if self.law else f"{kind}：{self.said}"

    def __str__(self) -> str:
        said = f"{self.said.rstrip('。')}（{self.law}）。" if self.law else self.said
        return f"{self.where}：{said}" if self.where else said


def term_at(place: int) -> str:
    """The field of the term at `place`, from 0."""
    return f"terms-{place}-text"
