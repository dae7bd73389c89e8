"""An installation in which points were a part of 家风教育 goes up without loss, and back."""

import json

import pytest
from sqlalchemy import func, inspect, select, text

from plugins.family_points.models import PointAccount, PointClaim, PointLine
from plugins.family_points.tests.conftest import account_of
from portal import clock
from portal.accounts.rights import RoleGrant
from portal.documents.models import Document
from portal.extensions import db
from portal.families import Family
from portal.files.models import Attachment
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.numbering import NumberSeries
from portal.plugin.models import Activation
from portal.records.people import Contact
from portal.records.saved_views import SavedView
from portal.settings.models import SettingsRow

pytestmark = pytest.mark.database
OLD = "family_values"


def history(key: str):
    return next(each for each in histories() if each.key == key)


@pytest.fixture
def booked(claim, cast, stage, good):
    """Two families: one with points, the other with a claim that waits, and a proof."""
    first, second = claim(confirmed=True), claim("13804770002", "萨仁", on=clock.today())
    second.add_proof(stage.picture(), by=cast.clerk)
    paper = Document(
        subject_kind="family_points_account",
        subject_id=account_of(first).id,
        kind="statement",
        title="对账单",
        version=1,
        check_code="ABCDEFGHJKMN",
        sha256="0" * 64,
        issued_by=cast.clerk,
    )
    paper.unit_id = first.unit_id
    paper.copy_ancestors(first)
    db.session.add(paper)
    db.session.commit()
    return first.number


@pytest.fixture
def before(booked, cast):
    """The database as it was then: tables, numbers, views, decisions, rights and settings under 家风教育."""
    db.session.add(SavedView(user_id=cast.clerk.id, list="family_points.claims", name="待确认", query="status=claimed"))
    for table, column in (("settings_row", "section"), ("plugin_activation", "plugin")):
        db.session.execute(text(f"DELETE FROM {table} WHERE {column} = 'family_points'"))
    about = {"unit_id": cast.county.id, "valid_from": clock.today(), "actor_id": None, "reason": "旗文件"}
    content = {"points_months": ["10"], "points_confirm": ["anybody"], "group_size": ["12"]}
    db.session.add(SettingsRow(section=OLD, content=json.dumps(content), locked="points_months group_size", **about))
    for right in ("points", "view"):
        given = {"unit_id": cast.county.id, "role": "mediator", "permission": f"{OLD}.{right}"}
        db.session.add(RoleGrant(granted=True, reason="旗文件", **given))
    db.session.commit()
    db.session.remove()
    downgrade(history(OLD), "family_values_0004")
    downgrade(history("family_points"))
    return booked


def test_every_row_comes_along(before):
    counts = {each: db.session.scalar(text(f"SELECT COUNT(*) FROM {OLD}_{each}")) for each in ("family", "claim")}
    assert counts == {"family": 2, "claim": 2}
    assert db.session.scalar(text("SELECT kind FROM documents_document")) == "points_statement"
    assert db.session.scalar(text("SELECT subject_kind FROM files_attachment")) == "family_values_claim"
    db.session.remove()
    upgrade_all()
    assert drift(history("family_points")) == drift(history(OLD)) == drift(history("core")) == []
    left = [each for each in inspect(db.engine).get_table_names() if each.startswith((f"{OLD}_point", f"{OLD}_famil"))]
    assert left == []
    first, second = db.session.scalars(select(PointClaim).order_by(PointClaim.id)).unique()
    assert (first.number, first.family.contact.name, first.status) == (before, "王桂兰", "confirmed")
    assert len(db.session.scalars(Attachment.of(second)).all()) == 1
    [account] = db.session.scalars(select(PointAccount))
    assert (account.balance, account.faults(), len(db.session.scalars(select(PointLine)).all())) == (10, [], 1)
    assert PointAccount.found(account.unit, account.number, account.code) == account, "the card goes on to open it"
    assert [each.kind for each in db.session.scalars(Document.of(account))] == ["statement"]
    assert db.session.scalar(select(func.count()).where(NumberSeries.series == "family_points_claim")) == 1
    assert db.session.scalar(select(func.count(Family.id))) == 2


def test_decisions_rights_and_settings_go_on_to_hold(before):
    upgrade_all()
    [copied] = db.session.scalars(select(SettingsRow).where(SettingsRow.section == "family_points"))
    assert (copied.fields, copied.locked) == ({"months": ["10"], "confirmed_by": ["anybody"]}, "months")
    granted = db.session.scalars(select(RoleGrant.permission).where(RoleGrant.permission.startswith("family_points.")))
    assert sorted(granted) == ["family_points.claim", "family_points.view"]
    families = db.session.scalars(select(RoleGrant.permission).where(RoleGrant.permission.startswith("families.")))
    assert families.all() == ["families.view"]
    states = select(Activation.unit_id, Activation.state).order_by(Activation.id)
    here, there = (db.session.execute(states.where(Activation.plugin == each)).all() for each in ("family_points", OLD))
    assert here == there != []
    assert [each.list for each in db.session.scalars(select(SavedView))] == ["family_points.claims"]


def test_a_family_that_was_forgotten_meanwhile_stays_so(before):
    db.session.execute(text(f"UPDATE {OLD}_family SET phone_hash = '' WHERE id = (SELECT MIN(id) FROM {OLD}_family)"))
    db.session.commit()
    db.session.remove()
    upgrade_all()
    assert [bool(each.phone_hash) for each in db.session.scalars(select(Family).order_by(Family.id))] == [False, True]


def test_the_next_rows_get_numbers_and_ids_of_their_own(before, cast):
    upgrade_all()
    rule = db.session.scalar(text("SELECT MIN(id) FROM family_points_rule"))
    who = {"name": "乌云", "phone": "13804770003"}

    given = {"rule_id": rule, "happened_on": clock.today(), "proof": "编号 3"}
    third = PointClaim.claim(unit=cast.street, claimant=Contact(**who), by=cast.clerk, **given)
    db.session.commit()
    assert third.number.endswith("3号")
    assert third.family_id == 3
