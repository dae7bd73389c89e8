"""The lists of 群众反映: reports, labels."""

from sqlalchemy import and_, func, select

from plugins.public_reports.choices import CHANNELS, PLACES
from plugins.public_reports.models import Label, Report
from plugins.public_reports.models.label import VIEW
from portal.cases.models import Case
from portal.cases.neighbourhood import MATTER_NAMES
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, by_status
from portal.records.ranges import Days
from portal.records.register import Register

QUIET = and_(Label.status == "in_use", Label.quiet_on < TODAY)
RATED = {None: "", True: "是", False: "否"}
behind = select(func.count(Report.id)).where(Report.label_id == Label.id, Report.tip_off.is_(False)).scalar_subquery()

reports = Register(
    Report,
    key="public_reports.reports",
    name="来件",
    title="群众反映",
    permission=VIEW,
    show="public_reports.show_report",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "什么事", main=True, width=30),
        Column("label", "点位", Label.title, only="opt", width=20),
        Column("matter", "类别", names=MATTER_NAMES, only="opt"),
        Column("channel", "渠道", names=CHANNELS, only="opt opt2"),
        Column("status", "状态", kind="status"),
        Column("due_at", "看、定到", kind="due"),
        Column("created_at", "收到", kind="moment", only="opt"),
        Column("case_number", "事项", Case.number, shown=False, width=24),
        Column("answered_at", "答复", kind="moment", shown=False),
        Column("answered_by", "答复人", kind="person", shown=False),
        Column("satisfied", "满意", names=RATED, shown=False),
    ),
    filters=(
        by_status(Report, "没有答复"),
        Choice("matter", "类别", options=MATTER_NAMES),
        Choice("channel", "渠道", options=CHANNELS),
        Days("created", "收到日期", Report.created_at),
    ),
    search=(Report.number, Report.title),
    finds_by="编号、什么事",
    order=Report.created_at,
    beside=((Label, Label.id == Report.label_id), (Case, Case.id == Report.case_id)),
    hit=("number", "status"),
    empty="没有符合条件的来件。",
)
labels = Register(
    Label,
    key="public_reports.labels",
    name="收件码",
    permission=VIEW,
    show="public_reports.show_label",
    columns=(
        Column("number", "编号", kind="serial", only="opt"),
        Column("title", "点位", main=True, width=24),
        Column("kind", "类型", names=PLACES),
        Column("unit", "社区、网格", OrgUnit.short_name, only="opt", width=16),
        Column("status", "状态", kind="status"),
        Column("reports", "来件（不含举报）", behind, kind="number"),
        Column("last_used_at", "最近来件", kind="moment", only="opt"),
        Column("created_at", "登记", kind="day", shown=False),
        Column("posted_at", "贴出", kind="day", shown=False),
    ),
    filters=(
        by_status(Label, "待贴、破损", quiet=("久无来件，去看看", QUIET)),
        Choice("kind", "类型", options=PLACES),
        Days("created", "登记日期", Label.created_at),
    ),
    search=(Label.number, Label.title, Label.word, OrgUnit.short_name),
    finds_by="编号、点位、码、社区网格",
    order=Label.created_at,
    joins=((OrgUnit, OrgUnit.id == Label.unit_id),),
    steps={Label.post: "posting"},
    counter="个",
    empty="还没有收件码。",
)
