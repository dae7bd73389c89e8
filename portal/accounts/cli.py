"""`flask accounts …`: the first accounts of a new installation, and help for who is locked out."""

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment, User
from portal.accounts.passwords import WeakPassword, check_strength
from portal.accounts.permissions import ROLES
from portal.audit import trail
from portal.extensions import db
from portal.plugin.cli.group import UNIT

accounts_cli = AppGroup("accounts", help="账号。")
PASSWORD = click.option("--password", prompt="密码", hide_input=True, confirmation_prompt="再输一遍密码",
                        envvar="PORTAL_NEW_PASSWORD", help="不写时询问；至少 10 位，含三类字符。")


@accounts_cli.command("create")
@click.argument("username")
@click.option("--name", required=True, help="姓名。")
@click.option("--role", type=click.Choice(list(ROLES)), required=True, help="角色，例如 district（区管理员）。")
@click.option("--unit", type=UNIT, required=True, help="任职单位：编号、区划代码或名称。")
@PASSWORD
def create(username: str, name: str, role: str, unit, password: str):
    """开通一个账号并任职。新装的系统用它开通第一个区管理员。"""
    if db.session.scalar(select(User.id).where(User.username == username)):
        sys.exit(f"账号 {username} 已经存在。")
    user = User(username=username, name=name)
    _set(user, password)
    user.appointments.append(Appointment(unit=unit, role=role))
    db.session.add(user)
    db.session.flush()
    trail.record("account_create", subject=user, unit=unit, detail=f"{username}：{ROLES[role]}")
    db.session.commit()
    click.echo(f"已开通：{username}（{name}），{unit.name}{ROLES[role]}。")


@accounts_cli.command("password")
@click.argument("username")
@PASSWORD
def change_password(username: str, password: str):
    """重设密码，解除锁定，并让该账号已有的登录失效。"""
    user = _user(username)
    _set(user, password)
    user.note_success()
    trail.record("account_password", subject=user)
    db.session.commit()
    click.echo(f"已重设 {username} 的密码。")


@accounts_cli.command("appoint")
@click.argument("username")
@click.option("--role", type=click.Choice(list(ROLES)), required=True)
@click.option("--unit", type=UNIT, required=True)
def appoint(username: str, role: str, unit):
    """给账号增加一个任职。"""
    user = _user(username)
    user.appointments.append(Appointment(unit=unit, role=role))
    trail.record("account_appoint", subject=user, unit=unit, detail=ROLES[role])
    db.session.commit()
    click.echo(f"{user.name} 已任职：{unit.name}{ROLES[role]}。")


@accounts_cli.command("close")
@click.argument("username")
def close(username: str):
    """停用账号，终止其全部任职；记录保留。"""
    user = _user(username)
    user.active = False
    user.session_epoch += 1
    for appointment in user.current_appointments:
        appointment.valid_until = clock.today()
    trail.record("account_close", subject=user)
    db.session.commit()
    click.echo(f"已停用 {username}。")


def _user(username: str) -> User:
    found = db.session.scalar(select(User).where(User.username == username))
    return found or sys.exit(f"没有账号 {username}。")


def _set(user: User, password: str) -> None:
    try:
        check_strength(password)
    except WeakPassword as error:
        sys.exit(str(error))
    user.set_password(password)
