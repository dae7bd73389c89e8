"""`flask entitlements prove`: every frozen settlement against its source records; and the rights of the residents in their lines."""

import sys

import click
from flask import Flask
from flask.cli import AppGroup
from sqlalchemy import select

from portal.entitlements import data_rights
from portal.entitlements.proof import faults, kinds
from portal.extensions import db
from portal.org.command_line import UNIT
from portal.org.models import OrgUnit
from portal.plugin.hookspecs import hookimpl

entitlements_cli = AppGroup("entitlements", help="补贴结算：以原始记录证明。")


@entitlements_cli.command("prove")
@click.option("--unit", type=UNIT, help="只查这个单位和下级：编号、区划代码或名称。")
def prove(unit: OrgUnit | None) -> None:
    """逐笔重新计算已冻结的各期；有一处不符则以 1 退出。"""
    proved = wrong = 0
    for kind in kinds():
        ids = select(kind.id).where(kind.frozen_at.is_not(None)).order_by(kind.first_day, kind.id)
        for ident in db.session.scalars(ids.where(unit.subtree_of(kind)) if unit else ids).all():
            settlement = db.session.get_one(kind, ident)
            found = faults(settlement)
            wrong, proved = wrong + bool(found), proved + (not found)
            click.echo(f"{settlement.number}　{settlement.title}　{settlement.total}　{'不符' if found else '相符'}")
            for each in found:
                click.echo(f"    {each}")
            db.session.expunge_all()
    click.echo(f"共 {proved + wrong} 期，相符 {proved} 期，不符 {wrong} 期。")
    sys.exit(1 if wrong else 0)


class Module:
    """What this module adds through the hooks, for the settlements of every plugin."""

    @hookimpl
    def personal_data_export(self, person):
        return data_rights.held(person)

    @hookimpl
    def personal_data_open(self, person):
        return data_rights.under_way(person)

    @hookimpl
    def personal_data_erase(self, person):
        return data_rights.erase(person)


def init_app(app: Flask) -> None:
    """Mount the command."""
    app.cli.add_command(entitlements_cli)
