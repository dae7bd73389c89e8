"""A resident asks for the own data or for its deletion: what mediation hands over, removes, and has to keep."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from plugins.mediation.models import Dispute, Guest
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.people import data_rights
from portal.plugin_admin.switching import switch
from portal.records.people import Contact
from portal.retention.registers import register
from portal.testing import factories

pytestmark = pytest.mark.database


def applicant(dispute):
    return dispute.case.side(1)[0].person


def end(case, cast):
    """Nothing is open any more."""
    if case.status in ("triaged", "reported"):
        case.resolve("已告知其他途径。", by=cast.clerk)
    db.session.commit()


def test_what_is_handed_over_is_what_was_agreed(cast, agreed):
    [record] = data_rights.export(applicant(agreed), by=cast.director)["内容"]["人民调解"]
    assert record["编号"] == agreed.number
    assert record["身份"] == "申请人"
    assert record["是否同意调解"] == "同意"
    assert record["协议条款"] == [term.text for term in agreed.agreement.terms]
    assert len(record["调解时间"]) == len(agreed.sessions)


def test_before_there_is_an_agreement_nothing_of_one_is_handed_over(cast, mediating):
    [record] = data_rights.export(applicant(mediating), by=cast.director)["内容"]["人民调解"]
    assert (record["协议条款"], record["变更后的条款"]) == ([], [])


def test_it_is_handed_over_also_where_mediation_is_off(cast, agreed):
    switch("mediation", cast.county, "off", by=None, reason="试验")
    assert data_rights.export(applicant(agreed), by=cast.director)["内容"]["人民调解"]


def test_while_it_is_mediated_nothing_is_erased(cast, mediating):
    with pytest.raises(RuleError, match=r"正在进行的人民调解|未办结"):
        data_rights.erase(applicant(mediating), "本人申请", by=cast.director)


def test_a_dossier_stays_without_the_name(cast, mediating):
    person = applicant(mediating)
    name = person.name
    mediating.terminate("双方分歧过大。", by=cast.mediator)
    end(mediating.case, cast)
    told = data_rights.erase(person, "本人申请", by=cast.director)
    assert any("1 起调解卷宗" in each and "第二十七条" in each for each in told)
    assert mediating.number
    assert mediating.claims == "赔偿损失"
    names = [each.party.name for each in mediating.parties]
    assert names[0] == "已依法删除"
    assert name not in names


def test_what_was_never_taken_up_loses_claims_and_names(cast, pending):
    person = applicant(pending)
    pending.accept(
        source="application",
        by=cast.mediator,
        recorder="",
        claims="要求赔偿",
        remark="情绪激动",
        mediators=[],
        consents={each.party_id: "no" for each in pending.parties},
    )
    assert person.name in pending.ending
    end(pending.case, cast)
    told = data_rights.erase(person, "本人申请", by=cast.director)
    kept = db.session.get(Dispute, pending.id)
    assert (kept.claims, kept.remark) == ("", "")
    assert person.name not in kept.ending
    assert any("诉求、备注和姓名已删除" in each for each in told)


class TestGuests:
    """Who was invited to a sitting, or asked on a visit without being a party, is a contact of the dispute."""

    @pytest.fixture
    def resident(self, cast):
        return factories.resident(cast.taixing, name="白玉兰")

    @pytest.fixture
    def joined(self, cast, written, resident):
        written.sessions[0].guests = Guest.all_in(f"{resident.name} 邻居 {resident.phone}\n白玉兰")
        db.session.commit()
        return written

    def test_are_found_by_name_and_number_and_namesakes_only_likely(self, cast, joined, resident):
        told = data_rights.export(resident, by=cast.director)["内容"]
        assert [(each["编号"], each["身份"]) for each in told["在其他记录中的身份"]] == [(joined.number, "参加人")]
        assert [each["身份"] for each in told["可能与本人有关的记录"]] == ["参加人"]

    def test_are_forgotten_once_the_dispute_is_over(self, cast, joined, resident):
        with pytest.raises(RuleError, match=f"{joined.number}（参加人）"):
            data_rights.erase(resident, "本人申请", by=cast.director)
        joined.terminate("双方分歧过大。", by=cast.mediator)
        end(joined.case, cast)
        data_rights.erase(resident, "本人申请", by=cast.director)
        db.session.commit()
        assert [each.who.name for each in joined.sessions[0].guests] == ["已删除", "白玉兰"]

    def test_stand_in_no_table_in_plain(self, joined, resident):
        for table in ("mediation_session", "mediation_guest", "records_contact"):
            stored = str(db.session.execute(text(f"SELECT * FROM {table}")).all())
            assert resident.name not in stored
            assert resident.phone not in stored

    def test_a_party_that_was_asked_is_the_party(self, as_user, cast, effective):
        person, asked = applicant(effective), {"by": cast.mediator, "visited_at": clock.now(), "way": "phone"}
        said = {"performance": "已付清。", "satisfaction": "good"}
        for name in (person.name, "李红梅", "李红梅"):
            effective.visit(interviewee=name, **asked, **said)
        db.session.commit()
        told = data_rights.export(person, by=cast.director)["内容"]
        assert len(told["人民调解"][0]["回访时间"]) == 1
        assert "可能与本人有关的记录" not in told
        page = as_user("mediator").page(f"/mediation/disputes/{effective.id}").text
        assert "李**" in page
        assert "李红梅" not in page
        person.forget()
        assert [each.interviewee.name for each in effective.follow_ups] == ["已依法删除", "李红梅", "李红梅"]


class TestMediators:
    """Who mediates is a contact of the committee by name and telephone; the roster keeps the name."""

    @pytest.fixture
    def resident(self, cast):
        return factories.resident(cast.taixing, name="白玉兰")

    @pytest.fixture
    def mediator(self, committee, cast, resident):
        appointed = committee.appoint(
            by=cast.director, name=resident.name, phone=resident.phone, valid_from=clock.today() - timedelta(days=9)
        )
        db.session.commit()
        return appointed

    def test_are_found(self, cast, resident, mediator):
        [told] = data_rights.export(resident, by=cast.director)["内容"]["在其他记录中的身份"]
        assert (told["编号"], told["身份"]) == (mediator.committee.name, "人民调解员")
        assert told["联系电话"] == resident.phone

    def test_are_not_forgotten_in_office(self, cast, resident, mediator):
        with pytest.raises(RuleError, match=f"在任的人民调解员：{mediator.committee.name}，请先登记任期结束"):
            data_rights.erase(resident, "本人申请", by=cast.director)

    def test_are_forgotten_afterwards_but_for_the_name_on_the_roster(self, cast, resident, mediator):
        mediator.valid_until = clock.today() - timedelta(days=1)
        told = data_rights.erase(resident, "本人申请", by=cast.director)
        db.session.commit()
        assert any("人民调解员" in each and "留在名册和调解卷宗上" in each for each in told)
        assert (mediator.name, mediator.phone, mediator.contact.name) == ("白玉兰", "", "已删除")
        mediator.name = "白玉兰"  # the form is saved again
        assert mediator.contact.name_hash is None

    def test_have_no_number_that_could_be_read_in_the_database(self, mediator):
        stored = [
            str(db.session.execute(text(f"SELECT * FROM {name}")).all())
            for name in ("mediation_mediator", "records_contact")
        ]
        assert not [each for each in stored if mediator.phone in each]

    def test_are_called_by_a_new_name_or_number_as_well(self, cast, resident, mediator):
        mediator.name, mediator.phone = "白玉荷", "13904770001"
        db.session.commit()
        assert (mediator.contact.name, mediator.contact.phone) == ("白玉荷", "13904770001")
        assert "在其他记录中的身份" not in data_rights.export(resident, by=cast.director)["内容"]
        mediator.phone = ""
        db.session.commit()
        assert db.session.query(Contact).count() == 0


def test_of_a_mediator_who_left_long_ago_name_and_term_stay(cast, committee):
    left, serving = committee.mediators[2], committee.mediators[0]
    for each in (left, serving):
        each.phone, each.political, each.birth_date = "13900001111", "中共党员", clock.today() - timedelta(days=20_000)
    db.session.commit()
    kept, days = register("mediation_mediator"), [left.valid_until, left.valid_until + timedelta(days=1)]
    assert [list(db.session.scalars(kept.due(cast.street, day))) for day in days] == [[], [left]]
    assert list(db.session.scalars(kept.due(cast.outside_street, days[1]))) == []
    kept.forget(left)
    db.session.commit()
    assert list(db.session.scalars(kept.due(cast.street, days[1]))) == []
    assert (left.name, left.phone, left.political, left.birth_date) == ("巴特尔", "", "", None)
    assert serving.phone == "13900001111"
