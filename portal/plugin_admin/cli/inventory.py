"""`plugins list` and `plugins check`: what is installed, and whether the database fits the models."""

import json
import sys

import click
from flask import current_app

from portal.migrating import drift, histories
from portal.plugin_admin.cli.group import plugins_cli


@plugins_cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def list_(as_json: bool):
    """列出已安装的功能模块，以及未能装入的模块和原因。"""
    registry = current_app.extensions["portal_plugins"]
    rows = [
        {
            "key": each.key,
            "name": each.name,
            "version": each.version,
            "summary": each.summary,
            "state": "loaded",
            "requires": list(each.requires),
            "default_state": each.default_state,
        }
        for each in registry.manifests.values()
    ] + [{"key": key, "state": "failed", "reason": reason} for key, reason in registry.failures.items()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(
            f"{row['key']}  {row.get('name', '')} {row.get('version', '')}  {row.get('reason') or row['summary']}"
        )


@plugins_cli.command("check")
def check():
    """检查数据库结构与各模块是否一致，模块是否都能装入。"""
    faults = [f"{key} 未能装入：{why}" for key, why in current_app.extensions["portal_plugins"].failures.items()]
    for history in histories():
        faults += [f"{history.key} 的数据库结构不一致：{each}" for each in drift(history)]
    for fault in faults:
        click.echo(fault)
    click.echo("全部一致。" if not faults else f"发现 {len(faults)} 处问题。")
    sys.exit(1 if faults else 0)
