"""`plugins on|off|readonly|why|tree|history|settings`: the same decisions as on the pages, for the person at the server."""

import sys
from datetime import date

import click
from flask import current_app
from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.org.command_line import DAY, UNIT
from portal.org.models import OrgUnit
from portal.plugin.activation import decisions_for
from portal.plugin.models import STATES, Activation
from portal.plugin_admin.cli.group import plugins_cli
from portal.plugin_admin.switching import Wish, carry_out, plan
from portal.settings.cli import described


def _switching(name: str, state: str, help_text: str):
    @plugins_cli.command(name, help=help_text)
    @click.argument("key")
    @click.option("--unit", type=UNIT, required=True, help="单位：编号、区划代码或名称。")
    @click.option("--reason", required=True, help="理由。")
    @click.option("--from", "begins", type=DAY, help="开始日期，默认今天。")
    @click.option("--until", type=DAY, help="结束日期，默认长期。")
    @click.option("--lock", is_flag=True, help="锁定，下级不能更改。")
    @click.option("--yes", is_flag=True, help="不再询问。")
    def command(key, unit, reason, begins, until, lock, yes):
        made = _plan(
            Wish(
                plugin=key,
                unit=unit,
                state=state,
                locked=lock,
                valid_from=begins and begins.date(),
                valid_until=until and until.date(),
            )
        )
        for line in _consequences(made):
            click.echo(line)
        if not yes:
            click.confirm(f"确定在{unit.name}{STATES[state]} {key}？", abort=True)
        carry_out(made, by=None, reason=reason)
        db.session.commit()
        click.echo(f"已{STATES[state]}：{key}，{unit.name}。")

    return command


_switching("on", "on", "启用一个模块。")
_switching("off", "off", "停用一个模块，数据保留。")
_switching("readonly", "read_only", "把一个模块设为只读。")


@plugins_cli.command("why")
@click.argument("key")
@click.option("--unit", type=UNIT, required=True)
@click.option("--day", type=DAY, help="哪一天的情况，默认今天。")
def why(key: str, unit: OrgUnit, day):
    """某单位的某个模块为什么启用或停用。"""
    _known(key)
    decision = decisions_for(unit, _date(day))[key]
    click.echo(
        f"{unit.name}：{STATES[decision.state]}。{decision.reason}{f'（{decision.other}）' if decision.other else ''}。"
    )
    if decision.row_id:
        row = db.session.get(Activation, decision.row_id)
        click.echo(
            f"{row.unit.name}，{clock.local(row.at):%Y-%m-%d %H:%M}，{row.actor.name if row.actor else '系统'}：{row.reason}"
        )


@plugins_cli.command("tree")
@click.argument("key")
@click.option("--unit", type=UNIT, help="从哪个单位看起，默认全部。")
def tree(key: str, unit: OrgUnit | None):
    """各旗县区、乡镇街道的情况。"""
    _known(key)
    query = select(OrgUnit).where(OrgUnit.kind.in_(("city", "county", "township")), OrgUnit.closed_on.is_(None))
    if unit is not None:
        query = query.where(unit.subtree_of(OrgUnit))
    for each in db.session.scalars(query.order_by(OrgUnit.path)):
        decision = decisions_for(each)[key]
        click.echo(f"{'　' * len(each.ancestor_ids)}{each.short_name}：{STATES[decision.state]}（{decision.reason}）")


@plugins_cli.command("history")
@click.argument("key")
def history(key: str):
    """一个模块的全部开关记录。"""
    for row in db.session.scalars(select(Activation).where(Activation.plugin == key).order_by(Activation.id)):
        until = f" 至 {row.valid_until}" if row.valid_until else ""
        click.echo(
            f"{clock.local(row.at):%Y-%m-%d %H:%M}  {row.unit.name}  {STATES[row.state]}{'（锁定）' if row.locked else ''}"
            f"  {row.valid_from} 起{until}  {row.actor.name if row.actor else '系统'}：{row.reason}"
        )


@plugins_cli.command("settings")
@click.argument("key")
@click.option("--unit", type=UNIT, required=True)
@click.option("--day", type=DAY, help="哪一天的设置，默认今天。")
def settings(key: str, unit: OrgUnit, day):
    """某单位的模块设置，以及每项从哪里来；修改用 flask settings set。"""
    _known(key)
    for line in described(key, unit, _date(day)):
        click.echo(line)


def _plan(wish: Wish):
    try:
        made = plan(wish, by=None)
    except LookupError as error:
        sys.exit(str(error.args[0]))
    if made.objections:
        sys.exit("\n".join(made.objections))
    return made


def _consequences(made) -> list[str]:
    lines = [f"会一并启用：{key}" for key in made.pulls_in]
    lines += [f"会一并失效：{key}" for key in made.takes_down]
    lines += [f"没办完的工作：{text}" for text in made.open_work]
    return lines + [f"下级另有决定：{row.unit.name} {STATES[row.state]}" for row in made.below]


def _known(key: str) -> None:
    if key not in current_app.extensions["portal_plugins"].manifests:
        sys.exit(f"没有名为 {key} 的功能模块。")


def _date(day) -> date | None:
    return day.date() if day else None
