"""推选代表人: one signs for forty, who stand with their own signatures on the list behind the agreement."""

import pytest

from plugins.mediation.models import Dispute
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.demo.names import NameBook
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def of_forty(cast, written) -> Dispute:
    """The first party was elected by thirty-nine others."""
    case, book = written.case, NameBook(40)
    case.elect([case.side(1)[0]], clock.today(), by=cast.clerk)
    for _ in range(39):
        who = book.person()
        case.enter_member(side=1, name=who.name, id_number=who.id_number, by=cast.clerk)
    written.conclude(by=cast.mediator, checked=written.doubts)
    db.session.commit()
    return written


def test_forty_are_one_line_to_sign_and_one_copy_and_a_list(as_user, of_forty):
    client, at = as_user("mediator"), f"/mediation/disputes/{of_forty.id}"
    page = client.page(f"{at}/signatures")
    assert [name for name in page.fields(page.form()) if name.startswith("parties-") and name.endswith("-on")] == [
        "parties-0-on",
        "parties-1-on",
        "parties-2-on",
    ]
    paper = text_of(client.get(f"{at}/agreement.pdf")).replace("\n", "")
    assert "附件：申请人一方成员名单" in paper
    assert "第4份共4份" in paper.replace(" ", "")
    members = of_forty.case.members
    assert all(each.contact.name in paper for each in members)
    assert paper.count("同意由其代为签订本协议书") == 4  # on each copy


def test_without_a_list_there_is_no_annex(as_user, agreed):
    assert "附件" not in text_of(as_user("mediator").get(f"/mediation/disputes/{agreed.id}/agreement.pdf"))
