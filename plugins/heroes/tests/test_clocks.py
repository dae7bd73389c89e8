"""Statutory clocks: by the rules of the day on which they start, and never changed afterwards."""

from datetime import UTC, date, datetime, timedelta

import pytest
from werkzeug.datastructures import MultiDict

from plugins.heroes.models import DeedTerm
from plugins.heroes.settings import HeroesSettings
from plugins.heroes.tests.conftest import NOW
from portal import clock
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


def test_a_rule_that_changes_later_changes_no_clock_that_runs(cast, bring, rules):
    with clock.pretend(NOW):
        rules(review_days="30", publication_days="7")
        deed = bring("investigating")
        assert deed.term("review").due_on == date(2026, 4, 9)
    with clock.pretend(NOW + timedelta(days=1)):
        rules(review_days="90", publication_days="20")
        assert db.session.get(DeedTerm, deed.term("review").id).days == 30
        later = bring("published")
        assert (later.published_until - later.published_from).days >= 20
        assert "2026-03-11 起执行" in later.term("publication").basis


def test_the_rule_of_the_day_counts_not_the_one_announced_for_tomorrow(bring, rules):
    with clock.pretend(NOW):
        rules(review_days="30")
        rules(review_days="80", valid_from=date(2026, 3, 11))
        assert bring("investigating").term("review").days == 30


def test_working_days_skip_the_holidays(bring, rules):
    with clock.pretend(datetime(2026, 3, 13, 2, tzinfo=UTC)):  # a Friday
        rules(publication_days="5", day_kind="workday")
        deed = bring("published")
        assert deed.published_until == date(2026, 3, 20)


def test_appraisal_does_not_count_and_the_longer_time_comes_once(cast, bring, rules):
    with clock.pretend(NOW):
        rules(review_days="30", review_days_extended="60")
        deed = bring("investigating")
        deed.pause("送伤情鉴定", by=cast.director)
        assert deed.due_on is None, "a stopped clock is never overdue"
    with clock.pretend(NOW + timedelta(days=14)):
        deed.resume("鉴定完毕。", by=cast.director)
        assert deed.due_on == date(2026, 4, 23)
        deed.extend("案情复杂。", by=cast.district)
        assert deed.due_on >= date(2026, 5, 9)
        with pytest.raises(RuleError, match="已经延长过"):
            deed.extend("再延。", by=cast.district)


def test_settings_that_contradict_themselves_are_refused():
    form = HeroesSettings(
        MultiDict(
            {"nomination_years": "3", "nomination_years_complex": "2", "publication_days": "0", "award_county": "0.001"}
        )
    )
    assert not form.validate()
    assert {"nomination_years_complex", "publication_days", "award_county"} <= set(form.errors)
    assert all(field.description for field in HeroesSettings()), "each says where its figure comes from"
