"""`flask settings list|show|set|restore`: the same as on the pages, for the person at the server."""

import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime

import click
from flask.cli import AppGroup

from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.org.command_line import DAY, UNIT
from portal.org.models import OrgUnit
from portal.settings.changing import change
from portal.settings.checking import Typed
from portal.settings.fields import said
from portal.settings.in_force import as_form, settings_of
from portal.settings.models import SettingsRow
from portal.settings.sections import all_sections, section_of

settings_cli = AppGroup("settings", help="设置：办理时限和编号，以及各功能模块的设置。")


@settings_cli.command("list")
def list_sections() -> None:
    """有哪些设置。"""
    for section in all_sections().values():
        click.echo(f"{section.key}\t{section.name}")


@settings_cli.command("show")
@click.argument("key")
@click.option("--unit", type=UNIT, required=True, help="单位：编号、区划代码或名称。")
@click.option("--day", type=DAY, help="哪一天的设置，默认今天。")
def show(key: str, unit: OrgUnit, day: datetime | None) -> None:
    """某单位的设置，以及每项从哪里来。"""
    for line in described(key, unit, day and day.date()):
        click.echo(line)


@settings_cli.command("set")
@click.argument("key")
@click.argument("assignments", nargs=-1, required=True, metavar="NAME=VALUE...")
@click.option("--unit", type=UNIT, required=True, help="单位：编号、区划代码或名称。")
@click.option("--reason", required=True, help="依据或理由。")
@click.option("--from", "begins", type=DAY, help="生效日期，默认今天。")
@click.option("--lock", is_flag=True, help="锁定，下级单位不能另定。")
def set_(
    key: str, assignments: tuple[str, ...], unit: OrgUnit, reason: str, begins: datetime | None, lock: bool
) -> None:
    """修改设置，例如 flask settings set cases "minor_period=5 个工作日" --unit 达拉特旗 --reason 旗文件。"""
    pairs = [each.partition("=") for each in assignments]
    if wrong := [name for name, sign, _ in pairs if not sign]:
        sys.exit(f"请写成 名称=值：{'、'.join(wrong)}")
    _change(
        key, unit, {name: [value] for name, _, value in pairs}, reason, begins, [name for name, _, _ in pairs if lock]
    )


@settings_cli.command("restore")
@click.argument("key")
@click.argument("names", nargs=-1, required=True)
@click.option("--unit", type=UNIT, required=True, help="单位：编号、区划代码或名称。")
@click.option("--reason", required=True, help="依据或理由。")
@click.option("--from", "begins", type=DAY, help="生效日期，默认今天。")
def restore(key: str, names: Iterable[str], unit: OrgUnit, reason: str, begins: datetime | None) -> None:
    """恢复默认：这个单位不再自己规定，沿用上级或系统默认值。"""
    _change(key, unit, dict.fromkeys(names), reason, begins, ())


def described(key: str, unit: OrgUnit, day: date | None) -> Iterator[str]:
    """A line for each setting: its name, value and origin."""
    try:
        settings, section = settings_of(key, unit, day), section_of(key)
    except LookupError:
        sys.exit(f"{key} 没有设置。")
    for field in as_form(section, settings):
        origin = settings.origins[field.name]
        whence = (
            f"{origin.unit} {origin.valid_from}：{db.session.get_one(SettingsRow, origin.row_id).reason}"
            if origin
            else "默认值"
        )
        locked = "，已锁定" if origin and field.name in origin.locked else ""
        yield f"{field.name} = {said(field)}  （{field.label.text}；{whence}{locked}）"


def _change(key: str, unit: OrgUnit, fields: Typed, reason: str, begins: datetime | None, lock: Iterable[str]) -> None:
    if begins and begins.date() < clock.today():
        sys.exit("生效日期不能早于今天：已经办理的不能改写。")
    try:
        change(key, unit, fields, by=None, reason=reason, valid_from=begins and begins.date(), lock=lock)
    except LookupError:
        sys.exit(f"没有这样的设置：{key} {'、'.join(fields)}。请用 flask settings list 和 show 查看。")
    except RuleError as error:
        sys.exit(str(error))
    db.session.commit()
    click.echo("\n".join(described(key, unit, begins and begins.date())))
