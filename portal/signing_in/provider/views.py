"""设置 → 统一身份认证: set by whoever decides on settings of a city or county."""

from flask import Blueprint, current_app, flash, redirect, url_for
from flask_login import current_user
from sqlalchemy import select

from portal import clock
from portal.audit import trail
from portal.database import reading_first
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings.sections import FURTHER
from portal.signing_in.provider.door import answer_at, client, service_of
from portal.signing_in.provider.forms import ProviderForm
from portal.signing_in.provider.models import MANAGE, IdentityProvider
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

bp = Blueprint("providers", __name__, url_prefix="/providers", template_folder="../templates")
TITLE = "统一身份认证"
PLACES = ("city", "county")
FURTHER.append((TITLE, "/providers"))


@bp.get("")
@requires(MANAGE)
def index():
    """Those of the own subtree."""
    found = db.session.scalars(IdentityProvider.visible_to(current_user).order_by(IdentityProvider.id)).all()
    return render("signing_in/providers.html", found=found, crumbs=[("各项设置", "/settings"), (TITLE, "")])


@bp.get("/new")
@requires(MANAGE)
def new():
    """The form for one more."""
    return _page(_form())


@bp.post("/new")
@requires(MANAGE)
def create():
    """Add it."""
    form = _form()
    if not form.validate():
        return _page(form, status=422)
    provider = IdentityProvider(made_by_id=current_user.id, secret="")
    _fill(provider, form)
    db.session.add(provider)
    db.session.flush()
    return _changed(provider, "增加", "已增加，请先试一次连接，再让一位同事用它登录。")


@bp.get("/<int:provider_id>")
@requires(MANAGE)
def show(provider_id: int):
    """One of them, without its secret."""
    provider = _provider(provider_id)
    names = ("unit_id", "name", "issuer", "client_id", "scope", "claim", "twofold")
    given = {name: getattr(provider, name) for name in names} | {"public": not provider.secret}
    return _page(_form(provider, data=given), provider)


@bp.post("/<int:provider_id>")
@requires(MANAGE)
def update(provider_id: int):
    """Change what is set."""
    provider = _provider(provider_id)
    form = _form(provider)
    if not form.validate():
        return _page(form, provider, 422)
    before = provider.mark
    _fill(provider, form)
    return _changed(
        provider, "修改", "已保存。" if provider.mark == before else "已保存。用它登录的都已退出，请重新登录。"
    )


@bp.post("/<int:provider_id>/trial")
@requires(MANAGE)
def try_out(provider_id: int):
    """试一次连接: what it says of itself is fetched anew."""
    with reading_first():
        service = service_of(_provider(provider_id))
    try:
        about = service.about(anew=True)
    except client().Fault as fault:
        flash(str(fault), "warning")
        return redirect(url_for("providers.show", provider_id=provider_id), 303)
    out = "也能从那里退出。" if about.get("end_session_endpoint") else "对方没有提供退出的地址。"
    return saved(url_for("providers.show", provider_id=provider_id), f"连接正常，对方的密钥能读。{out}")


@bp.post("/<int:provider_id>/removal")
@requires(MANAGE)
def remove(provider_id: int):
    """停用: its secret is deleted with it, and the sessions begun there are over."""
    provider = _provider(provider_id)
    provider.ended_at, provider.secret = clock.now(), ""
    _note(provider, "停用")
    return saved(url_for("providers.index"), f"已停用“{provider.name}”，密钥已经删除，用它登录的都已退出。")


def _provider(provider_id: int) -> IdentityProvider:
    return get_or_404(IdentityProvider.visible_to(current_user), provider_id)


def _form(provider: IdentityProvider | None = None, **given) -> ProviderForm:
    form = ProviderForm(**given)
    places = select(OrgUnit).where(OrgUnit.reach(current_user, MANAGE), OrgUnit.kind.in_(PLACES))
    found = db.session.scalars(places.where(OrgUnit.closed_on.is_(None)).order_by(OrgUnit.path))
    form.unit_id.choices = {each.id: each.name for each in found}
    form.networks = current_app.extensions["portal_settings"].networks
    form.before = (provider.issuer, provider.client_id, provider.secret) if provider else ()
    return form


def _fill(provider: IdentityProvider, form: ProviderForm) -> None:
    for name in ("name", "issuer", "client_id", "scope", "claim", "twofold"):
        setattr(provider, name, (form[name].data or "").strip())
    if form.public.data or form.secret.data:
        provider.secret = form.secret.data or ""
    provider.place(db.session.get_one(OrgUnit, form.unit_id.data))


def _changed(provider: IdentityProvider, what: str, told: str):
    _note(provider, what)
    return saved(url_for("providers.show", provider_id=provider.id), told)


def _note(provider: IdentityProvider, what: str) -> None:
    """Never the secret."""
    detail = f"{what}：{provider.name}（{provider.issuer}）"
    trail.record("provider_change", subject=provider, unit=provider.unit, detail=detail)


def _page(form: ProviderForm, provider: IdentityProvider | None = None, status: int = 200):
    crumbs = [("各项设置", "/settings"), (TITLE, "/providers"), (provider.name if provider else "增加", "")]
    return render(
        "signing_in/provider.html",
        status=status,
        form=form,
        provider=provider,
        answer_at=answer_at(),
        crumbs=crumbs,
    )
