"""Family points for residents without an account: what may be claimed, following a claim by its code, the statement by that of the card."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from plugins.family_points.blueprint import bp
from plugins.family_points.forms import AppealForm, PublicClaimForm
from plugins.family_points.models import Good, PointAccount, PointClaim, PointRule
from plugins.family_points.papers import statement
from plugins.family_points.settings import rules_of
from plugins.family_points.views.claims import rules_offered
from portal import clock
from portal.documents.printing import to_pdf
from portal.documents.sheet import Sheet
from portal.extensions import db, limiter
from portal.org.models import OrgUnit
from portal.records.papers import pdf
from portal.records.public_asking import FollowForm
from portal.records.public_following import by_code
from portal.records.public_guards import opened, public_unit, sought
from portal.records.public_pages import Poster, PublicAsk, mount_public
from portal.web.pages.rendering import render

GOODS = 100  # on the page
PAPERS = "60/hour"  # from one address


def _told(claim: PointClaim) -> list[tuple[str, str]]:
    """What whoever knows the code sees; nobody's name."""
    answer = next((each.note for each in reversed(claim.events) if each.verb in ("refuse", "uphold", "correct")), "")
    return [
        ("事项", claim.title),
        ("日期", str(claim.happened_on)),
        ("分值", f"{claim.points} 分"),
        *([("答复期限", str(claim.due_on))] if claim.open and claim.due_on else []),
        *([("答复", answer)] if answer else []),
    ]


claiming = mount_public(
    bp,
    PointClaim.claim,
    PublicAsk(
        PublicClaimForm,
        title="申报家庭积分",
        button="提交申报",
        done=lambda claim: f"已收到，{rules_of(claim.unit).answer_days} 天内答复。",
        explanation="家里做了下面这些事的，可以申报。只加分，不扣分；不用交照片。",
        start=lambda unit: {"happened_on": clock.today(), "times": 1},
        prepare=rules_offered,
        error_at="rule_id",
    ),
    at="claims",
    tells=_told,
    steps={
        PointClaim.appeal: PublicAsk(
            AppealForm, title="提出异议", at="appeal", done="已收到异议，由另一个人复核。", error_at="reason"
        ),
        PointClaim.withdraw: PublicAsk(title="撤回申报", at="withdrawal", done="已撤回。", danger=True),
    },
    sheet=Poster(
        "申报家庭积分",
        needs="family_points.view",
        lines=(
            "一、扫码选事项，写日期、谁做的、联系电话和证明。",
            "二、抄下编号和查询码，凭它看答复、提异议。",
            "三、积分只加不扣，只用来在积分超市兑换物品。",
            "四、不方便用手机的，请告诉网格员，或者到窗口登记。",
        ),
    ),
)


def _page(unit: OrgUnit, form: FollowForm, account: PointAccount | None, status: int = 200) -> ResponseReturnValue:
    form.number.description, form.code.description = "写在家庭积分查询卡上。", ""
    return render(
        "family_points/public/statement.html",
        status=status,
        unit=unit,
        form=form,
        account=account,
        told=statement(account) if account else {},
        home_url=url_for("family_points.public_points", unit_id=unit.id),
    )


def ask_statement(unit_id: int) -> ResponseReturnValue:
    """Asks for number and code."""
    return _page(public_unit(unit_id), FollowForm(formdata=None), None)


def show_statement(unit_id: int) -> ResponseReturnValue:
    """The statement, for whoever knows number and code."""
    unit = public_unit(unit_id)
    form, account = by_code(PointAccount, unit)
    return _page(unit, form, account, 200 if account else 422)


def print_statement(unit_id: int) -> ResponseReturnValue:
    """The same as PDF; nothing is stored."""
    unit = public_unit(unit_id)
    form, account = by_code(PointAccount, unit)
    if account is None:
        return _page(unit, form, None, 422)
    sheet = Sheet(title="家庭积分对账单", office=account.unit.name, number=account.number)
    given = {"account": account, "office": account.unit.name, **statement(account)}
    return pdf(
        to_pdf(render_template("family_points/documents/statement.html", sheet=sheet, **given), sheet.title),
        sheet.title,
    )


def points_page(unit_id: int) -> ResponseReturnValue:
    """What points are given for here, what they are exchanged for, and what may be done."""
    unit = public_unit(unit_id)
    return render(
        "family_points/public/points.html",
        unit=unit,
        rules=db.session.scalars(PointRule.of(unit)).all(),
        goods=db.session.scalars(Good.for_points_of(unit).limit(GOODS).options(joinedload(Good.unit))).all(),
        claim_url=claiming.url(unit),
        follow_url=claiming.following.url("follow", unit),
        statement_url=url_for("family_points.public_statement", unit_id=unit.id),
        home_url=url_for("home.landing", unit_id=unit.id),
    )


def _rarely(answer, name: str, what: str):
    """As `sought`; a paper costs more than a page."""
    return limiter.limit(PAPERS)(sought(answer, name, what))


for at, name, method, guard, answer in (
    ("points", "public_points", "GET", opened, points_page),
    ("statement", "public_statement", "GET", opened, ask_statement),
    ("statement", "show_statement", "POST", sought, show_statement),
    ("statement.pdf", "print_own_statement", "POST", _rarely, print_statement),
):
    view = guard(answer, f"{bp.name}_{name}", answer.__doc__ or "")
    bp.add_url_rule(f"/public/<int:unit_id>/{at}", name, view, methods=[method])
