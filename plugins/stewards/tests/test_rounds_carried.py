"""A note waits for the case that carries it, is told again when that was taken up again, and misses nothing while the module is off."""

import pytest

from portal.extensions import db
from portal.plugin_admin.switching import switch
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def reported(cast, note):
    noted = note()
    noted.report(by=cast.grid)
    noted.case.accept(by=cast.clerk)
    db.session.commit()
    return noted


def test_one_whose_case_was_merged_waits_for_the_other(cast, reported):
    other = factories.case(cast.taixing, by=cast.clerk)
    other.accept(by=cast.clerk)
    reported.case.merge_into(other, "同一件事", by=cast.clerk)
    assert reported.status == "reported"
    other.resolve("物业已换灯。", by=cast.director)
    assert (reported.status, reported.events[-1].note) == ("answered", "物业已换灯。")


def test_one_whose_case_is_taken_up_again_waits_again(cast, reported):
    reported.case.resolve("物业已换灯。", by=cast.director)
    reported.case.reopen("又不亮了。", by=cast.director)
    assert (reported.status, reported.events[-1].note) == ("reported", "又不亮了。")


def test_a_case_closed_while_the_module_was_off_is_told_afterwards(cast, reported):
    switch("stewards", cast.county, "off", by=None, reason="停用")
    reported.case.resolve("物业已换灯。", by=cast.director)
    db.session.commit()
    assert reported.status == "reported"
    switch("stewards", cast.county, "on", by=None, reason="启用")
    assert reported.status == "answered"
