"""取消动态码: for somebody whose telephone and paper are lost, by the administrator, and on the command line."""

import sys

import click
from flask import url_for
from flask_login import current_user

from portal.accounts import policy
from portal.accounts.cli import accounts_cli
from portal.accounts.management.listing import FURTHER
from portal.accounts.management.steps import ask, take, user_or_404
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.signing_in import guesses, verbs
from portal.signing_in.second_step import bp
from portal.web.forms import Form
from portal.web.http.guards import requires

VERB = "取消动态码、通行密钥"
ABOUT = {
    "explanation": "请当面确认是本人。动态码、备用码和通行密钥全部取消，以后只用密码就能登录，已有的登录全部退出；岗位要求第二步的，下次登录先重新设置。",
    "tone": "danger",
}


def offered(user: User) -> tuple[str, str] | None:
    """The step on the page of an account that has a second factor."""
    return (VERB, url_for("signing_in.new_reset", user_id=user.id)) if verbs.has_second(user) else None


FURTHER.append(offered)


@bp.get("/accounts/<int:user_id>/code")
@requires(policy.MANAGE)
def new_reset(user_id: int):
    """取消动态码: asks once more."""
    return ask(Form(), VERB, user_or_404(user_id), **ABOUT)


@bp.post("/accounts/<int:user_id>/code")
@requires(policy.MANAGE)
def reset(user_id: int):
    """取消动态码."""
    user = user_or_404(user_id)
    return take(Form(), VERB, user, lambda: _take_off(user, by=current_user), **ABOUT)


def _take_off(user: User, *, by: User | None) -> None:
    """取消, and whoever typed wrong codes for want of the telephone is slowed no longer."""
    verbs.reset(user, by=by)
    guesses.forget(user)


@accounts_cli.command("no-code")
@click.argument("username")
def no_code(username: str):
    """取消账号的动态码、备用码和通行密钥，已有的登录全部退出。管理员、审计员的手机丢了时用；先核实是本人。"""
    user = User.known_as(username) or sys.exit(f"没有账号 {username}。")
    try:
        _take_off(user, by=None)
    except RuleError as error:
        sys.exit(str(error))
    db.session.commit()
    click.echo(f"已取消 {username} 的动态码和通行密钥。")
