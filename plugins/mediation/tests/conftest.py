"""A committee with its roster, and helpers that take a dispute as far as a test needs."""

import io
from datetime import date

import pytest
from PIL import Image

from plugins.mediation.models import Committee, Dispute, Mediator
from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.people.models import Organisation, Person
from portal.testing.names import NameBook


@pytest.fixture
def committee(cast) -> Committee:
    """昭君街道人民调解委员会 with three mediators, one of them the mediator of the cast."""
    committee = Committee.found(cast.street, "达拉特旗昭君街道人民调解委员会", date(2024, 1, 1))
    committee.mediators = [
        Mediator(name="李秀兰", gender="女", post="chair", valid_from=date(2024, 1, 1)),
        Mediator(name=cast.mediator.name, gender="男", user_id=cast.mediator.id, valid_from=date(2024, 1, 1)),
        Mediator(name="巴特尔", gender="男", valid_from=date(2024, 1, 1), valid_until=date(2025, 1, 1)),
    ]
    db.session.commit()
    return committee


@pytest.fixture
def case(cast) -> Case:
    """漏水: two neighbours and a property company."""
    book = NameBook(7)
    people = [book.person(), book.person()]
    first, second = (
        Person.enter(cast.taixing, name=each.name, id_number=each.id_number, phone=each.phone, address=book.address("泰兴社区"))
        for each in people
    )
    company = Organisation.enter(cast.taixing, name="达拉特旗恒泰物业服务有限责任公司昭君街道第一分公司")
    db.session.flush()
    case = Case.register(unit=cast.taixing, parties=[(1, first), (2, second), (2, company)], by=cast.clerk,
                         title="楼上漏水损坏天花板", kind="0201", source="visit",
                         description="楼上住户水管破裂，漏水损坏楼下天花板。", level="minor")
    db.session.commit()
    return case


@pytest.fixture
def pending(cast, committee, case) -> Dispute:
    """A dispute that has just come to the desk."""
    case.triage(kind="0201", level="minor", by=cast.clerk)
    dispute = Dispute.receive(case, by=cast.clerk)
    db.session.commit()
    return dispute


@pytest.fixture
def mediating(cast, pending) -> Dispute:
    """Accepted, with the notice given."""
    pending.accept(source="application", by=cast.mediator, recorder="李秀兰", claims="赔偿损失",
                   consents={each.party_id: "yes" for each in pending.parties},
                   mediators=[pending.committee.mediators[1]])
    pending.give_notice(clock.today(), by=cast.mediator)
    db.session.commit()
    return pending


@pytest.fixture
def photo() -> bytes:
    """A picture as a phone takes it."""
    stream = io.BytesIO()
    Image.new("RGB", (640, 480), "white").save(stream, "JPEG")
    return stream.getvalue()
