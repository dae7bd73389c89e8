"""A month is settled on the pages, by three people and one who pays; its papers and files tell what they should."""

from datetime import date

import pytest

from plugins.elder_care.models import Meal, MealSettlement
from portal.extensions import db
from portal.testing.statements import statements

LIST = "/elder_care/settlements"


@pytest.fixture
def november(books):
    """It is November; in October two people ate, one of whom had died."""
    books.wang.stop_reason, books.wang.stopped_on = "died", date(2026, 10, 9)
    for day in (8, 9, 12):
        books.eat(books.wang, date(2026, 10, day))
    books.eat(books.li, date(2026, 10, 12))
    db.session.commit()
    with books.on(2026, 11, 3):
        yield


@pytest.fixture
def page(november, as_user, books):
    """The page of the settlement after the clerk has submitted it."""
    clerk = as_user("clerk")
    shown = clerk.fill(clerk.page(f"{LIST}/new"), canteen_id=str(books.canteen.id), month="2026-10-01")
    assert "已编制：泰兴社区助结〔2026〕1号" in shown.text
    submitted = clerk.fill(clerk.page(f"{shown.url}/submission"))
    assert "已提交，明细已冻结" in submitted.text
    return submitted.url


def test_a_month_goes_from_the_clerk_to_the_receipt(page, as_user, books):
    clerk, director, district = as_user("clerk"), as_user("director"), as_user("district")
    assert clerk.get(f"{page}/check").status_code == 403, "who submitted does not check"
    shown = director.page(page)
    assert "死亡后就餐" in shown.text
    assert "00001 号老人 2026-10-09 去世，10月12日起仍有 1 餐。" in shown.text
    assert director.get(f"{page}/check").status_code == 422
    [decision] = [link for link in shown.links() if link.endswith("/decision")]
    assert director.fill(director.page(decision), decision="cleared", reason=" ").status == 422
    decided = director.fill(director.page(decision), decision="cleared", reason="登记日期写错，已更正。")
    assert "登记日期写错" in decided.text
    assert "已初核" in director.fill(director.page(f"{page}/check")).text
    assert director.get(f"{page}/review").status_code == 403
    assert "已复核" in district.fill(district.page(f"{page}/review")).text
    assert "已开始公示" in district.fill(district.page(f"{page}/publication")).text
    assert district.get(f"{page}/settlement").status_code == 422, "its days are not over"
    with books.on(2026, 11, 20):
        assert "支付清单已生成" in district.fill(district.page(f"{page}/settlement")).text
        refused = district.fill(district.page(f"{page}/payment"), receipt="")
        assert refused.status == 422
        paid = district.fill(district.page(f"{page}/payment"), receipt="回单 88")
        assert "已发放" in paid.text
        [bounce] = [link for link in paid.links() if link.endswith("/bounce")]
        back = district.fill(district.page(bounce), text="账号写错。")
        assert "待发放" in back.text
        [retry] = [link for link in back.links() if link.endswith("/retry")]
        district.fill(district.page(retry), text="已更正。")
        assert "已发放" in district.fill(district.page(f"{page}/payment"), receipt="回单 89").text


def test_the_papers(page, as_user, cast, books):
    district = as_user("district")
    assert district.get(f"{page}/settlement_publication.pdf").status_code == 409
    assert district.get(f"{page}/settlement_sheet.pdf").data.startswith(b"%PDF")
    settlement = db.session.query(MealSettlement).one()
    settlement.findings[0].decide("cleared", "已更正。", by=cast.director)
    settlement.check(by=cast.director)
    settlement.review(by=cast.district)
    settlement.publish(by=cast.district)
    db.session.commit()
    assert district.get(f"{page}/settlement_publication.pdf").data.startswith(b"%PDF")
    assert district.get(f"{page}/settlement_payments.pdf").status_code == 409


def test_the_file_has_every_line(page, as_user):
    answer = as_user("district").get(f"{page}/lines.csv?export_purpose=核对")
    text = answer.get_data(as_text=True)
    assert "王桂兰,2026年10月,3,9.00,系统默认值，本地未作规定" in text
    assert as_user("clerk").get(f"{page}/lines.csv?export_purpose=核对").status_code == 403


def test_it_waits_on_the_desk_of_who_may_go_on(page, as_user):
    assert "泰兴食堂" in as_user("director").page("/").text
    assert "泰兴食堂" not in as_user("outsider").page("/").text
    assert as_user("outsider").get(page).status_code == 404


def test_the_list_finds_it_and_takes_many_at_once(page, as_user):
    director = as_user("director")
    shown = director.page(f"{LIST}?status=submitted")
    assert "泰兴食堂" in shown.text
    assert "泰兴食堂" not in director.page(f"{LIST}?status=paid").text


def test_the_search_finds_it_by_its_number(page, as_user, app):
    found = as_user("director").get("/search", query_string={"q": "助结〔2026〕1号"}, follow_redirects=True)
    assert page in found.get_data(as_text=True)
    hidden = as_user("outsider").get("/search", query_string={"q": "助结〔2026〕1号"}, follow_redirects=True)
    assert page not in hidden.get_data(as_text=True)


