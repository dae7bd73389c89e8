"""The papers of a deed: which template, which frame, and what it is filled with."""

import base64
from collections.abc import Callable
from dataclasses import dataclass

from plugins.heroes.choices import LEVELS, OPINIONS
from plugins.heroes.models import Deed, Hero, Honour, Statement
from portal import clock
from portal.accounts.models import User
from portal.documents.issuing import issue_or_reprint
from portal.documents.models import Document
from portal.documents.sheet import CheckMark, Sheet

TITLES = {
    "application": "见义勇为行为申报表",
    "statement": "见义勇为调查笔录",
    "notice": "关于拟确认见义勇为行为的公示",
    "confirmation": "见义勇为确认书",
    "certificate": "荣誉证书",
}


@dataclass(frozen=True)
class Paper:
    """One paper, ready to be issued. `ident` tells several of a kind apart."""

    deed: Deed
    kind: str
    context: dict
    ident: int | None = None
    number: str = ""

    def sheet(self, check: CheckMark | None) -> Sheet:
        return Sheet(
            title=TITLES[self.kind], office=office_of(self.deed), number=self.number or self.deed.number, check=check
        )

    def issue(self, *, by: User) -> Document:
        """The stored paper; rendered and stored first when what it says has changed."""
        name = self.kind if self.ident is None else f"{self.kind}-{self.ident}"
        return issue_or_reprint(
            self.deed,
            name,
            f"heroes/documents/{self.kind}.html",
            self.sheet,
            by=by,
            deed=self.deed,
            office=office_of(self.deed),
            **FORMATS,
            **self.context,
        )


def office_of(deed: Deed) -> str:
    """确认机关: that of the county (DOMAIN §C)."""
    county = deed.unit
    while county.kind != "county" and county.parent:
        county = county.parent
    return f"{county.short_name}见义勇为评审委员会"


def application(deed: Deed) -> Paper:
    """申报表, one part a person."""
    opinions = {kind: [each for each in deed.opinions if each.kind == kind] for kind in OPINIONS}
    levels = "、".join(sorted({LEVELS[honour.level] + honour.title for hero in deed.heroes for honour in hero.honours}))
    total = sum(award.amount_fen for hero in deed.heroes for award in hero.awards if award.cancelled_on is None)
    return Paper(
        deed,
        "application",
        {
            "opinions": opinions,
            "opinion_names": OPINIONS,
            "levels": levels,
            "total": total,
            "photos": {hero.id: photo_of(hero) for hero in deed.heroes},
        },
    )


def statement(deed: Deed, taken: Statement) -> Paper:
    """调查笔录."""
    return Paper(deed, "statement", {"statement": taken}, ident=taken.id)


def notice(deed: Deed) -> Paper:
    """公示."""
    term = next((each for each in reversed(deed.terms) if each.kind == "publication"), None)
    return Paper(deed, "notice", {"term": term})


def confirmation(deed: Deed) -> Paper:
    """确认书."""
    return Paper(deed, "confirmation", {"review": deed.reviews[-1] if deed.reviews else None})


def certificate(deed: Deed, honour: Honour) -> Paper:
    """荣誉证书, A4 landscape."""
    return Paper(deed, "certificate", {"honour": honour, "hero": honour.hero}, ident=honour.id, number=honour.number)


def photo_of(hero: Hero) -> str:
    """The photo as an address a document may hold; nothing without one."""
    return f"data:image/jpeg;base64,{base64.b64encode(hero.photo.content).decode()}" if hero.photo else ""


def long_day(day) -> str:
    """2026年11月21日; blanks for a day not known."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　　　年　　月　　日"


def long_moment(moment) -> str:
    """2026年11月21日9时05分."""
    if moment is None:
        return "　　　　年　　月　　日　　时　　分"
    shown = clock.local(moment)
    return f"{long_day(shown)}{shown.hour}时{shown.minute:02d}分"


_DIGITS = "〇一二三四五六七八九"


def chinese_day(day) -> str:
    """二〇二六年十一月二十一日."""
    return f"{''.join(_DIGITS[int(each)] for each in str(day.year))}年{_ordinal(day.month)}月{_ordinal(day.day)}日"


def _ordinal(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


FORMATS: dict[str, Callable] = {"long_day": long_day, "long_moment": long_moment, "chinese_day": chinese_day}
