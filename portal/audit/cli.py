"""`flask audit verify`: has anybody changed the trail? `flask audit checkpoint`: sign what was recorded so far."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.audit.checkpoints import latest, take_checkpoint
from portal.audit.notes import public_key
from portal.audit.verifying import faults
from portal.database import reading_first

audit_cli = AppGroup("audit", help="审计记录。")


@audit_cli.command("verify")
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    multiple=True,
    help="另外保存的检查点文件。",
)
def verify(against: tuple[Path, ...]):
    """检查审计记录是否完整、未被改动。"""
    with reading_first():
        found = faults([each.read_text() for each in against])
    for fault in found:
        click.echo(fault)
    click.echo("审计记录完整。" if not found else f"发现 {len(found)} 处问题。")
    sys.exit(1 if found else 0)


@audit_cli.command("checkpoint")
def checkpoint():
    """给到目前为止的记录签名，打印检查点；请另外保存。"""
    signed = take_checkpoint()
    taken = signed.checkpoint or latest()
    for each in signed.unsigned:
        click.echo(each, err=True)
    click.echo(taken.note if taken else "还没有审计记录。")
    sys.exit(1 if signed.unsigned else 0)


@audit_cli.command("key")
def key():
    """打印核验检查点用的公钥；请抄在本系统以外的地方。"""
    click.echo(public_key())
