"""The lists: editions, their rows, what is handed down, applications, answers of communities, ratings."""

from plugins.duty_lists.choices import KINDS, LISTS, OUTSIDE, RATED, VERDICTS, WAYS
from plugins.duty_lists.forms.items import ITEM_FORMS
from plugins.duty_lists.models import Admission, AdmissionOpinion, DutyEdition, DutyItem, DutyRating, DutyTask
from plugins.duty_lists.models.edition import MANAGE
from portal.accounts.models import User
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, by_status
from portal.records.imports import Import
from portal.records.ranges import Days
from portal.records.register import Register

PLACE = Column("unit", "单位", OrgUnit.short_name, width=16)

editions = Register(
    DutyEdition,
    key="duty_lists.editions",
    name="清单",
    permission="duty_lists.view",
    show="duty_lists.show_edition",
    columns=(
        Column("number", "清单", kind="serial"),
        Column("title", "名称", main=True, width=40),
        PLACE,
        Column("status", "状态", kind="status"),
        Column("document", "发文字号", only="opt", width=24),
        Column("valid_from", "施行", kind="day"),
        Column("valid_until", "到", kind="day", only="opt"),
    ),
    filters=(
        by_status(DutyEdition, "没有公布"),
        Choice("kind", "哪一张", options=LISTS),
        Days("created", "编制日期", DutyEdition.created_at),
    ),
    search=(DutyEdition.number, DutyEdition.title, DutyEdition.document),
    finds_by="清单、名称、字号",
    order=DutyEdition.created_at,
    joins=((OrgUnit, OrgUnit.id == DutyEdition.unit_id),),
    counter="版",
    empty="还没有清单。",
)

items = Register(
    DutyItem,
    key="duty_lists.items",
    name="清单条目",
    permission="duty_lists.view",
    show="duty_lists.show_edition",
    ident="edition_id",
    columns=(
        Column("kind", "清单", DutyEdition.kind, names=KINDS),
        Column("serial", "序号", kind="number"),
        Column("title", "事项", main=True, width=40),
        Column("area", "领域", only="opt", width=16),
        Column("department", "责任、上级、承接部门", only="opt", width=24),
        Column("basis", "依据", only="opt opt2", width=40),
        Column("basis_number", "文号", shown=False, width=24),
        Column("superior_duty", "上级职责", shown=False, width=40),
        Column("own_duty", "本级配合职责", shown=False, width=40),
        Column("boundary", "边界说明", shown=False, width=40),
        Column("takeover", "承接方式", shown=False, width=40),
        Column("frequency", "频次", shown=False, width=16),
        Column("standard", "标准", shown=False, width=40),
        Column("edition", "版次", DutyEdition.number, shown=False, width=24),
        Column("from", "施行", DutyEdition.valid_from, kind="day", shown=False),
        Column("valid_until", "到", DutyEdition.valid_until, kind="day", shown=False),
    ),
    filters=(
        Choice(
            "standing",
            "状态",
            also={"now": ("现行", DutyEdition.current(TODAY)), "old": ("不是现行", ~DutyEdition.current(TODAY))},
        ),
        Choice("kind", "哪一张", DutyEdition.kind, options=LISTS),
    ),
    search=(DutyItem.title, DutyItem.area, DutyItem.department, DutyItem.basis),
    finds_by="事项、领域、部门、依据",
    order=DutyItem.created_at,
    joins=((DutyEdition, DutyEdition.id == DutyItem.edition_id),),
    extra=(DutyItem.edition_id,),
    scope=DutyEdition.reach,
    hit=("kind", "serial"),
    counter="条",
    empty="没有符合条件的条目。",
)

