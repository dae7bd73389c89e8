"""What stays of a resident who asks for erasure or restriction: which records, by which law, until when. Nobody is named."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import func, select

from portal import clock
from portal.audit.subjects import subject_names
from portal.extensions import Model, db
from portal.org.models import OrgUnit
from portal.oversight.settings import months_kept
from portal.people.models import Person
from portal.privacy.related import related_to
from portal.retention.registers import registers
from portal.retention.settings import years
from portal.workdays.arithmetic import months_after, years_after

LAW = (
    "个人信息保护法第四十七条第二款：法律、行政法规规定的保存期限未届满的，停止除存储和采取必要的安全保护措施之外的处理"
)
OTHERS = "依法保存的其他记录"  # whose kind is for few to know
LOGS = "网络安全法第二十一条：日志留存不少于六个月"


class Kept(NamedTuple):
    """What stays: how many records of which kind, by which law, until when in words."""

    what: str
    law: str
    until: str


def kept_of(person: Person) -> list[Kept]:
    """By the kind of record, the trail last."""
    ids: dict[str, set[int]] = defaultdict(set)
    for table, ident in related_to(person).rows.values():
        ids[table].add(ident)
    names, models = subject_names(), {each.class_.__tablename__: each.class_ for each in Model.registry.mappers}
    guarded = {table: _guarded(models[table], some) for table, some in ids.items()}
    records = [
        Kept(f"{names.get(table, '记录')} {len(told)} 件", *_by_law(table, models[table], told, person.unit))
        for table, some in sorted(ids.items())
        if (told := some - guarded[table])
    ]
    untold = sum(len(some) for some in guarded.values())
    others = [Kept(f"{OTHERS} {untold} 件", LAW, "按各自的规定")] if untold else []
    trail = months_after(clock.today(), months_kept())
    return [*records, *others, Kept("审计记录", LOGS, f"到 {trail}，以后转入归档")]


def _guarded(model: type[Any], ids: set[int]) -> set[int]:
    """Those of which only few may know that they are there (a column `guarded`): whoever decides, and whoever finds the answer, is not told the kind."""
    if not hasattr(model, "guarded"):
        return set()
    return set(db.session.scalars(select(model.id).where(model.id.in_(list(ids)), model.guarded)))


def _by_law(table: str, model: type[Any], ids: Iterable[int], unit: OrgUnit) -> tuple[str, str]:
    """The law, and until when the newest of the records is kept."""
    declared = registers().get(table)
    term = years(table, unit) if declared else 0
    if declared is None or not term:
        return LAW, "本地没有规定年限，一直保存"
    newest = db.session.scalar(select(func.max(declared.since())).where(model.id.in_(list(ids))))
    law = f"{LAW}。{declared.keeping.hint}"
    return (law, f"到 {years_after(_day(newest), term)}") if newest else (law, f"保存 {term} 年")


def _day(at: date | datetime) -> date:
    return clock.local(at).date() if isinstance(at, datetime) else at
