"""A deed as far as a test needs it, taken there by the verbs."""

from datetime import UTC, datetime, timedelta

import pytest

from plugins.heroes.models import Association, Deed, Hero, PanelVote
from plugins.heroes.samples import DEEDS
from portal import clock
from portal.extensions import db
from portal.settings import change
from portal.testing import factories, pictures

NOW = datetime(2026, 3, 10, 2, tzinfo=UTC)  # a Tuesday morning
STATEMENT = {
    "held_at": NOW,
    "ended_at": None,
    "place": "综治中心",
    "witness": "见证人甲",
    "role": "witness",
    "gender": "男",
    "id_number": "",
    "phone": "",
    "address": "",
    "askers": "主任老张、小李",
    "recorder": "小王",
    "transcript": "问：…\n答：属实。",
}


@pytest.fixture
def rules(cast):
    """`rules(publication_days="3")` changes what the district decides, from a day on."""

    def decide(valid_from=None, **fields):
        row = change(
            "heroes",
            cast.county,
            {name: [value] for name, value in fields.items()},
            by=cast.district,
            reason="测试",
            valid_from=valid_from or clock.today(),
        )
        db.session.commit()
        return row

    return decide


@pytest.fixture
def nominate(cast, stage):
    """`nominate(secret=True)` is a new deed in 泰兴社区."""

    def make(*, people: int = 1, condition: str = "", name: str = "", **fields) -> Deed:
        heroes = []
        for _ in range(people):
            person = factories.resident(cast.taixing, **({"name": name} if name else {}))
            heroes.append(Hero(person=person, name=person.name, gender=person.gender, condition=condition))
        deed = DEEDS.begin(stage, {Deed.nominate: {"heroes": heroes} | fields})
        db.session.commit()
        return deed

    return make


def votes(against: int = 0, total: int = 5) -> list[PanelVote]:
    return [
        PanelVote(member=f"委员{number}", choice="against" if number < against else "for") for number in range(total)
    ]


@pytest.fixture
def bring(nominate, stage):
    """`bring("published")` is a deed that stands there, taken there as in the samples."""

    def go(status: str, **fields) -> Deed:
        deed = DEEDS.bring(status, stage, nominate(**fields))
        db.session.commit()
        return deed

    return go


@pytest.fixture
def fund(cast) -> Association:
    """达拉特旗见义勇为协会, with 100,000 yuan."""
    founded = Association.found(unit=cast.county, name="达拉特旗见义勇为协会", by=cast.district)
    founded.admit(by=cast.district, name="达拉特旗恒泰物业有限公司", valid_from=clock.today() - timedelta(days=400))
    founded.book("allocation", 100_000_00, on=clock.today(), by=cast.district, counterparty="财政局")
    db.session.commit()
    return founded


@pytest.fixture
def photo() -> bytes:
    """A picture as a phone takes it."""
    return pictures.photo()
