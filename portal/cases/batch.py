"""批量登记: cases from Excel, checked line by line as the form 登记事项 checks them; tried first, and taken back as a whole."""

from dataclasses import replace

from flask import url_for
from flask_login import current_user
from sqlalchemy import select

from portal.accounts.models import User
from portal.cases import parties
from portal.cases.batch_form import SIDES_OF, BatchForm, party_of
from portal.cases.blueprint import bp
from portal.cases.kinds import kinds_of
from portal.cases.kinds.words import exactly
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.org.called import unit_called
from portal.org.models import OrgUnit
from portal.people.models import Organisation, Person
from portal.people.reconciling import Answers
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records.import_pages import mount_import
from portal.records.imports import Import

ENTERED = (
    *("title", "nature", "source", "happened_on", "level", "urgency", "description", "people_count", "location"),
)


def _enter(unit: OrgUnit, *, by: User, known: Answers, **line) -> Case:
    """登记 a line of the sheet in the place that it names, or in `unit`. Raises RuleError. Flushes."""
    place = _place(unit, line["place"])
    kind = _kind(place, line["kind"])
    found: list[tuple[int, Person | Organisation, Answers]] = []
    for side, number in SIDES_OF.items():
        if line[side]:
            row = party_of(line, side)
            row.known.data = replace(known, questions=[], differing=[], said={}, noted=[])
            who = parties.of_line(row, place, by.units_with("cases.register"))
            known.differing += row.known.data.differing
            found.append((number, who, row.known.data))
    case = Case.register(
        unit=place,
        parties=[(side, who) for side, who, _ in found],
        by=by,
        kind=kind,
        **{name: line[name] for name in ENTERED},
    )
    db.session.flush()
    for party, (*_, answers) in zip(case.parties, found, strict=True):
        answers.settle(party)
    return case


def _kind(unit: OrgUnit, said: str) -> str:
    """The code of the kind that is named, by code, name or one of its words. Raises RuleError."""
    kinds = kinds_of(unit.county_id)
    offered = {kind.code: kinds.name(kind.code) for listed in kinds.offered().values() for kind in listed}
    whole = next((code for code, name in offered.items() if said in (code, name)), "")
    if found := whole or exactly(kinds, said):
        return found
    raise RuleError("事项类型：没有这一类，请写事项类型表里的名称或者编号。")


def _place(unit: OrgUnit, said: str | None) -> OrgUnit:
    """The unit named in the sheet, `unit` or below it."""
    if not said or said in (unit.name, unit.short_name):
        return unit
    places = select(OrgUnit).where(OrgUnit.kind.in_(("township", "community", "grid")))
    return unit_called(said, unit, what="社区、网格", among=places)


def _held(case: Case) -> str:
    """A case to which somebody has added a file is not taken back with the others."""
    return "有的事项已经添加了附件，不能整批撤销。" if db.session.scalar(Attachment.of(case).limit(1)) else ""


BATCH = Import(
    "cases.batch",
    "批量登记事项",
    BatchForm,
    "cases.register",
    Case,
    add=_enter,
    holds=_held,
    aliases={
        "title": ("标题", "事项", "诉求标题", "名称"),
        "kind": ("类型", "事项类别", "诉求类型", "分类"),
        "source": ("来源渠道", "渠道"),
        "happened_on": ("日期", "发生时间", "登记日期"),
        "description": ("内容", "诉求内容", "事项内容", "情况", "具体情况"),
        "place": ("社区", "网格", "村", "嘎查村", "所在网格"),
        "location": ("地点", "地址", "事发地址", "发生地点"),
        "applicant": ("反映人", "来访人", "诉求人", "投诉人", "申请人姓名"),
        "applicant_phone": ("联系电话", "电话", "手机号", "反映人电话", "来电号码"),
        "respondent": ("被反映人", "被投诉人", "被申请人姓名", "对方"),
        "applicant_number": ("申请人身份证号", "反映人身份证号", "身份证号", "证件号码"),
        "respondent_number": ("被申请人身份证号", "被申请人信用代码", "对方信用代码"),
        "respondent_phone": ("对方电话", "被反映人电话"),
    },
)
mount_import(bp, BATCH, at="/units/<int:unit_id>", back="cases.index")


def batch_button() -> list[Action]:
    """The button that leads to the import into the unit one works in."""
    unit = current_unit()
    if unit is None or not current_user.can(BATCH.needs, unit):
        return []
    return [Action("从 Excel 登记", url_for("cases.import_batch", unit_id=unit.id), "folder")]
