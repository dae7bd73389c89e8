"""What is held about a person, handed out and erased as 个人信息保护法 §45 and §47 ask. Whoever did something is a contact, whose name and
telephone the records kit hands out and erases; claims and lines of the own family are told here."""

from sqlalchemy import ColumnElement, delete, select

from plugins.family_points.models import CLAIM_STATES, PointAccount, PointClaim, PointLine
from portal.extensions import db
from portal.families import families_of
from portal.files.models import Attachment
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.records.data_rights import mentions_as


def held(person: Person) -> dict[str, list[dict]]:
    """Everything about `person`."""
    lines = [(account, line) for account in _accounts(person) for line in db.session.scalars(account.statement)]
    return {
        "积分登记": [_claimed(each) for each in _claims(person)],
        "积分明细": [_booked(account, line) for account, line in lines],
    }


def under_way(person: Person) -> list[OpenRecord]:
    """Claims of the own family that wait, whoever made them: they would be granted to a family of nobody. (Of those that name `person`, the
    records kit tells.)"""
    waiting = PointClaim.status.in_([each.key for each in CLAIM_STATES if each.open])
    ours = select(PointClaim).where(_of_families(PointClaim, person), waiting).order_by(PointClaim.id)
    others = set(db.session.scalars(ours).unique()) - set(_named(person))
    return [
        OpenRecord("待确认的积分登记", each.number, "确认或者撤回") for each in sorted(others, key=lambda each: each.id)
    ]


def erase(person: Person) -> list[str]:
    """The proofs of what `person` did and the codes of the cards of the own family go; the points stay, of nobody. What others of the family
    told stays until they ask. The family itself portal.families forgets."""
    for claim in _named(person):
        claim.proof = ""
        ours = Attachment.subject_kind == PointClaim.__tablename__, Attachment.subject_id == claim.id
        db.session.execute(delete(Attachment).where(*ours))
    said = []
    for account in _accounts(person):
        if account.family.second:  # the other one of the household goes on to use it
            said.append(f"积分账户 {account.number} 归同一户的另一位家人，查询码不变。")
            continue
        account.code_hash = None
        said.append(
            f"积分账户 {account.number} 的联系人、证明和查询码已删除，分数作为库存账的依据保留，不再能查到是谁。"
        )
    db.session.flush()
    return said


def _of_families(model: type[PointClaim] | type[PointAccount], person: Person) -> ColumnElement[bool]:
    """Whether a row is of a family of `person`."""
    return model.family_id.in_([each.id for each in families_of(person)])


def _claims(person: Person) -> list[PointClaim]:
    """Those that name `person` for certain as the one who did it, and those of the own family."""
    ours = select(PointClaim).where(_of_families(PointClaim, person))
    return list(dict.fromkeys([*_named(person), *db.session.scalars(ours.order_by(PointClaim.id))]))


def _named(person: Person) -> list[PointClaim]:
    """Claims that name `person` for certain as the one who did it."""
    return [each.record for each in mentions_as(person, PointClaim)]


def _accounts(person: Person) -> list[PointAccount]:
    ours = select(PointAccount).where(_of_families(PointAccount, person))
    return list(db.session.scalars(ours.order_by(PointAccount.id)))


def _claimed(claim: PointClaim) -> dict[str, str]:
    return {
        "编号": claim.number,
        "事项": claim.title,
        "日期": str(claim.happened_on),
        "分值": str(claim.points),
        "证明": claim.proof,
        "证明材料": "、".join(each.name for each in db.session.scalars(Attachment.of(claim))),
        "状态": claim.status_name,
        "答复": "".join(each.note for each in claim.events if each.verb in ("refuse", "uphold", "allow", "correct")),
    }


def _booked(account: PointAccount, line: PointLine) -> dict[str, str]:
    return {
        "账户": account.number,
        "日期": str(line.booked_on),
        "类别": line.kind_name,
        "摘要": line.note,
        "积分": f"{line.points:+d}",
        "余额": str(line.balance),
        "有效期到": str(line.expires_on or ""),
    }
