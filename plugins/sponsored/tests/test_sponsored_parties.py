"""What a party may ask for: that there was a sponsor, when somebody met them, how it ended; and that what they said is deleted."""

import pytest

from plugins.sponsored import data_rights

pytestmark = pytest.mark.database


def test_the_party_is_told_of_it_without_the_words_of_the_log(meet):
    made = meet(said="要求当面道歉。")
    told = data_rights.held(made.case.parties[0].person)
    assert told["包案"][0]["编号"] == made.number
    assert "要求当面道歉。" not in str(told)


def test_what_is_under_way_refuses_an_erasure(sponsored):
    assert [each.number for each in data_rights.under_way(sponsored.case.parties[0].person)] == [sponsored.number]


def test_what_the_party_said_is_deleted(meet):
    made = meet()
    data_rights.erase(made.case.parties[0].person)
    assert (made.contacts[0].said, made.contacts[0].done) == ("", "")
