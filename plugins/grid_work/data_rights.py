"""What is held about whoever is asked for at the door, handed out and erased as 个人信息保护法 §45 and §47 ask."""

from sqlalchemy import select

from plugins.grid_work.models import HomeVisit, VisitedHome
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.web.pages.formatting import day


def held(person: Person) -> dict[str, list[dict]]:
    """The household with its wishes, and every visit."""
    found = _of(person)
    rows = {
        "走访户": [
            {
                "编号": each.number,
                "地址": each.title,
                "理由": each.cause,
                "情况": each.reason,
                "希望怎样见面": f"{each.wish_name}{each.wish_said}",
            }
            for each in found
        ],
        "走访记录": [
            {"日期": day(each.on), "见到了吗": each.met_name, "内容": each.text, "什么事": each.title}
            for each in _visits(found)
        ],
    }
    return {name: lines for name, lines in rows.items() if lines}


def under_way(person: Person) -> list[OpenRecord]:
    """What was found and is not done yet."""
    return [
        OpenRecord("没有办完的走访记录", f"{each.home.number}（{each.on}）", "办好、转出或者作废")
        for each in _visits(_of(person))
        if each.open
    ]


def erase(person: Person) -> list[str]:
    """Who is asked for, why, and what was said go; dates stay for the counts. Nobody goes there any more until somebody else is entered."""
    found = _of(person)
    visits = _visits(found)
    for each in visits:
        each.forget()
    for each in found:
        each.person = None
        each.cause = each.reason = each.wish_said = ""
    if not found:
        return []
    return [f"走访户 {len(found)} 户、走访记录 {len(visits)} 次：已去除联系人、理由和内容，日期保留用于统计。"]


def _of(person: Person) -> list[VisitedHome]:
    return list(
        db.session.scalars(
            select(VisitedHome).where(VisitedHome.person_id == person.id).order_by(VisitedHome.id)
        ).unique()
    )


def _visits(found: list[VisitedHome]) -> list[HomeVisit]:
    mine = select(HomeVisit).where(HomeVisit.home_id.in_([each.id for each in found])).order_by(HomeVisit.id)
    return list(db.session.scalars(mine).unique()) if found else []
