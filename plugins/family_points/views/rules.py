"""积分规则: the list, laying one down, ending it."""

from flask import url_for
from flask_login import current_user

from plugins.family_points.blueprint import bp
from plugins.family_points.forms import RuleForm
from plugins.family_points.models import PointRule
from plugins.family_points.register import VIEW, rules
from portal import clock
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import LastDayForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, today
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

EXPORT = "family_points.export"
mount_register(bp, rules, at="/rules", endpoint="rules", export=EXPORT, actions=begin_button(PointRule.lay_down))
mount_beginning(
    bp,
    PointRule.lay_down,
    Ask(
        RuleForm,
        done="已制定。",
        start=lambda unit: {"valid_from": clock.today()},
        explanation="只奖不罚：只能加分。信访、投诉、入学、低保、补贴、排名的事不能用积分。",
        error_at="name",
    ),
    at="/rules/new",
    show=lambda rule: url_for("family_points.show_rule", rule_id=rule.id),
    back="family_points.rules",
)
rule_steps = mount(
    bp,
    PointRule,
    at="/rules/<int:rule_id>",
    show="family_points.show_rule",
    prefix="rule_",
    steps={
        PointRule.stop: Ask(
            LastDayForm,
            at="ending",
            done="已停用。",
            icon="x",
            tone="danger",
            start=today("on"),
            explanation="停用以前做的，在登记期限内还可以登记。改分值的，停用以后另定一条。",
            error_at="on",
        )
    },
)


@bp.get("/rules/<int:rule_id>")
@requires(VIEW)
def show_rule(rule_id: int):
    """One rule."""
    rule = get_or_404(PointRule.visible_to(current_user), rule_id)
    return render(
        "family_points/rule.html",
        rule=rule,
        sheet=url_for("family_points.sheet_claim", unit_id=rule.unit_id),
        actions=rule_steps.actions(rule, current_user),
        crumbs=[("积分规则", url_for("family_points.rules")), (rule.name, "")],
    )
