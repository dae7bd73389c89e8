"""`python -m portal.backup make FOLDER | check ARCHIVE | restore ARCHIVE`, with the settings of the portal in the environment."""

import os
import sys
from pathlib import Path

import click

from portal.backup import archive as archives
from portal.backup.databases import BackupError, Database, database_at
from portal.config import Settings

ARCHIVE = click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group(help="备份与恢复。密钥不在备份里：PORTAL_DATA_KEY 要另外保管，没有它，备份里的居民信息谁也读不出。")
def backup() -> None:
    os.umask(0o077)


@backup.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(min=0), default=0, help="只留最近几份，0 为全部留着。")
def make(folder: Path, keep: int) -> None:
    """在大家办事的同时备份数据库和附件，随即在别处恢复一遍核对。"""
    made, contents = archives.make(_database(), _files(), folder.resolve(), keep)
    click.echo(f"已备份并核对 / backed up and checked: {made}（{_told(contents)}）")


@backup.command()
@ARCHIVE
def check(archive: Path) -> None:
    """在别处恢复一遍，核对每张表的行数和每个附件的内容；正在用的数据不动。"""
    click.echo(f"核对无误 / checked: {archive}（{_told(archives.check(archive.resolve(), _database()))}）")


@backup.command()
@ARCHIVE
def restore(archive: Path) -> None:
    """核对以后恢复；先停下门户。原来的 SQLite 数据库和附件留在旁边，名字后面加 .before-restore。"""
    contents = archives.restore(archive.resolve(), _database(), _files())
    click.echo(f"已恢复 / restored: {archive}（{_told(contents)}）")


def _told(contents: archives.Contents) -> str:
    return f"{len(contents.tables)} 张表 {contents.rows} 行，{len(contents.files)} 个附件"


def _database() -> Database:
    settings = Settings()
    return database_at(settings.database_url or f"sqlite:///{settings.instance.resolve() / 'portal.db'}")


def _files() -> Path:
    return Settings().instance.resolve() / "files"


def main() -> None:
    try:
        backup(prog_name="python -m portal.backup")
    except (BackupError, OSError) as error:
        sys.exit(f"没有成功 / failed: {error}")


if __name__ == "__main__":
    main()
