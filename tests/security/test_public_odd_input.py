"""Public forms, to which anybody may send anything: what is odd is refused in words or taken as it is, and nothing is half written."""

import io
from collections.abc import Callable
from datetime import timedelta
from itertools import product
from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from plugins.family_courses.models import Course
from plugins.family_courses.samples import COURSES
from plugins.family_honours.samples import CAMPAIGNS, HONOURS
from plugins.family_points.samples import RULES
from plugins.family_values.samples import slot_of
from portal import clock
from portal.extensions import db
from portal.records.samples import Stage

pytestmark = pytest.mark.database
WHO = {"sender": "王桂兰"}


class Asked(NamedTuple):
    """A public form: where it is, below the address of the unit, once there is what it is about; and with what it is accepted."""

    plugin: str
    at: Callable[[Stage], str]
    given: dict


def ahead(stage: Stage) -> Course:
    course = COURSES.begin(stage)
    course.starts_at, course.day = course.starts_at + timedelta(days=1), course.day + timedelta(days=1)
    return course


FORMS = [
    Asked(
        "family_values",
        lambda stage: f"halls/{slot_of(stage).hall_id}/bookings/new",
        {"day": f"{clock.today() + timedelta(days=20)}", "people": "20", "minors": "3"} | WHO,
    ),
    Asked(
        "family_courses",
        lambda stage: f"courses/{ahead(stage).id}/enrolments/new",
        {"learner": "王桂兰", "grown": "y", "agreed": "y"} | WHO,
    ),
    Asked(
        "family_points",
        lambda stage: "claims/new" if RULES.begin(stage) else "",
        {"times": "1", "happened_on": f"{clock.today()}", "proof": "楼栋长证明。"} | WHO,
    ),
    Asked(
        "family_honours",
        lambda stage: f"campaigns/{CAMPAIGNS.bring('running', stage).id}/nominations/new",
        {"source": "self", "story": "照顾婆婆。", "agreed": "y", "by_name": "y"} | WHO,
    ),
    Asked(
        "family_honours",
        lambda stage: f"honours/{HONOURS.bring('published', stage).id}/objections/new",
        {"text": "请再核实。"} | WHO,
    ),
]
ODD = {
    "nothing": lambda value: "",
    "NUL": lambda value: f"\x00{value}\x00",
    "half a character": lambda value: b"\xed\xa0\x80\xff" + value.encode(),
    "endless": lambda value: "一" * 10_000,
    "digits": lambda value: "9" * 5_000,
    "far away": lambda value: "9999-12-31",
    "a file": lambda value: (io.BytesIO(b"%PDF-1.4"), "x.pdf"),
    "twice": lambda value: [value, "二"],
}


def rows(plugin: str) -> dict[str, int]:
    """How many there are of what a form of `plugin` may write."""
    beside = ("records_contact", "families_family", "web_submission")
    tables = [each for name, each in db.metadata.tables.items() if name.startswith(plugin) or name in beside]
    return {each.name: db.session.scalar(select(func.count()).select_from(each)) or 0 for each in tables}


@pytest.mark.parametrize("asked", FORMS, ids=lambda asked: asked.plugin)
def test_each_field_may_hold_anything(client, stage, asked):
    path = f"/{asked.plugin}/public/{stage.unit.id}/{asked.at(stage)}"
    db.session.commit()
    form = client.page(path).form()
    names = dict.fromkeys(each.get("name") for each in form.iter("input", "select", "textarea") if each.get("name"))
    for number, (name, (odd, made)) in enumerate(product(names, ODD.items())):
        page = client.page(path)
        others = {"phone": f"1380477{1000 + number}", "title": f"第 {number} 小学"}  # nobody who asked before
        given = page.fields(page.form()) | {each: others[each] for each in others if each in names} | asked.given
        before = rows(asked.plugin)
        answer = client.post(path, data=given | {name: made(str(given.get(name, "")) or "某某")})
        assert answer.status_code in (303, 422), (name, odd)
        assert (rows(asked.plugin) == before) == (answer.status_code == 422), (name, odd)


@pytest.mark.parametrize(
    "page",
    [
        "family_values/bookings",
        "family_courses/enrolments",
        "family_points/claims",
        "family_points/statement",
        "family_points/statement.pdf",
        "family_points/claims/appeal",
        "family_honours/nominations",
        "family_honours/objections/withdrawal",
    ],
)
def test_a_number_and_a_code_may_be_anything(client, cast, page):
    plugin, at = page.split("/", 1)
    for odd, made in ODD.items():
        given = {"number": made("2026-1"), "code": made("K7QM-3XPA")}
        answer = client.post(f"/{plugin}/public/{cast.unit_ids['street']}/{at}", data=given)
        assert answer.status_code == 422, odd
