"""The papers of a dispute's file that take all they say from what was entered before, or are filled in by hand."""

from urllib.parse import unquote

import pytest

from plugins.mediation.samples import DISPUTES
from plugins.mediation.tests.reading import text_of
from portal.extensions import db
from portal.people.masking import mask_name

pytestmark = pytest.mark.database


@pytest.fixture
def printed(as_user):
    """`printed(dispute, noun)`: what the paper says."""
    client = as_user("mediator")
    return lambda dispute, noun: text_of(client.get(f"/mediation/disputes/{dispute.id}/{noun}.pdf"))


def test_the_application_is_printed_before_it_is_accepted_with_room_for_the_claims(printed, pending):
    text = printed(pending, "application")
    one, other = pending.parties[0].party.person, pending.parties[1].party.person
    for expected in (
        "人民调解申请书",
        f"申请人：{one.name}",
        f"被申请人：{other.name}",
        one.id_number,
        "楼上住户水管破裂",
    ):
        assert expected in text, expected


def test_only_who_asks_signs_the_application(printed, mediating):
    signs = printed(mediating, "application").partition("现自愿申请")[2]
    assert "赔偿损失" in printed(mediating, "application")
    assert [each.party.name in signs for each in mediating.parties] == [True, False, False]


def test_what_the_committee_took_up_by_itself_has_no_application(as_user, mediating):
    mediating.source = "initiative"
    db.session.commit()
    assert as_user("mediator").get(f"/mediation/disputes/{mediating.id}/application.pdf").status_code == 409


def test_the_list_of_identities_has_a_line_for_every_party(printed, mediating):
    text = printed(mediating, "identity")
    assert all(each.party.name in text for each in mediating.parties)
    assert "与原件核对章" in text


def test_an_authority_is_printed_for_each_party_that_entrusts_somebody(as_user, stage, mediating):
    party = mediating.parties[0]
    mediating.name_agent(party, "云建国", relation="entrusted", by=stage.users["mediator"])
    db.session.commit()
    text = text_of(as_user("mediator").get(f"/mediation/disputes/{mediating.id}/parties/{party.id}/authority.pdf"))
    assert all(each in text for each in ("授权委托书", party.party.name, "云建国", "签订调解协议"))
    other = mediating.parties[1].id
    assert (
        as_user("mediator").get(f"/mediation/disputes/{mediating.id}/parties/{other}/authority.pdf").status_code == 404
    )


def test_the_report_says_how_it_ended(printed, stage, effective):
    DISPUTES.bring("closed", stage, effective)
    db.session.commit()
    text = printed(effective, "closing")
    assert all(
        each in text for each in ("人民调解结案报告", effective.number, "部分履行", "被申请人赔偿三千元", "审核人")
    )
    assert "立卷人" in printed(effective, "dossier")


def test_the_report_waits_for_the_end(as_user, mediating):
    assert as_user("mediator").get(f"/mediation/disputes/{mediating.id}/closing.pdf").status_code == 409


def named(answer) -> str:
    return unquote(answer.headers["Content-Disposition"])


def test_a_file_is_named_after_its_paper_and_number_and_nobody_in_full(as_user, stage, mediating):
    party = mediating.parties[0]
    mediating.name_agent(party, "云建国", relation="entrusted", by=stage.users["mediator"])
    db.session.commit()
    name, number = party.party.name, mediating.number
    told = named(as_user("mediator").get(f"/mediation/disputes/{mediating.id}/parties/{party.id}/authority.pdf"))
    assert (name in told, f"{mask_name(name).rstrip('*')}某的授权委托书 {number}.pdf" in told) == (False, True), told


def test_before_it_has_a_number_the_file_is_named_after_that_of_the_case(as_user, pending):
    told = named(as_user("mediator").get(f"/mediation/disputes/{pending.id}/application.pdf"))
    assert (
        f"人民调解申请书（草稿） {pending.case.number}.pdf" in told
        or f"人民调解申请书 {pending.case.number}.pdf" in told
    )
    assert pending.case.title not in told
