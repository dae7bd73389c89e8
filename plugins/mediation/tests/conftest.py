"""A committee with its roster, and helpers that take a dispute as far as a test needs."""

import io
from datetime import date

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from plugins.mediation.models import Agreement, Committee, Dispute, Mediator
from plugins.mediation.models.settlement import SIGNED_SCAN
from portal import clock
from portal.cases.models import Case
from portal.demo.names import NameBook
from portal.extensions import db
from portal.files.models import Attachment
from portal.people.models import Organisation, Person


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
def pending(cast, committee, case) -> Dispute:
    """A dispute that has just come to the desk."""
    case.triage(kind="0201", level="minor", by=cast.clerk)
    dispute = Dispute.receive(case, by=cast.clerk)
    db.session.commit()
    return dispute


@pytest.fixture
def mediating(cast, pending) -> Dispute:
    """Accepted, with the notice given."""
    pending.accept(
        source="application",
        by=cast.mediator,
        recorder="李秀兰",
        claims="赔偿损失",
        consents={each.party_id: "yes" for each in pending.parties},
        mediators=[pending.committee.mediators[1]],
    )
    pending.give_notice(clock.today(), by=cast.mediator)
    db.session.commit()
    return pending


@pytest.fixture
def written(cast, mediating) -> Dispute:
    """With a session on record and the text of an agreement in two instalments."""
    mediating.hold_session(
        by=cast.mediator,
        held_at=clock.now(),
        ended_at=None,
        place="昭君街道人民调解室",
        present=[each.party_id for each in mediating.parties],
        guests="",
        outcome="agreed",
        transcript="申请人：要求赔偿。\n被申请人：同意。",
        result="双方同意。",
        failure_reason="",
    )
    mediating.agreement = Agreement()
    mediating.agreement.write(
        facts="水管破裂，楼下受损。",
        issues="赔偿数额。",
        terms=["被申请人赔偿三千元。", "双方再无其他争议。"],
        responsibilities={mediating.parties[1].party_id: "疏于维修，应当赔偿。"},
        amount_fen=300_000,
        instalments=[(date(2027, 1, 31), 100_000, "第一期"), (date(2027, 3, 31), 200_000, "")],
        way="instalments",
        way_note="",
        place="昭君街道人民调解室",
        perform_by=None,
        time_note="",
        breach="",
    )
    db.session.commit()
    return mediating


@pytest.fixture
def agreed(cast, written) -> Dispute:
    """定稿: the text is final and waits for signatures."""
    written.conclude(by=cast.mediator)
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
def effective(cast, agreed, add_scan) -> Dispute:
    """Signed by all, sealed, scanned: in force since today."""
    for who in (*(each.party for each in agreed.parties), agreed.mediators[0]):
        agreed.agreement.sign(who, clock.today())
    agreed.agreement.seal(clock.today())
    add_scan(agreed)
    assert agreed.settle_effect(by=cast.mediator)
    db.session.commit()
    return agreed


@pytest.fixture
def photo() -> bytes:
    """A picture as a phone takes it."""
    stream = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(stream, "JPEG")
    return stream.getvalue()
