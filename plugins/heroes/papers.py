"""The papers of a deed."""

import base64

from plugins.heroes.blueprint import bp
from plugins.heroes.choices import LEVELS, OPINIONS
from plugins.heroes.models import Deed, Hero, Honour
from portal.records.papers import Paper, mount_papers


def office_of(deed: Deed) -> str:
    """确认机关: that of the county (docs/domain/heroes.md)."""
    return f"{deed.unit.county.short_name}见义勇为评审委员会"


def application(deed: Deed) -> dict:
    """申报表, one part a person."""
    return {
        "opinions": {kind: [each for each in deed.opinions if each.kind == kind] for kind in OPINIONS},
        "opinion_names": OPINIONS,
        "levels": "、".join(sorted({LEVELS[each.level] + each.title for each in honours_of(deed)})),
        "total": sum(each.amount_fen for hero in deed.heroes for each in hero.awards if each.cancelled_on is None),
        "photos": {hero.id: photo_of(hero) for hero in deed.heroes},
    }


def notice(deed: Deed) -> dict:
    """公示, with its term."""
    return {"term": next((each for each in reversed(deed.terms) if each.kind == "publication"), None)}


def confirmation(deed: Deed) -> dict:
    """确认书, with the last panel."""
    return {"review": deed.reviews[-1] if deed.reviews else None}


def honours_of(deed: Deed) -> list[Honour]:
    return [honour for hero in deed.heroes for honour in hero.honours]


def photo_of(hero: Hero) -> str:
    """The photo as an address a document may hold; nothing without one."""
    return f"data:image/jpeg;base64,{base64.b64encode(hero.photo.content).decode()}" if hero.photo else ""


def _not_published(deed: Deed) -> str:
    return "" if deed.published_from and not deed.secret else "没有公示过，或者依规定免予公示。"


def _not_confirmed(deed: Deed) -> str:
    return "" if deed.status in ("confirmed", "commended") else "确认以后才能打印确认书。"


def _revoked(deed: Deed, honour: Honour) -> str:
    return "称号已经撤销，不能再打印证书。" if honour.revoked_on else ""


PAPERS = (
    Paper("application", "见义勇为行为申报表", needs="heroes.nominate", context=application),
    Paper(
        "statement",
        "见义勇为调查笔录",
        needs="heroes.review",
        at="statements/<int:statement_id>.pdf",
        rows=lambda deed: deed.statements,
        listed=False,
    ),
    Paper("notice", "关于拟确认见义勇为行为的公示", needs="heroes.review", context=notice, unless=_not_published),
    Paper("confirmation", "见义勇为确认书", needs="heroes.review", context=confirmation, unless=_not_confirmed),
    Paper(
        "certificate",
        "荣誉证书",
        needs="heroes.review",
        at="honours/<int:honour_id>.pdf",
        rows=honours_of,
        number=lambda deed, honour: honour.number,
        label=lambda deed, honour: f"荣誉证书　{honour.hero.name}（{honour.level_name}）",
        unless=_revoked,
    ),
)

papers = mount_papers(bp, Deed, PAPERS, at="/deeds/<int:deed_id>", office=office_of)
