"""The lists of family points: claims, accounts, exchanges, the stock, the rules. None is ordered by points: families are not ranked. Claims from
Excel, row by row."""

from sqlalchemy.orm import aliased

from plugins.family_points.choices import PERIODS, POINT_KINDS
from plugins.family_points.forms import ClaimRowForm
from plugins.family_points.models import POINTS, Exchange, Good, PointAccount, PointClaim, PointRule
from portal.errors import RuleError
from portal.extensions import db
from portal.families import Family
from portal.families.register import named as of_family
from portal.org.models import OrgUnit
from portal.personal_names import normalise_name
from portal.records.columns import Column
from portal.records.filters import TODAY, Choice, by_status
from portal.records.imports import Import
from portal.records.people import Contact, named
from portal.records.ranges import Days
from portal.records.register import Register

VIEW = "family_points.view"
head = aliased(Contact)
to_buy = Good.valid_until.is_(None) & (Good.stock < Good.least)


claims = Register(
    PointClaim,
    key="family_points.claims",
    name="积分登记",
    title="家庭积分",
    permission=VIEW,
    show="family_points.show_claim",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "事项", main=True),
        Column("claimant", "谁做的", head.name, kind="person"),
        Column("happened_on", "日期", kind="day"),
        Column("points", "分值", kind="number"),
        Column("due_on", "期限", kind="due", only="opt2"),
        Column("status", "状态", kind="status"),
        Column("kind", "类别", PointRule.kind, names=POINT_KINDS, shown=False),
        Column("times", "次数", kind="number", shown=False),
        Column("proof", "证明", shown=False),
        Column("unit", "所在地", OrgUnit.short_name, shown=False),
        Column("created_at", "登记时间", kind="moment", shown=False),
    ),
    filters=(
        by_status(PointClaim, "等待答复"),
        Choice("kind", "类别", PointRule.kind, options=POINT_KINDS),
        Days("day", "做的日期", PointClaim.happened_on),
    ),
    search=(PointClaim.number, PointClaim.title),
    finds=named(PointClaim.claimant_id),
    finds_by="编号、事项、全名、电话",
    order=PointClaim.created_at,
    joins=(PointClaim.rule,),
    beside=((head, head.id == PointClaim.claimant_id), (OrgUnit, OrgUnit.id == PointClaim.unit_id)),
    hit=("number", "status"),
    empty="没有符合条件的积分登记。",
)
accounts = Register(
    PointAccount,
    key="family_points.accounts",
    name="积分账户",
    permission=VIEW,
    show="family_points.show_account",
    counter="户",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("head", "家庭联系人", head.name, kind="person", main=True),
        Column("unit", "所在地", OrgUnit.short_name),
        Column("balance", "余额", kind="number"),
        Column("next_expiry", "最近到期", kind="day"),
        Column("created_at", "开户时间", kind="moment", shown=False),
    ),
    filters=(
        Days("expiry", "最近到期", PointAccount.next_expiry),
        Choice("held", "余额", also={"yes": ("有余额的", PointAccount.balance > 0)}),
    ),
    search=(PointAccount.number,),
    finds=of_family(PointAccount.family_id),
    finds_by="编号、家人全名、电话",
    order=PointAccount.created_at,
    joins=(PointAccount.family,),
    beside=((head, head.id == Family.contact_id), (OrgUnit, OrgUnit.id == PointAccount.unit_id)),
    empty="还没有家庭得过积分。",
)
exchanges = Register(
    Exchange,
    key="family_points.exchanges",
    name="积分兑换",
    permission=VIEW,
    show="family_points.show_exchange",
    counter="笔",
    columns=(
        Column("number", "编号", kind="serial"),
        Column("title", "物品", main=True),
        Column("head", "家庭联系人", head.name, kind="person"),
        Column("quantity", "数量", kind="number", only="opt"),
        Column("points", "用分", kind="number"),
        Column("created_at", "兑换时间", kind="moment"),
        Column("status", "状态", kind="status"),
        Column("unit", "积分超市", OrgUnit.short_name, shown=False),
    ),
    filters=(by_status(Exchange), Days("day", "兑换日期", Exchange.created_at)),
    search=(Exchange.number, Exchange.title),
    finds=of_family(PointAccount.family_id),
    finds_by="编号、物品、家人全名、电话",
    order=Exchange.created_at,
    joins=(Exchange.account, (Family, Family.id == PointAccount.family_id)),
    beside=((head, head.id == Family.contact_id), (OrgUnit, OrgUnit.id == Exchange.unit_id)),
    empty="没有符合条件的兑换。",
)
goods = Register(
    Good,
    key="family_points.goods",
    name="兑换物品",
    title="积分超市",
    permission=VIEW,
    show="family_points.show_good",
    counter="种",
    columns=(
        Column("name", "物品", main=True),
        Column("points", "兑换分值", kind="number"),
        Column("stock", "库存", kind="number"),
        Column("measure", "单位"),
        Column("least", "最低库存", kind="number", only="opt2"),
        Column("unit", "所在地", OrgUnit.short_name),
        Column("valid_from", "上架", kind="day", shown=False),
        Column("valid_until", "下架", kind="day", shown=False),
    ),
    filters=(Choice("state", "情况", also={"offered": ("在架", Good.serving(TODAY)), "short": ("要进货", to_buy)}),),
    search=(Good.name,),
    finds_by="物品",
    order=Good.created_at,
    beside=((OrgUnit, OrgUnit.id == Good.unit_id),),
    empty="还没有上架物品。",
)
rules = Register(
    PointRule,
    key="family_points.rules",
    name="积分规则",
    permission=VIEW,
    show="family_points.show_rule",
    counter="条",
    columns=(
        Column("name", "事项", main=True),
        Column("kind", "类别", names=POINT_KINDS),
        Column("points", "分值", kind="number"),
        Column("measure", "单位"),
        Column("most", "每户最多", kind="number"),
        Column("period", "一期", names=PERIODS),
        Column("proof", "证明", only="opt2"),
        Column("valid_from", "施行", kind="day"),
        Column("valid_until", "停用", kind="day"),
        Column("source", "依据", shown=False),
        Column("unit", "所在地", OrgUnit.short_name, shown=False),
    ),
    filters=(
        Choice("kind", "类别", options=POINT_KINDS),
        Choice("state", "情况", also={"running": ("在用", PointRule.serving(TODAY))}),
    ),
    search=(PointRule.name, PointRule.source),
    finds_by="事项、依据",
    order=PointRule.created_at,
    beside=((OrgUnit, OrgUnit.id == PointRule.unit_id),),
    empty="还没有制定积分规则。",
)


def enter_row(unit: OrgUnit, *, by, rule_id: str, claimant: str, phone: str, **fields) -> PointClaim:
    """One row of a sheet, whose rule is told by its name."""
    rule = db.session.scalar(PointRule.of(unit).where(PointRule.name == rule_id.strip()).limit(1))
    if rule is None:
        raise RuleError(f"事项：没有“{rule_id}”这条规则，请照积分规则里的写。")
    who = Contact(name=normalise_name(claimant), phone=phone)
    fields["proof"] = fields.get("proof") or ""
    return PointClaim.claim(unit=unit, rule_id=rule.id, claimant=who, by=by, **fields)


CLAIMS = Import(
    "family_points.claims",
    "导入积分登记",
    ClaimRowForm,
    POINTS,
    PointClaim,
    add=enter_row,
    beside=lambda claim: claim.family,
    example={"rule_id": "参加居民议事会"},
    aliases={
        "phone": ("电话", "联系电话", "手机"),
        "claimant": ("姓名",),
        "happened_on": ("日期",),
        "times": ("次数",),
        "one_family": ("一家人",),
    },
)
