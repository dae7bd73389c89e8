"""议题: from residents, cases and rounds; screened by a person; published before the meeting."""

from datetime import timedelta

import pytest

from plugins.consultation.models import Topic
from portal import clock
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.records.followed import code_of, hash_of
from portal.records.people import Contact
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database


def test_a_resident_proposes_without_an_account_and_sees_how_it_goes(client, as_user, cast, forum):
    unit_id = cast.unit_ids["street"]
    page = client.page(f"/consultation/public/{unit_id}/forums/{forum.id}/topics/new")
    page = client.fill(
        page, title="装充电棚", text="楼下没有地方充电。", matter="hazard", sender="王五", phone="13804770009"
    )
    topic = db.session.query(Topic).one()
    assert topic.number in page.text
    assert (topic.source, topic.proposer.name, topic.unit_id) == ("resident", "王五", forum.unit_id)
    code = page.tree.xpath("//input[@name='code']/@value")[0]
    db.session.get(Topic, topic.id).decline("已列入物业计划，下月动工。", by=cast.director)
    db.session.commit()
    seen = client.fill(client.page(f"/consultation/public/{unit_id}/topics"), number=topic.number, code=code)
    assert "不列入" in seen.text
    assert "已列入物业计划" in seen.text
    assert "13804770009" not in as_user("clerk").page(f"/consultation/topics/{topic.id}").text


def test_the_right_topic_is_found_among_many_whose_numbers_look_alike(cast, forum, topic):
    street, topics = cast.street, [topic(title=f"议题{place}") for place in range(25)]
    for running, each in zip([*range(150, 174), 5], topics, strict=True):
        each.number, each.code_hash = f"议〔2026〕{running}号", hash_of(code_of(each.title))
    db.session.commit()
    assert Topic.found(street, "2026-5", code_of("议题24")) is topics[24]
    assert Topic.found(street, "2026-5", code_of("议题23")) is None
    assert Topic.found(street, "5", code_of("议题24")) is None
    assert Topic.found(cast.other_street, "2026-5", code_of("议题24")) is None


def test_a_forum_elsewhere_has_no_form_there(client, cast, forum):
    assert (
        client.get(f"/consultation/public/{cast.unit_ids['other_street']}/forums/{forum.id}/topics/new").status_code
        == 404
    )


def test_a_resident_is_told_what_must_not_be_public(client, cast, forum):
    page = client.page(f"/consultation/public/{cast.unit_ids['street']}/forums/{forum.id}/topics/new")
    page = client.fill(page, title="找13804770009说", text="……", sender="王五", phone="13804770009")
    assert page.status == 422
    assert "这段文字对所有人公开" in page.text


def test_a_case_becomes_a_topic_from_its_page(as_user, cast, forum):
    case = factories.case(cast.grid1, by=cast.clerk)
    db.session.commit()
    clerk = as_user("clerk")
    assert f"/consultation/topics/new?case={case.id}" in clerk.page(f"/cases/{case.id}").links()
    clerk.fill(clerk.page(f"/consultation/topics/new?case={case.id}"))
    topic = db.session.query(Topic).one()
    assert (topic.source, topic.case_id, topic.title) == ("case", case.id, case.title)


def test_a_case_of_another_district_cannot_be_named(as_user, cast, forum):
    case = factories.case(cast.outside_community, by=cast.outsider)
    db.session.commit()
    assert as_user("clerk").get(f"/consultation/topics/new?case={case.id}").status_code == 404


def test_the_negative_list_asks_for_a_reason_and_a_person_decides(as_user, cast, topic):
    raised = topic(title="商量征地拆迁补偿")
    assert raised.hits == "征地拆迁"
    clerk, url = as_user("clerk"), f"/consultation/topics/{raised.id}/acceptance"
    page = clerk.fill(clerk.page(url))
    assert page.status == 422
    assert "列入要写明理由" in page.text
    assert clerk.fill(clerk.page(url), reason="只议安置楼的物业。").status == 200
    assert db.session.get(Topic, raised.id).status == "accepted"


def test_the_list_is_what_the_unit_says(cast, topic):
    change("consultation", cast.county, {"negative": ["停水"]}, by=cast.district, reason="测试")
    db.session.commit()
    assert topic(title="停水怎么办").hits == "停水"
    assert topic(title="商量征地拆迁补偿").hits == ""


def test_two_that_ask_for_the_same_become_one(cast, topic):
    first, second = topic(), topic(title="充电棚")
    second.merge_into(first, by=cast.clerk)
    assert (second.status, second.merged_into) == ("merged", first)
    with pytest.raises(RuleError, match="本小区"):
        first.merge_into(first, by=cast.clerk)


def test_it_is_published_for_the_days_of_the_unit_and_then_gone(client, cast, topic):
    shown = topic()
    shown.accept(title=shown.title, text=shown.text, by=cast.clerk)
    shown.publish(by=cast.clerk)
    db.session.commit()
    until, board = shown.published_until, f"/consultation/public/{cast.unit_ids['street']}/"
    assert until - clock.today() >= timedelta(days=3)
    assert "装充电棚" in client.page(board).text
    with clock.pretend(clock.now() + (until - clock.today()) + timedelta(days=1)):
        assert (
            "会前公示的议题 现在没有" in client.page(board).text.replace("  ", " ")
            or "现在没有公示的议题" in client.page(board).text
        )


def test_only_those_who_host_let_it_in(cast, topic):
    with pytest.raises(NotAllowed):
        topic().accept(title="…", text="…", by=cast.grid)


def test_it_is_let_in_once(cast, topic):
    raised = topic()
    raised.decline("重复。", by=cast.clerk)
    with pytest.raises(WrongState):
        raised.accept(title="…", text="…", by=cast.clerk)


def test_whoever_proposed_it_rates_it_once(cast, solved):
    topic = solved().topic
    topic.rate(5, "很快。", by=None)
    assert topic.rating == 5
    with pytest.raises(RuleError, match="已经评价过"):
        topic.rate(1, by=None)


def test_the_proposer_is_found_when_they_ask(cast, forum, topic):
    from portal.records.data_rights import held

    person = factories.resident(cast.taixing)
    raised = topic(proposer=Contact(name=person.name, phone=person.phone))
    db.session.commit()
    (row,) = held(person)["在其他记录中的身份"]
    assert (row["编号"], row["身份"]) == (raised.number, "议题提出人")
