"""核对 on the pages: beside its field, before the text is made final, and on the paper."""

from datetime import timedelta

import pytest

from plugins.mediation.models import Dispute
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.errors import Doubtful, RuleError
from portal.extensions import db

SOON = str(clock.today() + timedelta(days=30))
WRONG = {"amount": "2500", "terms__0__text": "被申请人赔偿2600元。", "perform_by": SOON}
NO_PLAN = {f"instalments__{place}__{name}": "" for place in (0, 1) for name in ("due_on", "amount", "note")}


def at(dispute_id: int, *more: str) -> str:
    return "/".join(("/mediation/disputes", str(dispute_id), *more))


@pytest.fixture
def form(as_user, written):
    client = as_user("mediator")
    return client, client.page(at(written.id, "agreement"))


def test_an_amount_that_differs_is_kept_as_draft_and_told_at_its_term(as_user, written, form):
    client, page = form
    page = client.fill(page, **WRONG | NO_PLAN)
    assert "协议内容已保存。有 1 处请核对" in page.text
    page = client.page(at(written.id, "agreement"))
    assert "必须改，法律有规定：“2600元”与协议金额 2,500.00 元不一致" in page.text
    assert page.tree.xpath("//a[@href='#terms-0-text']")


def test_it_cannot_be_made_final_like_that(written, form):
    client, page = form
    page = client.fill(page, button=("final", "1"), **WRONG | NO_PLAN)
    assert page.status == 422
    assert "“2600元”与协议金额 2,500.00 元不一致" in page.text
    assert db.session.get(Dispute, written.id).status == "mediating"


def test_a_doubt_is_ticked_and_then_it_is_final(written, form):
    client, page = form
    page = client.fill(page, button=("final", "1"), terms__1__text="申请人不得再上访。")
    assert page.status == 422
    assert "不得因调解而阻止当事人" in page.text
    page = client.fill(page, button=("final", "1"), vouched=page.form().xpath(".//input[@name='vouched']/@value")[0])
    assert page.url == at(written.id, "signatures")
    told = db.session.get(Dispute, written.id).case.events[-1]
    assert "已和各方当事人核对" in told.note


def test_a_tick_for_one_text_does_not_hold_for_another(cast, written):
    written.agreement.terms[1].text = "申请人不得再上访。"
    keys = [each.key for each in written.findings]
    written.agreement.terms[1].text = "申请人不得再上访，不得报警。"
    with pytest.raises(Doubtful):
        written.conclude(by=cast.mediator, checked=keys)


def test_it_is_asked_about_from_the_page_of_the_dispute_too(as_user, written):
    written.agreement.terms[1].text = "申请人不得再上访。"
    db.session.commit()
    client = as_user("mediator")
    page = client.page(at(written.id))
    assert "请核对 1 处" in page.text
    page = client.fill(page, action=at(written.id, "agreement", "final"))
    assert page.url == at(written.id, "agreement")
    assert page.tree.xpath("//input[@name='vouched']")


def test_it_is_told_again_where_it_is_signed(as_user, agreed):
    agreed.agreement.terms[1].text = "申请人不得再上访。"
    db.session.commit()
    assert "不得因调解而阻止当事人" in as_user("mediator").page(at(agreed.id, "signatures")).text


def test_what_must_be_changed_keeps_it_from_being_held_orally(cast, written):
    written.agreement.terms[0].text = "被申请人于2月30日前赔偿三千元。"
    with pytest.raises(RuleError, match="没有“2月30日”这一天"):
        written.agree_orally(clock.today(), by=cast.mediator)


def test_what_is_doubtful_is_looked_at_before_it_is_held_orally_too(as_user, written):
    written.agreement.terms[1].text = "申请人不得再上访。"
    db.session.commit()
    client, place = as_user("mediator"), at(written.id, "oral-agreement")
    page = client.page(place)
    assert "登记以后不能再改" not in page.text
    page = client.fill(page, waived="y")
    assert (page.status, "打勾后再登记" in page.text) == (422, True)
    assert db.session.get(Dispute, written.id).status == "mediating"
    [keys] = page.tree.xpath("//input[@name='vouched']/@value")
    client.fill(page, waived="y", vouched=keys)
    assert db.session.get(Dispute, written.id).status == "effective"
    assert "登记前提示核对" in db.session.get(Dispute, written.id).case.events[-1].note


@pytest.mark.parametrize(
    ("term", "offered"), [("双方自愿离婚，被申请人赔偿三千元。", False), ("被申请人赔偿三千元。", True)]
)
def test_a_divorce_takes_the_sentence_on_the_court_from_the_paper(as_user, written, term, offered):
    written.agreement.terms[0].text = term
    db.session.commit()
    paper = as_user("mediator").get(at(written.id, "agreement.pdf"))
    assert ("申请司法确认" in text_of(paper)) is offered


NUMBER = "152722197806010019"


def test_a_number_that_stands_in_the_text_already_keeps_nobody_from_changing_something_else(written, as_user):
    written.agreement.facts = f"双方因{NUMBER}名下房屋漏水发生纠纷。"
    written.agreement.terms[1].text = f"{NUMBER}不再追究。"
    db.session.commit()
    client = as_user("mediator")
    page = client.fill(client.page(at(written.id, "agreement")), place="昭君街道综治中心")
    assert "协议内容已保存" in page.text
    assert db.session.get(Dispute, written.id).agreement.place == "昭君街道综治中心"


def test_a_text_that_is_changed_is_searched_again(written, as_user):
    written.agreement.facts = f"双方因{NUMBER}名下房屋漏水发生纠纷。"
    db.session.commit()
    client = as_user("mediator")
    page = client.fill(client.page(at(written.id, "agreement")), facts=f"因{NUMBER}名下房屋漏水发生纠纷。")
    assert (page.status, "这里不能写身份证号" in page.text) == (422, True)


def test_each_thing_found_is_a_line_below_its_field_and_law_is_told_apart(written, as_user):
    written.agreement.terms[1].text = "申请人不得再上访；多付5元。"
    db.session.commit()
    page = as_user("mediator").page(at(written.id, "agreement"))
    assert f"请核对 {len(written.findings)} 处" in page.text
    [hint] = page.tree.xpath("//p[@id='terms-1-text-hint']")
    lines = list(hint.itertext())
    assert len(lines) == len(hint.xpath("br")) + 1 == 2
    assert lines[-1].startswith("请核对，法律有规定：")
    assert lines[-1].endswith("（人民调解法第三条）。")


def test_what_stands_as_an_error_is_not_told_once_more_on_top(written, form):
    client, page = form
    page = client.fill(page, button=("final", "1"), **WRONG | NO_PLAN)
    assert "必须改的" not in page.text
    assert page.text.count("“2600元”与协议金额 2,500.00 元不一致") == 2  # in the summary and at the term


def test_instalments_that_do_not_add_up_are_told_once(written, form):
    client, page = form
    page = client.fill(page, amount="2500", terms__0__text="被申请人分期付三千元。")
    assert page.status == 422
    assert "必须改的" not in page.text
    assert page.text.count("分期合计 3,000.00 元，协议金额是 2,500.00 元，不一致。") == 2


def test_a_sign_that_no_font_has_is_told_with_the_number_of_its_term(written, form):
    client, page = form
    page = client.fill(page, terms__1__text="申请人不再追究\U00013000。")
    assert "“条款”第 2 项里有字体中没有的字" in page.text
