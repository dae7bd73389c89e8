"""What is held about a person, handed out and erased as 个人信息保护法 §45 and §47 ask. Whoever is put forward is a contact, whose name and
telephone the records kit hands out and erases; the story, the photo and what was found are told and erased here."""

from sqlalchemy import delete, select

from plugins.family_honours.models import FamilyHonour
from portal.extensions import db
from portal.files.models import Attachment
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.records.data_rights import mentions_as
from portal.records.people import Contact


def held(person: Person) -> dict[str, list[dict]]:
    """Everything about `person`."""
    return {"家庭荣誉": [_honour(each) for each in _honours(person)]}


def under_way(person: Person) -> list[OpenRecord]:
    """Honours that are open name their head: the records kit tells them."""
    return []


def erase(person: Person) -> list[str]:
    """What was told of a family goes; what it was named for stays, without the name."""
    said = [_forget(honour) for honour in {*_honours(person), *_without_name(person)}]
    db.session.flush()
    return said


def _honours(person: Person) -> list[FamilyHonour]:
    """Those in which `person` is put forward, for certain."""
    named = mentions_as(person, FamilyHonour)
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
