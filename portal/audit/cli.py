"""`flask audit verify`: has anybody changed the trail?"""

import sys

import click
from flask.cli import AppGroup

from portal.audit.trail import faults

audit_cli = AppGroup("audit", help="审计记录。")


@audit_cli.command("verify")
def verify():
    """检查审计记录是否完整、未被改动。"""
    found = faults()
    for fault in found:
        click.echo(fault)
    click.echo("审计记录完整。" if not found else f"发现 {len(found)} 处问题。")
    sys.exit(1 if found else 0)
