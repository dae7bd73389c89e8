"""我的账号 → 登录在哪里: in which browsers one is signed in, and 退出其他."""

from flask import url_for
from flask_login import current_user

from portal.accounts import sessions
from portal.accounts.views import bp
from portal.audit import trail
from portal.web.forms.idempotency import saved
from portal.web.http.guards import signed_in
from portal.web.pages.rendering import render


@bp.get("/account/sessions")
@signed_in
def own_sessions():
    """Those that are open."""
    crumbs = [("我的账号", "/account"), ("登录在哪里", "")]
    return render("accounts/sessions.html", found=sessions.open_sessions(current_user), crumbs=crumbs)


@bp.post("/account/sessions")
@signed_in
def end_other_sessions():
    """退出其他: it takes no password, for it can only do good."""
    sessions.end_others(current_user)
    trail.record("sessions_ended")
    return saved(url_for("accounts.own_sessions"), "其他地方的登录都已退出。")
