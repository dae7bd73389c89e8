"""示范条款: kept by a committee, offered by kind of dispute, filled with the parties and amounts; and what the law says beside the forms."""

from datetime import timedelta

import pytest

from plugins.mediation.models import Committee, Dispute
from plugins.mediation.models.clause import FIELDS, clauses_for
from plugins.mediation.samples import DISPUTES
from plugins.mediation.starting_clauses import STARTING
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.cases.choices import STATISTICAL_KINDS
from portal.documents.wordings.named_fields import faults_in
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
SOON = clock.today() + timedelta(days=60)


@pytest.fixture
def clause(cast, committee):
    made = committee.keep_clause(
        "赔偿", "{被申请人}于{履行期限}前赔偿{申请人}{协议金额}元。", kind="邻里", by=cast.director
    )
    db.session.commit()
    return made


def at(dispute: Dispute, noun: str = "agreement") -> str:
    return f"/mediation/disputes/{dispute.id}/{noun}"


def test_a_clause_is_put_into_the_first_empty_line_with_parties_and_amount(as_user, mediating, clause):
    client = as_user("mediator")
    page = client.fill(
        client.page(at(mediating)), button=("insert", str(clause.id)), amount="3000", perform_by=str(SOON)
    )
    asked, first = mediating.parties[0].party.name, mediating.parties[1].party.name
    text = page.fields(page.form())["terms-0-text"]
    assert text.startswith(f"{first}、")
    assert text.endswith(f"于{SOON.year}年{SOON.month}月{SOON.day}日前赔偿{asked}3,000.00元。")
    page = client.fill(page, button=("insert", str(clause.id)))
    assert page.fields(page.form())["terms-1-text"] == text
    assert page.fields(page.form())["amount"] == "3000"


def test_where_some_were_elected_it_says_for_how_many(as_user, cast, mediating, clause):
    asked = mediating.case.side(1)[0]
    mediating.case.elect([asked], clock.today(), by=cast.clerk)
    for name in ("李桂芳", "王秀英"):
        mediating.case.enter_member(side=1, name=name, by=cast.clerk)
    db.session.commit()
    client = as_user("mediator")
    page = client.fill(client.page(at(mediating)), button=("insert", str(clause.id)))
    assert f"赔偿{asked.name}等3人" in page.fields(page.form())["terms-0-text"]


def test_a_field_without_a_value_stays_and_stops_the_final_text(as_user, mediating, stage, clause):
    DISPUTES.take(Dispute.hold_session, mediating, stage)
    db.session.commit()
    client = as_user("mediator")
    page = client.fill(client.page(at(mediating)), button=("insert", str(clause.id)))
    assert "{协议金额}" in page.fields(page.form())["terms-0-text"]
    page = client.fill(page, button=("final", "1"), facts="漏水。", issues="赔偿。", time_note="十日内", place="社区")
    assert page.status == 422
    assert "还有没填的“履行期限、协议金额”" in page.text


@pytest.mark.parametrize("field", ["｛履行期限｝", "{一个很长很长的没有人填的字段的名称}"])
def test_whatever_the_kit_takes_for_a_field_stops_the_final_text(as_user, mediating, stage, field):
    DISPUTES.take(Dispute.hold_session, mediating, stage)
    db.session.commit()
    client = as_user("mediator")
    final = {"facts": "漏水。", "issues": "赔偿。", "time_note": "十日内", "place": "社区"}
    page = client.fill(
        client.page(at(mediating)), button=("final", "1"), terms__0__text=f"被申请人于{field}前赔偿。", **final
    )
    assert (page.status, "还有没填的" in page.text) == (422, True)


def test_a_full_agreement_takes_no_more_and_says_so(as_user, mediating, clause):
    client = as_user("mediator")
    page = client.page(at(mediating))
    sent = dict(page.fields(page.form())) | {f"terms-{each}-text": "修好。" for each in range(30)}
    answer = client.post(page.url, data=sent | {"insert": str(clause.id)})
    assert "协议条款已有 30 条，不能再加" in answer.text


def test_an_unknown_field_is_refused_with_its_line_and_those_that_there_are(as_user, committee):
    client = as_user("director")
    page = client.fill(
        client.page(f"/mediation/committees/{committee.id}/clauses/new"), title="赔偿", text="赔偿。\n付{定金}元。"
    )
    assert page.status == 422
    assert "第 2 行：没有叫“定金”的字段。可以用：{申请人}、{被申请人}" in page.text


def test_no_expression_is_evaluated(cast, committee, mediating):
    made = committee.keep_clause("算式", "付{协议金额}元。", by=cast.director)
    made.text = "{{ 7*7 }}{协议金额.__class__}"
    assert made.filled({"协议金额": "5"}) == "{{ 7*7 }}{协议金额.__class__}"


def test_those_of_other_kinds_and_those_given_up_are_not_offered(cast, committee, mediating, clause):
    other = committee.keep_clause("工资", "付清工资。", kind="劳动争议", by=cast.director)
    any_kind = committee.keep_clause("再无争议", "再无其他争议。", by=cast.director)
    assert clauses_for(mediating) == [clause, any_kind]
    assert other not in clauses_for(mediating)
    committee.close_clause(clause, clock.today(), by=cast.director)
    clause.valid_from = clause.valid_until = clock.today() - timedelta(days=1)
    assert clauses_for(mediating) == [any_kind]


def test_those_of_the_district_are_offered_in_the_street(cast, committee, mediating):
    above = Committee.found(unit=cast.county, name="达拉特旗人民调解委员会", by=None)
    kept = above.keep_clause("再无争议", "再无其他争议。", by=cast.district)
    db.session.flush()
    assert clauses_for(mediating) == [kept]


def test_the_start_set_is_taken_once_and_every_field_of_it_is_known(cast, committee):
    committee.take_starting_clauses(by=cast.director)
    assert len(committee.clauses_in_use) == len(STARTING)
    assert not [
        each.title for each in STARTING if faults_in(each.text, FIELDS) or each.kind not in {"", *STATISTICAL_KINDS}
    ]
    with pytest.raises(RuleError, match="都已经在"):
        committee.take_starting_clauses(by=cast.director)


def test_two_of_one_title_are_refused(cast, committee, clause):
    with pytest.raises(RuleError, match="已有“赔偿”"):
        committee.keep_clause("赔偿", "赔。", by=cast.director)


@pytest.mark.parametrize(
    ("noun", "said"),
    [
        ("inquiries/new", "人民调解法第二十七条"),
        ("evidence/new", "民事诉讼法第六十六条"),
        ("sessions/new", "人民调解法第二十条"),
        ("agreement", "人民调解法第二十九条"),
        ("termination", "人民调解法第二十六条"),
    ],
)
def test_the_law_stands_closed_beside_the_form_of_its_paper(as_user, mediating, noun, said):
    page = as_user("mediator").page(at(mediating, noun))
    told = page.tree.xpath("//details[summary='法律怎么说']")
    assert len(told) == 1
    assert "open" not in told[0].attrib
    assert said in "".join(told[0].itertext())


def test_age_ethnicity_and_workplace_of_whoever_was_asked_stand_on_the_record(as_user, stage, mediating):
    more = {"age": 46, "ethnicity": "蒙古族", "workplace": "恒泰物业"}
    DISPUTES.take(Dispute.inquire, mediating, stage, {Dispute.inquire: more})
    db.session.commit()
    text = text_of(as_user("mediator").get(at(mediating, f"inquiries/{mediating.inquiries[0].id}.pdf")))
    for expected in ("年龄46", "民族蒙古族", "恒泰物业"):
        assert expected in text, expected
