"""`flask signing set|end|show`: with which certificate the papers of a district are signed."""

import sys
from pathlib import Path
from urllib.parse import urlsplit

import click
from flask.cli import AppGroup

from portal.documents.signing import SigningCertificate
from portal.errors import RuleError
from portal.extensions import db
from portal.org.command_line import UNIT
from portal.org.models import OrgUnit

signing_cli = AppGroup("signing", help="文书的电子签名和时间戳。")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
MOST_BYTES = 200_000


@signing_cli.command("set")
@click.argument("file", type=FILE)
@click.option("--unit", type=UNIT, required=True, help="单位：编号、区划代码或名称；下级单位也用。")
@click.option("--tsa", default="", help="时间戳服务的网址；不填的，没有时间戳。")
@click.password_option("--password", prompt="证书密码", confirmation_prompt=False, help="不写的，会问。")
def set_(file: Path, unit: OrgUnit, tsa: str, password: str) -> None:
    """启用证书（.pfx、.p12）：以后出具的文书都签名。"""
    if tsa and (urlsplit(tsa).scheme not in ("http", "https") or not urlsplit(tsa).hostname or len(tsa) > 200):
        sys.exit("时间戳服务的网址要以 http:// 或者 https:// 开头，不超过 200 个字。")
    if file.stat().st_size > MOST_BYTES:
        sys.exit("这不是证书文件。")
    try:
        row = SigningCertificate.take_in(unit, file.read_bytes(), password, tsa_url=tsa)
    except RuleError as error:
        sys.exit(str(error))
    db.session.commit()
    click.echo(_said(unit, row))


@signing_cli.command("end")
@click.option("--unit", type=UNIT, required=True, help="单位：编号、区划代码或名称。")
def end(unit: OrgUnit) -> None:
    """停用：以后出具的文书不签名，已经签名的不变。"""
    SigningCertificate.end(unit)
    db.session.commit()
    click.echo(_said(unit, None))


@signing_cli.command("show")
@click.option("--unit", type=UNIT, required=True, help="单位：编号、区划代码或名称。")
def show(unit: OrgUnit) -> None:
    """现在用哪个证书。"""
    click.echo(_said(unit, SigningCertificate.in_force(unit)))


def _said(unit: OrgUnit, row: SigningCertificate | None) -> str:
    if row is None:
        return f"{unit}：文书不签名。"
    return f"{unit}：用“{row.holder}”的证书签名，有效期到 {row.not_after:%Y-%m-%d}，{row.tsa_url or '没有时间戳'}。"
