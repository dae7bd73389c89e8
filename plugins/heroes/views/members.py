"""会员单位 of the association: they join, and they leave; nobody is struck off."""

from flask import abort, url_for
from flask_login import current_user

from plugins.heroes.blueprint import bp
from plugins.heroes.ledger_forms import EndMembershipForm, MemberForm
from plugins.heroes.models import Association, AssociationMember
from plugins.heroes.views.association import association_or_404, page, take
from portal import clock
from portal.extensions import db
from portal.records.import_pages import mount_import
from portal.records.imports import Import
from portal.web.http.guards import requires
from portal.web.pages.rendering import LARGEST_ID, get_or_404

FIELDS = ("name", "post", "contact", "phone", "valid_from")
WARNING = {"tone": "danger", "explanation": "退会后不再计入会员单位，登记和捐赠记录保留。"}


@bp.get("/association/members/new")
@requires("heroes.manage")
def new_member():
    """入会: the form."""
    association_or_404()
    return page(MemberForm(data={"valid_from": clock.today()}), "登记会员单位")


@bp.post("/association/members/new")
@requires("heroes.manage")
def add_member():
    """入会."""
    found, form = association_or_404(), MemberForm()
    return take(
        form,
        "登记会员单位",
        lambda: found.admit(by=current_user, **{name: form[name].data for name in FIELDS}),
        url_for("heroes.association"),
    )


@bp.get("/association/members/<int:member_id>/ending")
@requires("heroes.manage")
def new_ending(member_id: int):
    """退会: the form."""
    member = _member(association_or_404(), member_id)
    return page(EndMembershipForm(data={"on": clock.today()}), f"退会：{member.name}", **WARNING)


@bp.post("/association/members/<int:member_id>/ending")
@requires("heroes.manage")
def end_membership(member_id: int):
    """退会."""
    found, form = association_or_404(), EndMembershipForm()
    member = _member(found, member_id)
    return take(
        form,
        f"退会：{member.name}",
        lambda: found.release(member, form.on.data, form.reason.data, by=current_user),
        url_for("heroes.association"),
        **WARNING,
    )


def _member(found: Association, member_id: int) -> AssociationMember:
    member = db.session.get(AssociationMember, member_id) if member_id <= LARGEST_ID else None
    return member if member and member.association_id == found.id else abort(404)


MEMBERS = Import(
    "heroes.members", "导入会员单位", MemberForm, "heroes.manage", AssociationMember, add=Association.admit
)

mount_import(
    bp,
    MEMBERS,
    at="/association/<int:association_id>",
    load=lambda association_id: get_or_404(Association.visible_to(current_user), association_id),
    back="heroes.association",
)
