"""群体成员: the list of those for whom the elected speak, and how it comes from Excel."""

from flask_login import current_user

from portal.cases.blueprint import bp
from portal.cases.case_page import case_or_404
from portal.cases.group_forms import MemberForm
from portal.cases.models import Case
from portal.cases.models.correcting import CORRECT
from portal.cases.models.electing import GroupMember
from portal.cases.steps import changes
from portal.records.import_pages import mount_import
from portal.records.imports import Import
from portal.web.http.guards import requires
from portal.web.pages.rendering import render


@bp.get("/<int:case_id>/members")
@requires("cases.view")
def members(case_id: int):
    """The members, masked; with what the reader may do about them."""
    case = case_or_404(case_id, current_user)
    rows = [
        {
            "id": each.id,
            "name": each.contact.name,
            "side": case.called(each.side),
            "phone": each.contact.phone_masked,
            "id_number": each.contact.id_number_masked,
            "note": each.note,
        }
        for each in case.members
    ]
    speakers = [each for each in case.parties if each.elected_on]
    may = changes.offers(Case.add_member, case, current_user)
    return render("cases/members.html", case=case, rows=rows, speakers=speakers, may=may)


def _enter(case: Case, *, by, **row) -> GroupMember:
    """A row of the sheet."""
    return case.enter_member(by=by, **MemberForm(formdata=None, data=row).arguments())


def _open_to_changes(case_id: int) -> Case:
    case = case_or_404(case_id, current_user)
    Case.add_member.check(case, current_user)
    return case


MEMBERS = Import(
    "cases.members",
    "导入群体成员名单",
    MemberForm,
    CORRECT,
    GroupMember,
    add=_enter,
    aliases={"name": ("成员姓名", "职工姓名", "业主姓名"), "note": ("说明",)},
)
mount_import(bp, MEMBERS, at="/<int:case_id>", load=_open_to_changes, back="cases.index")
