"""Commands of the organisation module: `flask --app portal org …`."""

from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.extensions import db
from portal.org.code_map import import_codes, is_code_map
from portal.org.codebook import CODE_SYSTEMS
from portal.org.csv_file import MAX_BYTES, ImportRefused
from portal.org.import_report import ImportReport
from portal.org.importing import import_divisions

org = AppGroup("org", help="组织机构：导入区划、挂接代码。")


class Refusal(click.ClickException):
    """Ends a command with a Chinese message and exit code 1."""

    def show(self, file=None) -> None:
        click.echo(self.format_message(), err=True)


@org.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--system", type=click.Choice(sorted(CODE_SYSTEMS)), default="stats2023", help="代码出自哪一套。")
@click.option("--with-pseudo", is_flag=True, help="农场、园区、虚拟社区等也导入。")
@click.option("--dry-run", is_flag=True, help="只检查和报告，不写入。")
@click.option("--verbose", is_flag=True, help="逐条列出。")
def import_file(file: Path, system: str, with_pseudo: bool, dry_run: bool, verbose: bool) -> None:
    """导入区划表（CSV，列：code,parent_code,level,name）；代码对照表按 import-codes 导入。"""

    def take(data: bytes) -> ImportReport:
        return (
            import_codes(data) if is_code_map(data) else import_divisions(data, system=system, with_pseudo=with_pseudo)
        )

    _run(file, take, dry_run, verbose)


@org.command("import-codes")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只检查和报告，不写入。")
@click.option("--verbose", is_flag=True, help="逐条列出。")
def import_codes_file(file: Path, dry_run: bool, verbose: bool) -> None:
    """给已有单位挂接民政代码（CSV，列：code_stats2023,code_mca2026,name,county）。"""
    _run(file, import_codes, dry_run, verbose)


def _run(file: Path, take: Callable[[bytes], ImportReport], dry_run: bool, verbose: bool) -> None:
    data = _read(file)
    try:
        report = take(data)
    except ImportRefused as refused:
        db.session.rollback()
        raise Refusal("\n".join(["没有导入任何内容：", *refused.shown()])) from refused
    if dry_run:
        db.session.rollback()
    else:
        db.session.commit()
    click.echo(("试运行，未写入。" if dry_run else "导入完成。") + "\n".join(report.lines(verbose)))


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise Refusal(f"打不开文件 {file}：请检查路径和权限。") from error
