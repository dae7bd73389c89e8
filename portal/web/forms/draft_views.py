"""Saving drafts: while a form is being filled (autosave), and when the session or the CSRF token has expired."""

from flask import Blueprint, Flask, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError

from portal import clock
from portal.database import reading_first
from portal.extensions import db
from portal.web.forms import kept_files
from portal.web.forms.drafts import TOO_LONG, discard, keep
from portal.web.forms.form_token import FIELD, unseal
from portal.web.http import before_writing, error_pages
from portal.web.http.guards import login_url, signed_in

bp = Blueprint("drafts", __name__)
TOO_OLD = (
    "登录已过期，这张表单打开也超过一周了，没有提交，也不能替您保存。不要关闭这一页：在新窗口里登录，再回到这一页，按“后退”，"
    "填写的内容还在，再提交一次。"
)


def init_app(app: Flask) -> None:
    """Register the routes, and answer forms whose CSRF token is invalid."""
    app.register_blueprint(bp)
    app.register_error_handler(CSRFError, _stale_token)


def _stale_token(error: CSRFError) -> ResponseReturnValue:
    if rescued := rescue_forged():
        return rescued
    error_pages.note_refusal(400)
    return error_pages.page(400, "页面停留太久，请返回上一页刷新后再提交。")


def rescue_expired() -> ResponseReturnValue | None:
    """Before every view: a POST without a session saves its content as a draft and redirects to sign-in."""
    if request.method != "POST" or current_user.is_authenticated:
        return None
    sealed = _sealed()
    if sealed is None:
        return error_pages.page(409, TOO_OLD) if _sealed(aged=True) else None
    path = sealed[2]
    before_writing.work_on_files()
    kept = keep(*sealed, request.form)
    if request.endpoint == "drafts.autosave":
        return _autosaved(kept)
    target = login_url(f"{path}?draft=1")
    if kept:  # said by the address: a field checked at the same moment brings the page, and its flashed words, twice
        target += "&kept=1"
    else:
        flash(TOO_LONG, "warning")
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": target}
    return redirect(target, 303)


def rescue_forged() -> ResponseReturnValue | None:
    """Save a form whose CSRF token is no longer valid (another sign-in in between) as a draft of the user it was made for.

    That user gets the form back; anybody else is told that it was saved, without seeing it.
    """
    if not current_user.is_authenticated:
        return None
    fresh, sealed = _sealed(), _sealed(aged=True)
    if sealed is None or not (fresh or sealed[1] == current_user.id):
        return None
    db.session.rollback()
    _, user_id, path = sealed
    with reading_first():
        before_writing.work_on_files()
    kept = keep(*sealed, request.form)
    if request.endpoint == "drafts.autosave":
        return _autosaved(kept)
    if user_id != current_user.id:
        flash("这张表单是另一位用户填写的，没有提交；已替他保存，他登录后可以接着填。", "warning")
        return redirect("/", 303)
    flash("页面已过期，内容没有丢失。请核对后再次提交。" if kept else TOO_LONG, "warning")
    return redirect(f"{path}?draft=1", 303)


def _sealed(*, aged: bool = False) -> tuple[str, int, str] | None:
    """The sealed value of a form with something typed in it."""
    return unseal(request.form.get(FIELD), aged=aged) if request.endpoint != "drafts.discard_one" else None


def _autosaved(kept: bool) -> ResponseReturnValue:
    return f"已保存 {clock.local(clock.now()):%H:%M}" if kept else (TOO_LONG, 413)


@bp.post("/drafts")
@signed_in
def autosave() -> ResponseReturnValue:
    """Keep the form that is being filled; the script sends it now and then."""
    sealed = unseal(request.form.get(FIELD), aged=True)
    if sealed is None or sealed[1] != current_user.id:
        abort(400)
    return _autosaved(keep(*sealed, request.form))


@bp.post("/drafts/discard")
@signed_in
def discard_one():
    """Throw the draft of a page away."""
    sealed = unseal(request.form.get(FIELD))
    if sealed is None or sealed[1] != current_user.id:
        abort(400)
    discard(*sealed)
    db.session.commit()
    kept_files.discard(*sealed[:2])
    return redirect(sealed[2], 303)
