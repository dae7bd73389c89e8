"""An installation in which votes of owners were a part of 红管家议事坊 goes up without loss, and back."""

import json
from datetime import date

import pytest
from sqlalchemy import func, inspect, select, text

from plugins.owners_vote.models import OwnersBallot, OwnersVote, OwnersWithdrawal
from plugins.owners_vote.samples import VOTES, asked_back
from portal.accounts.rights import RoleGrant
from portal.documents.models import Document
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.numbering import NumberSeries
from portal.plugin.models import Activation
from portal.records.saved_views import SavedView
from portal.records.stage import Stage
from portal.settings.models import SettingsRow
from portal.testing import factories

pytestmark = pytest.mark.database


def history(key: str):
    return next(each for each in histories() if each.key == key)


@pytest.fixture
def before(cast, stage):
    """The database as it was then, with a vote under way: an online ballot that is to be taken back, a printed notice, a saved view, a
    rule, a right; all of them of 红管家议事坊."""
    vote = VOTES.begin(stage)
    asked_back(vote, stage)
    paper = {"kind": "notice", "title": "业主表决公告", "version": 1, "check_code": "ABCDEFGHJKMN", "sha256": "0" * 64}
    notice = Document(subject_kind="owners_vote_vote", subject_id=vote.id, issued_by=cast.clerk, **paper)
    notice.unit_id = vote.unit_id
    notice.copy_ancestors(vote)
    db.session.add(notice)
    db.session.add(SavedView(user_id=cast.clerk.id, list="owners_vote.votes", name="在投", query="status=voting"))
    db.session.execute(text("DELETE FROM settings_row WHERE section = 'owners_vote'"))
    db.session.execute(text("DELETE FROM plugin_activation WHERE plugin = 'owners_vote'"))
    about = {"unit_id": cast.county.id, "valid_from": date(2026, 9, 1), "actor_id": None, "reason": "旗文件"}
    content = json.dumps({"local_name": ["旧规"], "quorum": ["two_thirds"]})
    db.session.add(SettingsRow(section="consultation", content=content, locked="local_name quorum", **about))
    right = {"unit_id": cast.county.id, "role": "grid", "permission": "consultation.owners", "granted": True}
    db.session.add(RoleGrant(reason="旗文件", **right))
    db.session.commit()
    told = {"id": vote.id, "number": vote.number, "codes": [each.code for each in vote.voters]}
    db.session.remove()
    downgrade(history("consultation"), "consultation_0010")
    downgrade(history("owners_vote"))
    return told


def test_every_row_comes_along(before):
    assert db.session.scalar(text("SELECT COUNT(*) FROM consultation_voter")) == len(before["codes"]) == 12
    assert db.session.scalar(text("SELECT kind FROM documents_document")) == "owners_notice"
    db.session.remove()
    upgrade_all()
    assert drift(history("owners_vote")) == drift(history("consultation")) == []
    assert not inspect(db.engine).has_table("consultation_owners_vote")
    vote = db.session.get_one(OwnersVote, before["id"])
    assert (vote.number, vote.status) == (before["number"], "voting")
    assert [each.code for each in vote.voters] == before["codes"]
    assert vote.count_now.tally.agreed.heads == 7
    assert vote.rules["owners_local_passing"] == "two_thirds"
    assert db.session.scalar(select(func.count()).select_from(OwnersBallot)) == 9
    assert db.session.scalars(select(OwnersWithdrawal)).one().ballot.way == "online"
    assert [each.kind for each in db.session.scalars(Document.of(vote))] == ["notice"]
    assert db.session.scalars(select(SavedView.list)).all() == ["owners_vote.votes"]
    assert db.session.scalar(select(func.count()).where(NumberSeries.series == "owners_vote.votes")) == 1


def test_decisions_rights_and_settings_go_on_to_hold(before):
    upgrade_all()
    [copied] = db.session.scalars(select(SettingsRow).where(SettingsRow.section == "owners_vote"))
    assert (copied.fields, copied.locked) == ({"owners_local_name": ["旧规"]}, "owners_local_name")
    granted = db.session.scalars(select(RoleGrant.permission).where(RoleGrant.role == "grid"))
    assert set(granted) == {"consultation.owners", "owners_vote.organise"}
    states = select(Activation.unit_id, Activation.state).order_by(Activation.id)
    here, there = (
        db.session.execute(states.where(Activation.plugin == each)).all() for each in ("owners_vote", "consultation")
    )
    assert here == there != []


def test_the_next_rows_get_numbers_and_ids_of_their_own(before, cast):
    upgrade_all()
    stage = Stage(cast, cast.taixing, factories.book)
    vote = db.session.get_one(OwnersVote, before["id"])
    waiting = next(each for each in vote.voters if not vote.standing_of(each))
    vote.enter_ballot(waiting.ordinal, "for", by=cast.clerk)
    assert VOTES.begin(stage).number != before["number"]
    db.session.commit()
