"""`flask people …`: the rights of residents over their data, where nobody can open the page."""

import sys
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.errors import RuleError
from portal.extensions import db
from portal.people import data_rights
from portal.people.models import Person
from portal.people.rights import as_json

people_cli = AppGroup("people", help="居民个人信息：导出、删除。")


@people_cli.command("export")
@click.argument("person_id", type=int)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="写入文件；不写则输出到屏幕。")
def export(person_id: int, output: Path | None):
    """导出居民 PERSON_ID 的全部个人信息（JSON）。"""
    text = as_json(data_rights.export(_person(person_id), by=None))
    if output:
        output.touch(mode=0o600)
        output.write_text(text + "\n", encoding="utf-8")
    else:
        click.echo(text)
    db.session.commit()


@people_cli.command("erase")
@click.argument("person_id", type=int)
@click.option("--reason", required=True, help="理由，记入审计。")
def erase(person_id: int, reason: str):
    """删除居民 PERSON_ID 的个人信息，依法须保存的记录除外。不能恢复。"""
    try:
        told = data_rights.erase(_person(person_id), reason, by=None)
    except RuleError as error:
        db.session.rollback()
        sys.exit(str(error))
    db.session.commit()
    click.echo("\n".join(told))


def _person(person_id: int) -> Person:
    return db.session.get(Person, person_id) or sys.exit(f"没有编号为 {person_id} 的居民。")
