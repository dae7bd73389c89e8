"""登记报名 by the office: for which courses."""

from datetime import timedelta

import pytest

from plugins.family_courses.models import Course
from plugins.family_courses.tests.conftest import EVENING
from portal.extensions import db

pytestmark = pytest.mark.database


def test_what_was_held_and_not_closed_stands_behind_what_is_still_to_come(as_user, cast, course):
    held = EVENING - timedelta(days=7)
    Course.plan(
        unit=cast.street,
        title="上周的课",
        series="parents",
        speaker="白玉兰",
        place_name="党群服务中心三楼",
        starts_at=held,
        minutes=90,
        capacity=2,
        enrols_until=held.date(),
        by=cast.director,
    )
    db.session.commit()
    page = as_user("clerk").page("/family_courses/enrolments/new")
    offered = ["".join(each.itertext()).strip() for each in page.tree.findall(".//select[@name='course_id']/option")]
    assert offered == ["2026-03-12 怎样跟青春期的孩子说话", "2026-03-05 上周的课（已上课，补登记）"]
