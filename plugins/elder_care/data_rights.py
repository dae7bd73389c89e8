"""What is held about somebody who eats here, and what of it must stay (个人信息保护法 §45, §47; 会计档案管理办法 §14)."""

from sqlalchemy import func, select

from plugins.elder_care.choices import HOUSEHOLDS, SITTINGS, WAYS
from plugins.elder_care.models import LateLine, LateSheet, Licence, Meal, Member
from portal.extensions import db
from portal.money import format_yuan
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.records.data_rights import mentions_as
from portal.web.pages.formatting import day

BOOKS = "就餐和补贴记录是财政支付的依据，依照会计档案管理办法保存，就餐人显示为“已依法删除”"


def held(person: Person) -> dict[str, list[dict]]:
    """Membership, categories, cards, those who fetch, every meal."""
    member = Member.of(person)
    if member is None:
        return {}
    meals = db.session.scalars(select(Meal).where(Meal.member_id == member.id).order_by(Meal.id.desc()))
    return {"老年助餐": [_record(member)], "就餐记录": [_meal(each) for each in meals]}


def under_way(person: Person) -> list[OpenRecord]:
    """While he eats here, while a late entry for him waits, and while he works in a canteen."""
    others = [
        OpenRecord("在岗从业人员的健康证", each.canteen.name, "注销健康证") for each in _licences(person) if each.counts
    ]
    member = Member.of(person)
    if member is None:
        return others
    waiting = db.session.scalars(
        select(LateSheet.number)
        .join(LateSheet.lines)
        .where(LateLine.member_id == member.id, LateSheet.status == "asked")
    )
    here = [OpenRecord("在册的就餐老人", member.number, "停止就餐")] if member.status == "active" else []
    return [*others, *here, *(OpenRecord("待审批的补录单", each, "审批") for each in waiting)]


def erase(person: Person) -> list[str]:
    """The photo, the papers of the categories, the cards' codes and those who fetch go; the books stay, without the name."""
    member = Member.of(person)
    if member is None:
        return []
    member.photo = None
    for each in member.categories:
        each.document, each.proof = "", None
    member.end_card("stopped")
    for each in member.agents:
        each.person.forget()
        each.relation = ""
    count = db.session.scalar(select(func.count(Meal.id)).where(Meal.member_id == member.id))
    return ["就餐老人登记：照片、证件文号、证明材料、代领人已删除，就餐卡已作废。", f"{BOOKS}（{count} 条）。"]


def _licences(person: Person) -> list[Licence]:
    """健康证 that are certainly of this person."""
    return [each.row for each in mentions_as(person, Licence)]


def _record(member: Member) -> dict:
    return {
        "编号": member.number,
        "状态": member.status_name,
        "户籍": HOUSEHOLDS[member.household],
        "所属": member.unit.name,
        "登记日期": day(member.joined_on),
        "下次年审": day(member.review_due),
        "停止日期": day(member.stopped_on),
        "类别": [
            f"{each.label}（{each.document}）{day(each.valid_from)} 起" + ("，有证明材料" if each.proof_id else "")
            for each in member.categories
        ],
        "就餐卡": [f"{day(each.issued_on)} 发卡" for each in member.cards],
        "代领人": [f"{each.relation} {each.person.name_masked}" for each in member.agents],
        "照片": "有" if member.photo_id else "无",
    }


def _meal(meal: Meal) -> dict:
    return {
        "日期": day(meal.eaten_on),
        "餐次": SITTINGS[meal.sitting],
        "方式": WAYS[meal.way],
        "价格（元）": format_yuan(meal.price_fen),
        "补贴（元）": format_yuan(meal.subsidy_fen),
        "自付（元）": format_yuan(meal.own_fen),
    }
