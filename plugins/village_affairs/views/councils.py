"""四会: founded, their members, what they did."""

from datetime import timedelta

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.village_affairs.blueprint import bp
from plugins.village_affairs.forms.council import (
    ActivityForm,
    CharterForm,
    CouncilForm,
    CouncilMemberForm,
    EndForm,
    PlaceForm,
)
from plugins.village_affairs.models import Council
from plugins.village_affairs.models.matter import MANAGE
from plugins.village_affairs.papers import council_papers
from plugins.village_affairs.register import activities, councils
from plugins.village_affairs.settings import rules_of
from portal import clock
from portal.accounts.places import places_for
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import LastDayForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, present, today
from portal.settings import listed
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render
from portal.workdays.arithmetic import months_after

RECENT = 50
ACTIVITY = ("on", "kind", "title", "people", "outcome")
begin = begin_button(Council.set_up)


def offer_kinds(form: CouncilForm, unit: OrgUnit) -> None:
    form.kind.choices = listed(rules_of(unit).village_councils)


def a_term(council: Council) -> dict:
    """From today for the years of the settings."""
    until = months_after(clock.today(), 12 * rules_of(council.unit).village_council_years) - timedelta(days=1)
    return {"valid_from": clock.today(), "valid_until": until}


def offer_places(form: PlaceForm, council: Council) -> None:
    form.unit_id.choices = places_for(current_user, MANAGE, ("community",))


def relocated(form: PlaceForm, council: Council) -> dict:
    return {"unit": db.session.get_one(OrgUnit, form.unit_id.data), "reason": form.text.data}


mount_register(
    bp,
    councils,
    at="/councils",
    endpoint="councils",
    export="village_affairs.export",
    actions=lambda: [*begin(), Action("活动台账", url_for("village_affairs.activities"), "file-text")],
)
mount_register(bp, activities, at="/activities", endpoint="activities", export="village_affairs.export")
mount_beginning(
    bp,
    Council.set_up,
    Ask(
        CouncilForm,
        done="已设立，请登记成员。",
        button="设立",
        prepare=offer_kinds,
        start=lambda unit: {"founded_on": clock.today()},
        args=("kind", "founded_on", "charter"),
        error_at="kind",
        fields=("unit_id", "kind", "founded_on", "charter"),
    ),
    at="/councils/new",
    show=lambda council: url_for("village_affairs.show_council", council_id=council.id),
    back="village_affairs.councils",
    place="unit_id",
    kinds=("community",),
)
steps = mount(
    bp,
    Council,
    at="/councils/<int:council_id>",
    show="village_affairs.show_council",
    prefix="council_",
    steps={
        Council.note: Ask(
            ActivityForm, at="activities/new", done="已登记。", main=True, icon="plus", start=today("on"), args=ACTIVITY
        ),
        Council.enlist: Ask(
            CouncilMemberForm, at="members/new", done="已登记。", icon="plus", start=a_term, error_at="name"
        ),
        Council.amend: Ask(
            CharterForm,
            at="charter",
            done="已修改。",
            icon="pencil",
            button="保存",
            start=lambda council: {"charter": council.charter},
        ),
        Council.relocate: Ask(
            PlaceForm,
            at="place",
            done="已更正。",
            icon="pencil",
            button="保存",
            start=lambda council: {"unit_id": council.unit_id},
            prepare=offer_places,
            args=relocated,
            error_at="unit_id",
            explanation="设错了村、社区的才更正；成员和活动一起改过去。",
        ),
        Council.dissolve: Ask(
            EndForm,
            at="ending",
            done="已撤销。",
            icon="x",
            tone="danger",
            start=today("on"),
            error_at="on",
            explanation="在任的成员同一天卸任；名册和活动台账保留。",
        ),
        Council.restore: Ask(ReasonForm, at="restoring", done="已恢复，请重新登记成员。", icon="undo-2"),
        Council.release: Ask(
            LastDayForm,
            at="members/<int:council_member_id>/ending",
            done="已登记卸任。",
            title=lambda council, member: f"卸任：{member.name}",
            row=among("members"),
            start=today("on"),
            error_at="on",
        ),
        Council.correct: Ask(
            ActivityForm,
            at="activities/<int:activity_id>",
            done="已改正。",
            button="保存",
            row=among("activities"),
            start=present(*ACTIVITY),
            args=ACTIVITY,
        ),
    },
)


@bp.get("/councils/<int:council_id>")
@requires("village_affairs.view")
def show_council(council_id: int):
    """One council: members, charter, what it did lately."""
    council = get_or_404(
        Council.visible_to(current_user).options(joinedload(Council.unit), selectinload(Council.members)), council_id
    )
    return render(
        "village_affairs/council.html",
        council=council,
        actions=steps.actions(council, current_user),
        papers=council_papers.offered(council, current_user),
        recent=council.activities[:RECENT],
        may_manage=steps.offers(Council.release, council, current_user),
        crumbs=[("四会", url_for("village_affairs.councils")), (council.name, "")],
    )
