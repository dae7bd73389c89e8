"""A committee with its roster, and helpers that take a dispute as far as a test needs."""

import io
from datetime import date

import pytest
from werkzeug.datastructures import FileStorage

from plugins.mediation import samples
from plugins.mediation.models import Committee, Dispute, Mediator
from plugins.mediation.models.settlement import SIGNED_SCAN
from plugins.mediation.samples import DISPUTES
from portal.cases.models import Case
from portal.demo.names import NameBook
from portal.extensions import db
from portal.files.models import Attachment
from portal.people.models import Organisation, Person
from portal.testing import pictures


@pytest.fixture
def committee(cast) -> Committee:
    """昭君街道人民调解委员会 with three mediators, one of them the mediator of the cast."""
    committee = Committee.found(
        unit=cast.street, name="达拉特旗昭君街道人民调解委员会", by=None, founded_on=date(2024, 1, 1)
    )
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
        Person.enter(
            cast.taixing, name=each.name, id_number=each.id_number, phone=each.phone, address=book.address("泰兴社区")
        )
        for each in people
    )
    company = Organisation.enter(cast.taixing, name="达拉特旗恒泰物业服务有限责任公司昭君街道第一分公司")
    db.session.flush()
    case = Case.register(
        unit=cast.taixing,
        parties=[(1, first), (2, second), (2, company)],
        by=cast.clerk,
        title="楼上漏水损坏天花板",
        kind="0201",
        source="visit",
        description="楼上住户水管破裂，漏水损坏楼下天花板。",
        level="minor",
    )
    db.session.commit()
    return case


@pytest.fixture
def pending(cast, committee, case, stage) -> Dispute:
    """A dispute that has just come to the desk."""
    case.triage(kind="0201", level="minor", by=cast.clerk)
    dispute = DISPUTES.begin(stage, {Dispute.receive: {"case": case}})
    db.session.commit()
    return dispute


@pytest.fixture
def mediating(pending, stage) -> Dispute:
    """Accepted, with the notice given."""
    chosen = {"recorder": "李秀兰", "mediators": [pending.committee.mediators[1]]}
    samples.told(DISPUTES.bring("mediating", stage, pending, {Dispute.accept: chosen}), stage)
    db.session.commit()
    return pending


@pytest.fixture
def written(mediating, stage) -> Dispute:
    """With a session on record and the text of an agreement in two instalments."""
    plan = [(date(2027, 1, 31), 100_000, "第一期"), (date(2027, 3, 31), 200_000, "")]
    samples.written(mediating, stage, instalments=plan)
    db.session.commit()
    return mediating


@pytest.fixture
def agreed(written, stage) -> Dispute:
    """定稿: the text is final and waits for signatures."""
    DISPUTES.bring("agreed", stage, written)
    db.session.commit()
    return written


@pytest.fixture
def add_scan(cast, photo):
    """`add_scan(dispute)` keeps a scan of the signed agreement."""

    def add(dispute: Dispute) -> Attachment:
        scan = FileStorage(io.BytesIO(photo), "扫描件.jpg")
        return Attachment.take_in(scan, subject=dispute, purpose=SIGNED_SCAN, by=cast.mediator)

    return add


@pytest.fixture
def effective(agreed, stage) -> Dispute:
    """Signed by all, sealed, scanned: in force since today."""
    DISPUTES.bring("effective", stage, agreed)
    db.session.commit()
    return agreed


@pytest.fixture
def photo() -> bytes:
    """A sheet of A4 as a scanner sees it."""
    return pictures.photo(size=(1240, 1754))
