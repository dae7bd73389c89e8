"""What can be done besides the next step: a few buttons in the head, the rest as quiet links beside the facts."""

import pytest

from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


def test_at_most_three_steps_are_buttons_and_the_rest_stand_beside(as_user, cast):
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0203", level="minor", by=cast.director)
    db.session.commit()
    tree = as_user("director").page(f"/cases/{case.id}").tree
    head = tree.xpath("//div[@class='page-actions']/a[not(starts-with(@href, '#'))]/@href")
    beside = tree.xpath("//div[@id='others']/following-sibling::ul[1]//a/@href")
    assert len(head) == 3
    assert len(beside) > 1
    assert not set(head) & set(beside)
