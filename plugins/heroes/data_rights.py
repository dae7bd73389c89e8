"""What is held about a person, handed out and erased as 个人信息保护法 §45 and §47 ask."""

from sqlalchemy import select

from plugins.heroes.models import Deed, Hero
from portal.extensions import db
from portal.people.masking import ERASED, ERASED_SHOWN
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord


def held(person: Person) -> dict[str, list[dict]]:
    """Everything about `person`: deeds, honours, money, support, visits."""
    heroes = _heroes(person)
    return {
        "见义勇为行为": [
            {
                "编号": each.deed.number,
                "事迹": each.deed.title,
                "经过": each.deed.story,
                "状态": each.deed.status_name,
                "政治面貌": each.politics_name,
                "单位及职务": each.post,
                "户籍地": each.household or "",
                "伤亡情况": each.condition_name,
                "有照片": "是" if each.photo_id else "否",
            }
            for each in heroes
        ],
        "称号和奖金": [
            {"称号": honour.title, "证书编号": honour.number, "日期": str(honour.conferred_on)}
            for each in heroes
            for honour in each.honours
        ]
        + [
            {"奖金": award.kind_name, "金额（元）": award.amount_fen / 100, "状态": award.state[0]}
            for each in heroes
            for award in each.awards
        ],
        "保障和回访": [
            {"类型": support.kind_name, "内容": support.content} for each in heroes for support in each.supports
        ]
        + [
            {"回访日期": str(visit.visited_on), "情况": visit.situation, "需要": visit.needs}
            for each in heroes
            for visit in each.visits
        ],
    }


def under_way(person: Person) -> list[OpenRecord]:
    """The deeds that are not decided yet."""
    return [
        OpenRecord("正在办理的见义勇为", each.deed.number, "作出决定") for each in _heroes(person) if each.deed.open
    ]


def erase(person: Person) -> list[str]:
    """Blank what nobody needs; what was confirmed stays, and it is said why."""
    said = []
    for hero in _heroes(person):
        deed = hero.deed
        hero.household, hero.politics, hero.post = None, "", ""
        if hero.photo:
            db.session.delete(hero.photo)
            hero.photo = None
        for visit in hero.visits:
            visit.situation = visit.needs = ERASED_SHOWN
        if hero.honours:
            said.append(f"{deed.number} 的称号和奖金档案依法保存，已删去户籍、照片、回访内容，姓名保留。")
        else:
            hero.person, hero.name, hero.gender = None, ERASED, ""
            deed.relation = deed.notice = ""
            if deed.applicant:
                deed.applicant.forget()
            said.append(f"{deed.number} 中的姓名、公示稿和申报人资料已删除；已经印出的文书随案卷依照档案法保存。")
    db.session.flush()
    return said


def _heroes(person: Person) -> list[Hero]:
    return list(db.session.scalars(select(Hero).join(Deed).where(Hero.person_id == person.id).order_by(Hero.id)))