def test_a_wrong_month_is_said_at_the_field(page, as_user, books):
    clerk = as_user("clerk")
    again = clerk.fill(clerk.page(f"{LIST}/new"), canteen_id=str(books.canteen.id), month="2026-10-01")
    assert again.status == 422
    assert "已经编制到2026年10月" in again.text


def test_a_page_takes_few_statements(page, as_user):
    client = as_user("director")
    client.page(page)
    with statements() as sent:
        client.page(page)
    assert len(sent) <= 15


def test_who_submitted_decides_nothing(page, as_user):
    [at] = [link for link in as_user("director").page(page).links() if link.endswith("/decision")]
    assert at not in as_user("clerk").page(page).links()
    assert as_user("clerk").get(at).status_code == 403


def test_what_was_decided_may_be_decided_otherwise_until_the_check(page, as_user):
    director = as_user("director")
    [at] = [link for link in director.page(page).links() if link.endswith("/decision")]
    director.fill(director.page(at), decision="upheld", reason="家属证实已去世。")
    shown = director.page(page)
    assert "改认定" in shown.text
    assert "家属证实已去世" in director.page(at).text, "what was written before is there"
    shown = director.fill(director.page(at), decision="cleared", reason="同名，去世的是另一位。")
    assert "原认定“属实”，改为正常" in shown.text
    assert "已初核" in director.fill(director.page(f"{page}/check")).text


def test_who_gets_it_back_is_told_which_meals_to_counter(page, as_user, books):
    director, clerk = as_user("director"), as_user("clerk")
    [at] = [link for link in director.page(page).links() if link.endswith("/decision")]
    director.fill(director.page(at), decision="upheld", reason="家属证实已去世。")
    director.fill(director.page(f"{page}/return"), text="请冲正。")
    shown = clerk.page(page)
    assert "认定属实的 1 条疑点要先冲正" in shown.text
    assert "初核退回" in shown.text
    [meals] = [link for link in shown.links() if link.startswith("/elder_care/meals?")]
    listed = clerk.page(meals)
    assert len(listed.tree.xpath("//tbody/tr")) == 3
    assert books.wang.number in listed.text


def test_meals_are_countered_after_it_was_sent_back_and_in_its_month(page, as_user, books):
    director, clerk = as_user("director"), as_user("clerk")
    meals = db.session.query(Meal).filter_by(member_id=books.wang.id, eaten_on=date(2026, 10, 12)).all()
    at = f"/elder_care/meals/{meals[0].id}"
    [decision] = [link for link in director.page(page).links() if link.endswith("/decision")]
    director.fill(director.page(decision), decision="upheld", reason="家属证实已去世。")
    shown = director.page(at)
    assert "待初核，有关于这位老人的疑点" in shown.text
    assert f"{at}/counter" not in shown.links()
    assert director.get(f"{at}/counter").status_code == 422
    director.fill(director.page(f"{page}/return"), text="请冲正。")
    shown = clerk.page(page)
    assert "请有审批权限的人（一般是中心主任）" in shown.text
    assert f"{page}/submission" not in shown.links(), "no button beside what forbids it"
    refused = clerk.fill(clerk.page(f"{page}/submission"))
    assert refused.status == 422
    assert "认定属实的 1 条疑点还没有冲正，不能提交" in refused.text
    assert "编制中" in clerk.page(page).text
    assert "泰兴食堂 1 条属实疑点待冲正" in director.page("/").text
    assert "属实疑点待冲正" not in clerk.page("/").text
    form = director.page(f"{at}/counter")
    assert "反向记一笔，记在 2026-10-31 的账上" in form.text
    assert "重新打餐" not in director.fill(form, reason="去世后刷卡。").text
    assert "属实疑点待冲正" not in director.page("/").text
    assert "要先冲正" not in clerk.page(page).text
    assert f"{page}/submission" in clerk.page(page).links()
    assert db.session.query(Meal).filter_by(counters_id=meals[0].id).one().booked_on == date(2026, 10, 31)
    assert "已提交，明细已冻结" in clerk.fill(clerk.page(f"{page}/submission")).text
    assert "已初核" in director.fill(director.page(f"{page}/check")).text


def test_what_was_upheld_by_mistake_is_decided_otherwise_after_it_was_sent_back(page, as_user):
    director, clerk = as_user("director"), as_user("clerk")
    [at] = [link for link in director.page(page).links() if link.endswith("/decision")]
    director.fill(director.page(at), decision="upheld", reason="家属证实已去世。")
    director.fill(director.page(f"{page}/return"), text="请冲正。")
    assert at in director.page(page).links()
    clerk.fill(clerk.page(at), decision="cleared", reason="同名，去世的是另一位。")
    refused = clerk.fill(clerk.page(f"{page}/submission"))
    assert "其中有您认定的疑点，须由其他人提交" in refused.text
    director.fill(director.page(at), decision="cleared", reason="同名，去世的是另一位。")
    assert "已提交，明细已冻结" in clerk.fill(clerk.page(f"{page}/submission")).text
