"""`flask demo load`: fill an empty database with the demo."""

import sys
from collections.abc import Collection

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import User
from portal.audit.trail import record
from portal.demo import cases, people, requests, rules
from portal.demo.world import World
from portal.extensions import db
from portal.org import demo as org_demo
from portal.org.models import OrgUnit
from portal.plugin import dispatch

demo_cli = AppGroup("demo", help="演示数据。")


@demo_cli.command("load")
@click.option("--if-empty", is_flag=True, help="数据库已有数据时什么也不做。")
def load(if_empty: bool):
    """装入演示数据：真实的区划、虚构的人员和一年的纠纷。只能装入空数据库。"""
    if current_app.extensions["portal_settings"].env == "production":
        sys.exit("生产环境不能装入演示数据。 / The demo is not for production.")
    if has_data():
        if if_empty:
            return
        sys.exit("数据库里已有数据，演示数据只能装入空数据库。")
    build()
    db.session.commit()
    click.echo(f"演示数据已装入：{_count(OrgUnit)} 个单位、{_count(User)} 个账号、{_count(cases.Case)} 件事项。")


def has_data() -> bool:
    """Whether anybody works in this database already."""
    return bool(_count(OrgUnit) or _count(User))


def build(only: Collection[str] | None = None, *, everyday: int = 365) -> World:
    """The whole demo in the transaction under way; plugins add theirs, or just those named by `only`; see `World.everyday`."""
    world = World(now=clock.now(), everyday=everyday)
    org_demo.load(world)
    people.load(world)
    rules.load(world)
    cases.load(world)
    dispatch.call("demo_data", everywhere=True, only=only, world=world)
    requests.load(world)
    record("demo_load", unit=world.units.county, detail="演示数据")
    return world


def _count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))
