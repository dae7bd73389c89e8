"""`plugins check`: the database against the models, or one plugin, in place or as a wheel, by the quality scale."""

import sys
from pathlib import Path

import click
from flask import current_app

from portal.errors import RuleError
from portal.migrating import drift, histories
from portal.plugin.scale import BRONZE, TIERS, Verdict, keep
from portal.plugin_admin.cli.group import plugins_cli
from portal.plugin_admin.trial.checking import check_in_place, check_wheel
from portal.plugin_admin.trial.programs import end_in_order


@plugins_cli.command("check")
@click.argument("what", required=False, metavar="[模块|安装包.whl]")
@click.option("--at-least", type=click.Choice(TIERS), default=BRONZE, help="达不到这一级时，以 1 退出；不写按铜。")
@click.option(
    "--with",
    "beside",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="它所依赖的安装包。",
)
@click.option("--all", "everything", is_flag=True, help="列出全部规则；不写只列没做到的和豁免的。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def check(what: str | None, at_least: str, beside: tuple[Path, ...], everything: bool, as_json: bool):
    """按质量等级检查一个模块：已装的写它的键，没装的写安装包。都不写，检查数据库结构与各模块是否一致。"""
    if not what:
        _check_the_database()
    end_in_order()
    click.echo("正在装起来逐条检查，机器空闲时要一两分钟……", err=True)
    try:
        verdict = _verdict(what, beside)
    except RuleError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    keep(verdict, current_app.extensions["portal_settings"].instance)
    click.echo(verdict.to_json() if as_json else "\n".join(verdict.lines(everything=everything)))
    sys.exit(0 if verdict.reaches(at_least) else 1)


def _verdict(what: str, beside: tuple[Path, ...]) -> Verdict:
    registry = current_app.extensions["portal_plugins"]
    if what in registry.manifests or what in registry.failures:
        return check_in_place(what, _tell)
    if not Path(what).is_file():
        raise RuleError(f"没有名为 {what} 的功能模块，也没有这个文件。")
    return check_wheel([Path(what), *beside], _tell)


def _tell(done: int, total: int) -> None:
    """On one line of a terminal, on lines of their own in a file."""
    click.echo(f"  已查 {done}/{total} 项", err=True, nl=not sys.stderr.isatty())
    if sys.stderr.isatty():
        click.echo("\r", err=True, nl=False)


def _check_the_database() -> None:
    """Ends the program."""
    faults = [f"{key} 未能装入：{why}" for key, why in current_app.extensions["portal_plugins"].failures.items()]
    for history in histories():
        faults += [f"{history.key} 的数据库结构不一致：{each}" for each in drift(history)]
    for fault in faults:
        click.echo(fault)
    click.echo("全部一致。" if not faults else f"发现 {len(faults)} 处问题。")
    sys.exit(1 if faults else 0)
