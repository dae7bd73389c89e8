"""从哪里登录: who may only come from listed addresses is asked at the password and at every request; what is answered is what a wrong password
gets, so that whoever tries from elsewhere learns nothing. On the command line the list is taken off."""

import sys

import click
from flask.typing import ResponseReturnValue

from portal.accounts import sessions, views
from portal.accounts.cli import accounts_cli
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.command_line import UNIT
from portal.settings import change
from portal.signing_in.addresses import here
from portal.signing_in.settings import KEY, may_come_from


def ask(user: User, onward: str, proof: sessions.Proof | None) -> ResponseReturnValue | None:
    """The answer to a wrong password, for whoever may not sign in from here, by whatever `proof`; recorded."""
    if may_come_from(user, here()):
        return None
    return views.refuse(user, f"{user.username}：不在许可的地址")


def stands(user: User) -> bool:
    """Whether a session of `user` may go on from where this request comes."""
    return may_come_from(user, here())


views.BETWEEN.insert(0, ask)  # before anything is asked that tells that the password was right
sessions.STANDS.append(stands)


@accounts_cli.command("any-address")
@click.option("--unit", type=UNIT, required=True, help="哪个单位的名单：编号、区划代码或名称。")
@click.option("--reason", default="从命令行取消", help="理由，记入审计记录。")
def any_address(unit, reason: str):
    """取消只许从某些地址登录的限制。名单写错、谁也登录不了时用。"""
    try:
        change(KEY, unit, {"addresses": [""]}, by=None, reason=reason)
    except RuleError as error:
        sys.exit(str(error))
    db.session.commit()
    click.echo(f"{unit.name}不再限制从哪里登录。")
