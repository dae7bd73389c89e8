"""A household that was entered twice, and put forward twice in one campaign."""

import pytest

from plugins.family_honours.models import Campaign, FamilyHonour
from plugins.family_honours.samples import CAMPAIGNS, HONOURS
from portal.errors import RuleError
from portal.extensions import db
from portal.records.people import Contact

pytestmark = pytest.mark.database
PHONE = "13804770001"


def test_a_household_that_stands_twice_is_named_and_only_one_passes(stage, cast, as_user):
    running = CAMPAIGNS.bring("running", stage, given={Campaign.announce: {"quota": 5}})
    heads = [Contact(name=name, phone=phone) for name, phone in (("王桂兰", PHONE), ("李四光", "13804770002"))]
    given = [{FamilyHonour.nominate: {"campaign_id": running.id, "head": each}} for each in heads]
    first, second = (HONOURS.bring("reviewed", stage, given=each) for each in given)
    db.session.commit()
    director = as_user("director")
    form = director.page(f"/families/{first.family_id}/merger")
    shown = director.fill(form, phone="13804770002", reason="一家人。", one_family="y")
    assert f"荣誉推荐 {first.number}、{second.number}：在“{running.title}”里有 2 件" in shown.text
    page = director.page(f"/family_honours/honours/{first.id}")
    assert ("这一家在这次评选里还有一件" in page.text, f"/family_honours/honours/{second.id}" in page.links()) == (
        True,
        True,
    )
    db.session.expire_all()
    first.approve(by=cast.director)
    db.session.commit()
    with pytest.raises(RuleError, match=f"已有 {first.number}（待公示）"):
        second.approve(by=cast.director)
    second.decline("合并后重复。", by=cast.director)
    db.session.commit()
    assert "还有一件" not in director.page(f"/family_honours/honours/{first.id}").text
