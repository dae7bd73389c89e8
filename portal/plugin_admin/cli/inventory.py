"""`plugins list`: what is installed."""

import json
from collections import defaultdict

import click
from flask import current_app

from portal.plugin_admin.cli.group import plugins_cli
from portal.plugin_admin.places import said_of


@plugins_cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def list_(as_json: bool):
    """列出已安装的功能模块，以及未能装入的模块和原因、因为太慢暂时不显示的内容。"""
    registry = current_app.extensions["portal_plugins"]
    pauses: dict[str, list[str]] = defaultdict(list)
    for pause in registry.patience.board.current():
        pauses[pause.plugin].append(said_of(pause))
    rows = [
        {
            "key": each.key,
            "name": each.name,
            "version": each.version,
            "summary": each.summary,
            "state": "loaded",
            "requires": list(each.requires),
            "default_state": each.default_state,
            "paused": pauses[each.key],
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
        for said in row.get("paused", ()):
            click.echo(f"    {said}")
