"""`plugins migrate` and `plugins purge`: the tables of a plugin, also of one that is no longer installed."""

import sys
from pathlib import Path

import click
from flask import current_app

from portal import clock
from portal.audit import trail
from portal.extensions import db
from portal.files import storage
from portal.migrating import report_upgrade
from portal.plugin_admin.cli.group import plugins_cli
from portal.plugin_admin.purging import drop, export, tables_of, waiting_in


@plugins_cli.command("migrate")
def migrate():
    """建立或升级核心与全部已安装模块的数据库结构。"""
    report_upgrade()


@plugins_cli.command("purge")
@click.argument("key")
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="导出到哪个文件夹。")
@click.option("--yes", is_flag=True, help="不再询问。")
@click.option("--waiting", is_flag=True, help="连同等着归入别的模块的记录一起删除。")
def purge(key: str, folder: Path | None, yes: bool, waiting: bool):
    """先导出、再删除一个模块的全部数据表、附件、文书、任务和开关记录。不能撤销。"""
    names = tables_of(key)
    if not names:
        sys.exit(f"数据库里没有模块 {key} 的数据表。")
    if (others := waiting_in(key, names)) and not waiting:
        sys.exit(
            f"{'、'.join(others)} 里是等着归入别的模块的记录：那个模块从 {key} 分出，还没有安装。"
            "先安装它，执行 plugins migrate；真的不要这些记录的，加上 --waiting。"
        )
    folder = folder or current_app.extensions["portal_settings"].instance / "purged"
    target = folder / f"{key}-{clock.local(clock.now()):%Y%m%d-%H%M%S}.zip"
    if not yes:
        click.confirm(f"将导出并永久删除 {len(names)} 张表（{'、'.join(names)}）。确定？", abort=True)
    rows = export(key, names, target)
    contents = drop(key, names)
    trail.record("plugin_purge", detail=f"{key}：{len(names)} 张表 {rows} 行，导出到 {target.name}")
    db.session.commit()
    for digest in contents:
        storage.forget(digest)
    click.echo(f"已导出 {rows} 行到 {target}，并删除 {len(names)} 张表。")
