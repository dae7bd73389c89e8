"""包保干部: the list, and one cadre with all that he sponsors."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.grids.blueprint import bp
from plugins.grids.choices import EXPORT, MANAGE, VIEW
from plugins.grids.forms import AmendForm, ReleaseForm, SponsorForm
from plugins.grids.models import Sponsor
from plugins.grids.register import sponsors
from portal.extensions import db
from portal.records.beginning import begin_button, mount_beginning
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present, today
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

LIST, ONE = "grids.sponsors", "/sponsors/<int:sponsor_id>"

mount_register(bp, sponsors, at="/sponsors", endpoint="sponsors", export=EXPORT, actions=begin_button(Sponsor.assign))
mount_beginning(
    bp,
    Sponsor.assign,
    Ask(SponsorForm, done="已登记。", button="登记", start=today("valid_from"), error_at="name"),
    at="/sponsors/new",
    show=lambda sponsor: url_for("grids.show_sponsor", sponsor_id=sponsor.id),
    back=LIST,
    place="unit_id",
)
steps = mount(
    bp,
    Sponsor,
    at=ONE,
    show="grids.show_sponsor",
    prefix="sponsor_",
    steps={
        Sponsor.amend: Ask(
            AmendForm,
            at="correction",
            done="已保存。",
            button="保存",
            icon="pencil",
            start=present("office", "task"),
            edits=True,
            error_at="office",
        ),
        Sponsor.release: Ask(ReleaseForm, at="ending", done="已登记结束。", icon="x", start=today("on"), error_at="on"),
    },
)


@bp.get(ONE)
@requires(VIEW)
def show_sponsor(sponsor_id: int):
    """One cadre: what he sponsors and sponsored, as far as the reader sees it."""
    sponsor = get_or_404(Sponsor.visible_to(current_user).options(joinedload(Sponsor.first_unit)), sponsor_id)
    mine = (
        sponsor.alike()
        .where(Sponsor.seen_by(current_user))
        .options(joinedload(Sponsor.unit), joinedload(Sponsor.first_unit))
    )
    return render(
        "grids/sponsor.html",
        sponsor=sponsor,
        calls=sponsor.allows(current_user, MANAGE),
        rows=db.session.scalars(mine.order_by(Sponsor.valid_from.desc(), Sponsor.id.desc())).unique().all(),
        actions=steps.actions(sponsor, current_user),
        crumbs=[("包保干部", url_for(LIST)), (sponsor.name, "")],
    )
