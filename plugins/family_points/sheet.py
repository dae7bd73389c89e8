"""积分登记 from Excel, row by row; the rule is told by its name."""

from plugins.family_points.forms import ClaimRowForm
from plugins.family_points.models import POINTS, PointClaim, PointRule
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.personal_names import normalise_name
from portal.records.imports import Import
from portal.records.people import Contact


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
    aliases={
        "phone": ("电话", "联系电话", "手机"),
        "claimant": ("姓名",),
        "happened_on": ("日期",),
        "times": ("次数",),
        "one_family": ("一家人",),
    },
)
