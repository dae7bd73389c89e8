"""Local rules of mediation: a dispute keeps what was in force when it was accepted."""

from datetime import timedelta

import pytest

from plugins.mediation.settings import MediationSettings
from portal import clock
from portal.settings import change


def accept(dispute, by):
    dispute.accept(
        source="application",
        by=by,
        consents={each.party_id: "yes" for each in dispute.parties},
        mediators=dispute.committee.serving[:1],
    )


def test_term_and_number_follow_the_district_and_stay_when_it_changes_its_mind(cast, pending):
    def decide(**fields):
        change("mediation", cast.county, {name: [value] for name, value in fields.items()}, by=None, reason="旗文件")

    decide(term_days="15", number_pattern="{unit}调〔{year}〕{number:03d}号")
    accept(pending, cast.mediator)
    assert pending.due_on == clock.today() + timedelta(days=15)
    assert pending.number == f"昭君街道调〔{clock.today().year}〕001号"
    decide(term_days="60")
    assert pending.due_on == clock.today() + timedelta(days=15)


@pytest.mark.parametrize(
    "pattern", ["第{number}号", "{year}", "{year}{number}{unit.__class__}", "{year}{number}{", "{0}{year}{number}"]
)
def test_a_pattern_that_would_not_number_is_refused(pattern):
    form = MediationSettings(data={"term_days": 30, "follow_up_days": 3, "number_pattern": pattern})
    assert not form.validate()
    assert form.number_pattern.errors
