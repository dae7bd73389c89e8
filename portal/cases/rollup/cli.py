"""`flask figures check`: are the figures those of a recount? `flask figures fold`: add up what waits."""

import sys

import click
from flask.cli import AppGroup

from portal.cases.rollup.checking import Recount, repair
from portal.cases.rollup.folding import fold_all
from portal.cases.rollup.units import keep_months
from portal.database import reading_first
from portal.extensions import db

MOST = 50
figures_cli = AppGroup("figures", help="事项的统计数。")


@figures_cli.command("check")
@click.option("--repair", "put_right", is_flag=True, help="把不一致的改正过来。")
def check(put_right: bool) -> None:
    """逐件清点事项，核对统计数，列出不一致的地方。"""
    with reading_first():
        found = Recount()
        said = list(found.said())
    for line in said[:MOST]:
        click.echo(line)
    if len(said) > MOST:
        click.echo(f"……共 {len(said)} 处。")
    if not said:
        click.echo("统计数与逐件清点一致。")
    elif put_right:
        repair(found)
        db.session.commit()
        keep_months(None, lambda done, total: None)
        click.echo("已改正。")
    sys.exit(1 if said and not put_right else 0)


@figures_cli.command("fold")
def fold() -> None:
    """把新的变动并入汇总，留存过去各月的变动（平时每小时自动做一次）。"""
    for job in (fold_all, keep_months):
        click.echo(job(None, lambda done, total: None))
