"""What is held about a person, handed out and erased as 个人信息保护法 §45 and §47 ask. Whoever booked or learns is a contact, whose
name and telephone the records kit hands out and erases; what they learnt is told here."""

from sqlalchemy import delete, select

from plugins.family_values.models import Enrolment, Family, FamilyHonour, Guide, PointAccount, PointClaim, PointLine
from portal import clock
from portal.extensions import db
from portal.files.models import Attachment
from portal.people.masking import ERASED
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.records.data_rights import mentions_of
from portal.records.people import Contact


def held(person: Person) -> dict[str, list[dict]]:
    """Everything about `person`."""
    return {
        "家风馆讲解员": [
            {"姓名": each.name, "任职": str(each.valid_from), "离任": str(each.valid_until or "")}
            for each in _guides(person)
        ],
        "课程学习": [_learnt(each) for each in _enrolments(person)],
        "积分登记": [_claimed(each) for each in _claims(person)],
        "积分明细": [
            _booked(account, line) for account in _accounts(person) for line in db.session.scalars(account.statement)
        ],
        "家庭荣誉": [_honour(each) for each in _honours(person)],
    }


def under_way(person: Person) -> list[OpenRecord]:
    """Who guides now is on a roster that is in use."""
    return [OpenRecord("正在任职的讲解员", each.name, "登记离任") for each in _guides(person) if each.serves_now]


def erase(person: Person) -> list[str]:
    """Names of guides who have left go."""
    said = []
    for each in _guides(person):
        each.name, each.person = ERASED, None
        each.contact.forget()
        said.append("家风馆讲解员名册中的姓名和电话已删除，接待的批次和人数保留。")
    for family in _families(person):
        family.phone_hash = ""
        family.contact.forget()
        said.append("家庭学时中的联系人和电话已删除，学时保留。")
        _forget_proofs(family)
        for account in db.session.scalars(select(PointAccount).where(PointAccount.family_id == family.id)):
            account.code_hash = None
            said.append(
                f"积分账户 {account.number} 的联系人、证明和查询码已删除，分数作为库存账的依据保留，不再能查到是谁。"
            )
    for honour in {*_honours(person), *_without_name(person)}:
        said.append(_forget(honour))
    db.session.flush()
    return said


def _forget_proofs(family: Family) -> None:
    """What shows who did something, in words and as files; the points stay."""
    claims = db.session.scalars(select(PointClaim).where(PointClaim.family_id == family.id)).unique().all()
    for each in claims:
        each.proof = ""
    ours = Attachment.subject_kind == PointClaim.__tablename__, Attachment.subject_id.in_([each.id for each in claims])
    db.session.execute(delete(Attachment).where(*ours))


def _honours(person: Person) -> list[FamilyHonour]:
    """Those in which `person` is put forward, for certain."""
    named = [each for each in mentions_of(person) if each.certain and isinstance(each.record, FamilyHonour)]
    return list(dict.fromkeys(each.record for each in named if each.contact is each.record.head))


def _without_name(person: Person) -> list[FamilyHonour]:
    """Those whose head was forgotten, a moment ago perhaps, and whose story is still there."""
    forgotten = (
        select(FamilyHonour)
        .join(FamilyHonour.head)
        .where(Contact.erased_at.is_not(None), FamilyHonour.county_id == person.county_id)
    )
    return list(
        db.session.scalars(forgotten.where((FamilyHonour.story != "") | FamilyHonour.photo_id.is_not(None))).unique()
    )


def _honour(honour: FamilyHonour) -> dict[str, str]:
    return {
        "编号": honour.number,
        "评选": honour.title,
        "类别": honour.category_name,
        "状态": honour.status_name,
        "主要事迹": honour.story,
        "本人意见": honour.agreed_name,
        "公开姓名": "是" if honour.by_name else "否",
        "证书编号": honour.certificate,
        "照片": "有" if honour.photo_id else "无",
    }


def _forget(honour: FamilyHonour) -> str:
    """The story, the photo and what was found go; that a title was given stays, without the name."""
    honour.story, honour.by_name, photo, honour.photo = "", False, honour.photo, None
    for each in honour.checks:
        each.finding = None
    db.session.flush()
    if photo:
        db.session.execute(delete(Attachment).where(Attachment.id == photo.id))
    return f"家庭荣誉{honour.number}：姓名、事迹、照片已删除，评选的结果和证书编号保留。"


def _guides(person: Person) -> list[Guide]:
    return list(db.session.scalars(select(Guide).where(Guide.person_id == person.id).order_by(Guide.id)))


def _learnt(enrolment: Enrolment) -> dict[str, str]:
    return {
        "编号": enrolment.number,
        "课程": enrolment.title,
        "上课时间": f"{clock.local(enrolment.course.starts_at):%Y-%m-%d %H:%M}",
        "状态": enrolment.status_name,
        "学时（分钟）": str(enrolment.minutes),
        "周岁": "" if enrolment.age is None else str(enrolment.age),
        "监护人同意": enrolment.consent_name,
        "评价": f"{enrolment.rating_name}{enrolment.opinion}",
    }


def _enrolments(person: Person) -> list[Enrolment]:
    """Those that name `person` for certain, as learner or guardian."""
    named = [each.record for each in mentions_of(person) if each.certain and isinstance(each.record, Enrolment)]
    return list(dict.fromkeys(named))


def _claims(person: Person) -> list[PointClaim]:
    """Those that name `person` for certain as the one who did it, and those of the own family."""
    named = [each.record for each in mentions_of(person) if each.certain and isinstance(each.record, PointClaim)]
    ours = select(PointClaim).where(PointClaim.family_id.in_([each.id for each in _families(person)]))
    return list(dict.fromkeys([*named, *db.session.scalars(ours.order_by(PointClaim.id))]))


def _accounts(person: Person) -> list[PointAccount]:
    ours = PointAccount.family_id.in_([each.id for each in _families(person)])
    return list(db.session.scalars(select(PointAccount).where(ours).order_by(PointAccount.id)))


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


def _families(person: Person) -> list[Family]:
    """Those known by the telephone number of `person`, whose contact is the same person (or was, a moment ago)."""
    same = Family.county_id == person.county_id, Family.phone_hash == (person.phone_hash or None)
    found = db.session.scalars(select(Family).where(*same)).unique()
    return [each for each in found if each.contact.erased_at or each.contact.name == person.name]
