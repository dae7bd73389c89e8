"""核查提示: what looks odd among the awards of a settlement. A program only points at it; a person decides, with a reason."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from plugins.case_subsidy.likeness import alike
from plugins.case_subsidy.models.award import Award
from portal.cases.models import Party
from portal.entitlements import Hit
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings import Settings

NAMES = {
    "alike": "协议条款雷同",
    "parties": "双方相同",
    "day": "同一天件数多",
    "papers": "卷宗缺件",
    "called": "回访不属实",
}
COMPARED = 500  # awards of each unit, the newest of a year, that terms are compared with
YEAR = timedelta(days=365)
STANDING = ("declared", "approved")


def run(awards: Sequence[Award], rules: Settings, unit: OrgUnit) -> Iterator[Hit]:
    """Everything the rules find about `awards` of the street or county `unit`, by the thresholds of `rules`."""
    if not awards:
        return
    yield from _alike(awards, rules.alike_percent)
    yield from _same_parties(awards, timedelta(days=rules.same_days), unit)
    yield from _same_day(awards, rules.day_number)
    yield from _papers(awards)
    yield from _called(awards)


def _hit(rule: str, award: Award, text: str, mark: str = "") -> Hit:
    return Hit(rule, f"{award.id}{mark}", f"{award.number}：{text}", {"award_id": award.id})


def _alike(awards: Sequence[Award], least: int) -> Iterator[Hit]:
    """Terms that say nearly the same as those of an earlier award of the same committee within a year."""
    since = min(each.agreed_on for each in awards) - YEAR
    near = Award.unit_id.in_({each.unit_id for each in awards}), Award.agreed_on >= since, Award.status.in_(STANDING)
    place = func.row_number().over(partition_by=Award.unit_id, order_by=Award.id.desc()).label("place")
    newest = select(Award.id, place).where(*near).subquery()
    columns = (Award.id, Award.number, Award.unit_id, Award.agreed_on, Award.sketch)
    others = db.session.execute(
        select(*columns)
        .join(newest, newest.c.id == Award.id)
        .where(newest.c.place <= COMPARED)
        .order_by(Award.id.desc())
    ).all()
    for award in awards:
        earlier = [each for each in others if each.unit_id == award.unit_id and each.id < award.id]
        found = [
            (alike(award.sketch, each.sketch), each) for each in earlier if award.agreed_on - each.agreed_on <= YEAR
        ]
        if same := [(share, each) for share, each in found if share >= least]:
            share, most = max(same, key=lambda pair: pair[0])
            text = f"协议条款与 {len(same)} 件相同 {least}% 以上，最像的是 {most.number}（约 {share}%）。"
            yield _hit("alike", award, text)


def _same_parties(awards: Sequence[Award], within: timedelta, unit: OrgUnit) -> Iterator[Hit]:
    """Two of the parties were parties of another award within so many days; one from outside `unit` is told without its number."""
    mine, theirs, other = aliased(Party), aliased(Party), aliased(Award)
    same = func.coalesce(theirs.person_id, -theirs.organisation_id) == func.coalesce(
        mine.person_id, -mine.organisation_id
    )
    rows = (
        select(Award.id, other.number, other.agreed_on, other.township_id, other.county_id)
        .join(mine, and_(mine.case_id == Award.case_id, mine.removed_at.is_(None)))
        .join(theirs, and_(same, theirs.case_id != mine.case_id, theirs.removed_at.is_(None)))
        .join(other, and_(other.case_id == theirs.case_id, other.status.in_(STANDING)))
        .where(Award.id.in_([each.id for each in awards]))
        .group_by(Award.id, other.id, other.number, other.agreed_on, other.township_id, other.county_id)
        .having(func.count(mine.id.distinct()) > 1)
        .order_by(Award.id, other.id)
    )
    found: defaultdict[int, list] = defaultdict(list)
    for ident, number, on, township, county in db.session.execute(rows):
        outside = "本旗县区另一件" if county == unit.county_id else "其他旗县区的一件"
        found[ident].append((number if unit.id in (township, county) else outside, on))
    for award in awards:
        if near := [number for number, on in found[award.id] if abs(award.agreed_on - on) <= within]:
            yield _hit(
                "parties",
                award,
                f"与 {'、'.join(near)} 的双方当事人相同，相隔不到 {within.days} 日，请核对是不是同一纠纷。",
            )


def _same_day(awards: Sequence[Award], least: int) -> Iterator[Hit]:
    """Many agreements of one committee in force from one day."""
    days: defaultdict[tuple, list[Award]] = defaultdict(list)
    for each in awards:
        days[each.body, each.agreed_on].append(each)
    for (body, day), there in days.items():
        if len(there) >= least:
            text = f"{body} {day} 有 {len(there)} 件协议同一天生效（{least} 件起提示）：{'、'.join(each.number for each in there)}。"
            yield Hit("day", f"{there[0].unit_id} {day}", text, {"award_id": there[0].id})


def _papers(awards: Sequence[Award]) -> Iterator[Hit]:
    """What the dossiers lack now, and disputes that are no longer settled and performed."""
    for each in awards:
        told = each.told
        if refused := each.unfounded:
            yield _hit("papers", each, refused)
        elif lacking := "、".join(told.lacking()) if told else each.lacking:
            yield _hit("papers", each, f"卷宗缺：{lacking}。")


def _called(awards: Sequence[Award]) -> Iterator[Hit]:
    """A party said that it was not so."""
    for each in awards:
        for call in each.calls:
            if call.result == "false":
                yield _hit("called", each, f"{call.called_on} 回访不属实。", f" {call.id}")