tasks = Register(
    DutyTask,
    key="duty_lists.tasks",
    name="下派任务",
    title="下派任务台账",
    permission="duty_lists.view",
    show="duty_lists.show_task",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("received_on", "日期", kind="day"),
        Column("sender", "来文部门", width=20),
        Column("title", "事项", main=True, width=36),
        Column("verdict", "命中清单", names=VERDICTS, width=12),
        Column("row", "第几项", DutyItem.serial, kind="number", only="opt opt2"),
        Column("status", "处理", kind="status"),
        Column("law", "依据", shown=False, width=40),
        Column("approver", "批准人", User.name, only="opt opt2", width=12),
        Column("person_times", "人次", kind="number", shown=False),
        Column("hours", "耗时（小时）", kind="number", only="opt"),
        Column("way", "怎么来的", names=WAYS, shown=False),
        Column("plan_number", "计划号", shown=False, width=20),
        Column("due_on", "要求完成", kind="day", shown=False),
        Column("letter_number", "退回函", shown=False, width=24),
        Column("forced_by", "谁强派", shown=False, width=20),
    ),
    filters=(
        by_status(DutyTask, "没有办完"),
        Choice("verdict", "命中清单", options=VERDICTS, also={"outside": ("清单外", DutyTask.verdict.in_(OUTSIDE))}),
        Days("created", "登记日期", DutyTask.created_at),
    ),
    search=(DutyTask.number, DutyTask.title, DutyTask.sender, DutyTask.letter_number),
    finds_by="编号、事项、来文部门、退回函",
    order=DutyTask.created_at,
    beside=((DutyItem, DutyItem.id == DutyTask.item_id), (User, User.id == DutyTask.approved_by_id)),
    hit=("sender", "status"),
    empty="没有符合条件的下派任务。",
)

admissions = Register(
    Admission,
    key="duty_lists.admissions",
    name="准入申请",
    permission="duty_lists.view",
    show="duty_lists.show_admission",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "事项", main=True, width=36),
        Column("sender", "申请部门", width=20),
        Column("status", "状态", kind="status"),
        Column("valid_from", "起", kind="day", only="opt"),
        Column("valid_until", "止", kind="day"),
        Column("assess_on", "下次评估", kind="day", shown=False),
        Column("hours", "每月工时", kind="number", shown=False),
        Column("funds_fen", "每年经费", kind="money", shown=False),
    ),
    filters=(by_status(Admission, "没有审批"), Days("created", "登记日期", Admission.created_at)),
    search=(Admission.number, Admission.title, Admission.sender),
    finds_by="编号、事项、申请部门",
    order=Admission.created_at,
    hit=("sender", "status"),
    empty="没有符合条件的准入申请。",
)

opinions = Register(
    AdmissionOpinion,
    key="duty_lists.opinions",
    name="社区意见",
    permission="duty_lists.view",
    show="duty_lists.show_opinion",
    columns=(
        Column("subject", "事项", Admission.title, main=True, width=36),
        PLACE,
        Column("status", "意见", kind="status"),
        Column("created_at", "征求日期", kind="day"),
        Column("due_on", "请在前答复", Admission.due_on, kind="day", only="opt"),
    ),
    filters=(by_status(AdmissionOpinion, "没有答复"), Days("created", "征求日期", AdmissionOpinion.created_at)),
    search=(Admission.title, OrgUnit.short_name),
    finds_by="事项、社区",
    order=AdmissionOpinion.created_at,
    joins=(
        (Admission, Admission.id == AdmissionOpinion.admission_id),
        (OrgUnit, OrgUnit.id == AdmissionOpinion.unit_id),
    ),
    counter="条",
    empty="没有符合条件的意见。",
)

ratings = Register(
    DutyRating,
    key="duty_lists.ratings",
    name="反向评价",
    permission="duty_lists.rate",
    show="duty_lists.show_rating",
    columns=(
        Column("year", "年度", kind="number"),
        Column("department", "部门", main=True, width=24),
        Column("kind", "是", names=RATED),
        PLACE,
        Column("score", "分数", kind="number"),
        Column("weight", "权重（%）", kind="number", only="opt"),
    ),
    filters=(Choice("kind", "是", options=RATED), Days("created", "登记日期", DutyRating.created_at)),
    search=(DutyRating.department, OrgUnit.short_name),
    finds_by="部门、乡镇",
    order=DutyRating.created_at,
    joins=((OrgUnit, OrgUnit.id == DutyRating.unit_id),),
    counter="条",
    empty="还没有反向评价。",
)

SHEETS = {
    kind: Import(
        f"duty_lists.{kind}_items",
        f"导入{LISTS[kind]}",
        form,
        MANAGE,
        DutyItem,
        add=DutyEdition.put,
        example={"serial": "900"},
        aliases={
            "title": ("事项名称", "条目", "条目名称"),
            "area": ("大类", "类别"),
            "basis": ("法源", "设定依据", "法律依据"),
            "basis_number": ("发文字号", "文件号"),
            "department": ("责任部门", "牵头部门", "责任办公室"),
        },
    )
    for kind, form in ITEM_FORMS.items()
}
