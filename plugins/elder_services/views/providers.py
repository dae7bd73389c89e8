"""服务单位: list, enlisting, the page of each with its last orders."""

from flask import url_for
from flask_login import current_user

from plugins.elder_services.blueprint import bp
from plugins.elder_services.forms import EnlistForm, ProviderForm
from plugins.elder_services.models import Provider, ServiceOrder
from plugins.elder_services.models.provider import MANAGE
from plugins.elder_services.register import providers
from portal.extensions import db
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import LastDayForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present, today
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

LATEST = 20

mount_beginning(
    bp,
    Provider.enlist,
    Ask(EnlistForm, done="已登记。", button="登记", start=today("valid_from"), error_at="name"),
    at="/providers/new",
    show=lambda provider: url_for("elder_services.providers"),
    back="elder_services.providers",
)
steps = mount(
    bp,
    Provider,
    at="/providers/<int:provider_id>",
    show="elder_services.provider",
    prefix="provider_",
    steps={
        Provider.correct: Ask(
            ProviderForm,
            at="correction",
            done="已更正。",
            icon="pencil",
            start=lambda row: {"kinds": row.kinds.split(), **present("name", "phone", "valid_from")(row)},
            error_at="name",
        ),
        Provider.release: Ask(LastDayForm, at="ending", done="已终止。", start=today("on"), error_at="on"),
    },
)
mount_register(
    bp,
    providers,
    at="/providers",
    endpoint="providers",
    export="elder_services.export",
    actions=begin_button(Provider.enlist),
)


def latest_orders(*which) -> list[ServiceOrder]:
    """The last orders that the reader may see, for which `which` holds."""
    rows = ServiceOrder.visible_to(current_user).where(*which).order_by(ServiceOrder.id.desc()).limit(LATEST)
    return list(db.session.scalars(rows).unique())


@bp.get("/providers/<int:provider_id>")
@requires(MANAGE)
def provider(provider_id: int):
    """One provider."""
    found = get_or_404(Provider.visible_to(current_user), provider_id)
    return render(
        "elder_services/body.html",
        heading=found.name,
        about=[
            ("服务项目", found.kind_names),
            ("电话", found.phone),
            ("开始", day(found.valid_from)),
            ("终止", day(found.valid_until)),
        ],
        actions=[] if found.valid_until else steps.actions(found, current_user),
        orders=latest_orders(ServiceOrder.provider_id == found.id),
        crumbs=[("服务单位", url_for("elder_services.providers")), (found.name, "")],
    )
