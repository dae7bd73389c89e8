"""`plugins try`: a wheel, opened on a masked copy of a district."""

import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import click
from sqlalchemy import func, select

from portal.errors import RuleError
from portal.extensions import db
from portal.org.command_line import UNIT
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.plugin_admin.cli.group import plugins_cli
from portal.plugin_admin.trial.programs import end_in_order
from portal.plugin_admin.trial.trying import opened

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@plugins_cli.command("try")
@click.argument("wheel", type=FILE)
@click.option("--with", "beside", multiple=True, type=FILE, help="它所依赖的安装包。")
@click.option("--unit", type=UNIT, help="哪个旗县区，默认居民最多的那个。")
@click.option("--minutes", type=click.IntRange(1, 24 * 60), default=60, show_default=True, help="多久以后自己结束。")
def try_(wheel: Path, beside: tuple[Path, ...], unit: OrgUnit | None, minutes: int):
    """不安装，先看看：复制一个旗县区的数据（姓名、证件号、电话、住址都换掉），在上面打开这个模块；按 Ctrl-C 结束，什么也不留下。"""
    county = unit or _largest()
    if county is None or county.kind != "county":
        sys.exit("请用 --unit 写明一个旗县区。")
    end_in_order()
    click.echo(f"正在复制{county.name}的数据……", err=True)
    try:
        with opened([wheel, *beside], county) as trial:
            click.echo(f"{county.name}，{trial.rows} 行数据已换名复制。请打开 {trial.address}")
            for username, what in trial.accounts.items():
                click.echo(f"  {username}  {what}")
            click.echo(f"密码：{trial.password}    {minutes} 分钟后结束，也可以按 Ctrl-C。")
            with suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
                trial.process.wait(minutes * 60)
    except RuleError as error:
        sys.exit(str(error))
    click.echo("已结束，复制的数据已删除。")


def _largest() -> OrgUnit | None:
    """The district with the most residents."""
    most = select(Person.county_id).group_by(Person.county_id).order_by(func.count().desc()).limit(1)
    return db.session.get(OrgUnit, db.session.scalar(most) or 0)
