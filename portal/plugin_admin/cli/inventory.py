"""`plugins list`: what is installed."""

import json

import click
from flask import current_app

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
