"""Family points for residents: claimed and followed by the code, objected to, the statement read with the card; and rosters from Excel."""

import io
import re
from datetime import timedelta

import pytest
import xlsxwriter

from plugins.family_points.models import PointClaim
from plugins.family_points.tests.conftest import account_of
from portal import clock
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def public(cast):
    return f"/family_points/public/{cast.unit_ids['street']}"


def sent(client, public, rule, **values):
    page = client.page(f"{public}/claims/new")
    given = {"sender": "王桂兰", "phone": "13804770001", "rule_id": str(rule.id), "proof": "编号 1"}
    return client.fill(page, **{**given, **values})


def told(page) -> dict[str, str]:
    found = re.search(r"(\S+积登〔\d+〕\d+号).*查询码 (\w{4}-\w{4})", page.text)
    assert found, page.text
    return {"number": found[1], "code": found[2]}


def test_a_family_claims_is_refused_and_objects(client, public, rule, cast):
    home = client.page(f"/public/{cast.unit_ids['street']}")
    assert f"{public}/points" in home.links()
    assert "10 分/次，每月最多 25 分" in client.page(f"{public}/points").text
    known = told(sent(client, public, rule))
    made = db.session.scalars(db.select(PointClaim)).unique().one()
    made.refuse("没有签到。", by=cast.clerk)
    db.session.commit()
    page = client.fill(client.page(f"{public}/claims"), **known)
    assert "没有签到。" in page.text
    assert "王" not in page.text, "nobody's name"
    wrong = client.fill(page, action=f"{public}/claims/appeal", appeal__reason=" ")
    assert wrong.status == 422
    done = client.fill(page, action=f"{public}/claims/appeal", appeal__reason="奶奶签的名。")
    assert "已收到异议" in done.text
    db.session.expire_all()
    assert (made.status, made.events[-1].actor) == ("appealed", None)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"happened_on": "2026-03-10"}, "日期还没有到"),
        ({"happened_on": "2025-01-05"}, "前 90 天"),
        ({"times": "0"}, "请填写 1 至 1,000"),
        ({"proof": ""}, "要有证明"),
        ({"proof": "电话 13911112222"}, "这里不能写电话号码"),
        ({"phone": "12"}, "电话"),
        ({"rule_id": "999"}, ""),
    ],
)
def test_bad_input_is_said_at_the_field(client, public, rule, values, said):
    page = sent(client, public, rule, **values)
    assert (page.status, said in page.text) == (422, True), page.text
    assert db.session.scalar(db.select(db.func.count(PointClaim.id))) == 0


def test_a_telephone_holds_only_so_many_that_wait(client, public, rule, rules):
    rules(open_most="1")
    assert told(sent(client, public, rule, happened_on="2026-03-01"))
    page = sent(client, public, rule, happened_on="2026-03-02")
    assert (page.status, "已有 1 件申报等待确认" in page.text) == (422, True)


def test_the_statement_is_read_with_the_card(client, public, claim, cast, as_user):
    account = account_of(claim(confirmed=True))
    clerk = as_user("clerk")
    assert clerk.get(f"/family_points/accounts/{account.id}/card.pdf").data.startswith(b"%PDF")
    assert clerk.get(f"/family_points/accounts/{account.id}/statement.pdf").data.startswith(b"%PDF")
    known = {"number": account.number, "code": account.code}
    page = client.fill(client.page(f"{public}/statement"), **known)
    assert "余额 10 分" in page.text
    assert "参加小区志愿服务" in page.text
    assert "桂兰" not in page.text
    answer = client.post(f"{public}/statement.pdf", data=known)
    assert answer.data.startswith(b"%PDF")
    wrong = client.fill(client.page(f"{public}/statement"), number=account.number, code="AAAA-AAAA")
    assert (wrong.status, "编号或者查询码不对" in wrong.text) == (422, True)
    assert client.post(f"{public}/statement.pdf", data={}).status_code == 422
    clerk.fill(clerk.page(f"/family_points/accounts/{account.id}/code"))
    assert client.fill(client.page(f"{public}/statement"), **known).status == 422, "the old card opens nothing"


def test_everybody_reads_what_points_are_exchanged_for(client, public, rule, good, cast):
    page = client.page(f"{public}/points").text
    assert "大米 5 公斤" in page
    assert "10 分/袋 有货" in page
    good.withdraw(by=cast.director)
    db.session.commit()
    with clock.pretend(clock.now() + timedelta(days=1)):
        assert "大米" not in client.page(f"{public}/points").text, "its last day is over"


def test_the_sheet_for_the_wall(as_user, rule):
    director = as_user("director")
    page = director.page(f"/family_points/rules/{rule.id}")
    sheet = next(each for each in page.links() if "/sheets/" in each)
    assert director.get(sheet).data.startswith(b"%PDF")


def _workbook(*lines) -> io.BytesIO:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)
    return io.BytesIO(stream.getvalue())


def test_claims_come_from_excel_row_by_row_and_may_be_taken_back(as_user, rule, cast):
    upload = _workbook(
        ("事项", "日期", "次数", "证明", "姓名", "电话"),
        ("参加小区志愿服务", "2026-03-01", "1", "编号 1", "萨仁", "13804770005"),
        ("没有这一条", "2026-03-01", "1", "编号 2", "萨仁", "13804770005"),
        ("参加小区志愿服务", "2026-13-01", "1", "编号 3", "萨仁", "13804770005"),
        ("参加小区志愿服务", "2026-03-02", "-1", "编号 4", "萨仁", "12"),
        ("参加小区志愿服务", "2026-03-03", "1", "", "萨仁", "13804770005"),
    )
    clerk = as_user("clerk")
    page = clerk.page(f"/family_points/claims/units/{cast.unit_ids['street']}/import/claims")
    report = clerk.fill(page, upload=(upload, "积分.xlsx"))
    assert "可以导入 1 行" in report.text, report.text
    for said in ("第 3 行", "没有“没有这一条”这条规则", "第 4 行", "第 5 行", "第 6 行", "要有证明"):
        assert said in report.text
    done = clerk.fill(report, action=report.url)
    assert "已导入 1 行" in done.text
    assert "要有证明" in done.text
    made = db.session.scalars(db.select(PointClaim)).unique().one()
    assert (made.status, made.points, made.entered_by_id) == ("claimed", 10, cast.clerk.id)
    director = as_user("director")
    listed = director.page("/family_points/claims?status=claimed")
    assert "确认选中的" in listed.text
    undone = clerk.fill(done, action=f"{report.url}/undoing")
    assert "已撤销" in undone.text
    assert db.session.scalar(db.select(db.func.count(PointClaim.id))) == 0


def test_a_row_with_the_number_of_another_family_says_that_it_was_asked(as_user, rule, claim, cast):
    claim(name="张三丰", phone="13900001111")
    upload = _workbook(
        ("事项", "日期", "次数", "证明", "姓名", "电话", "是这一家人"),
        ("参加小区志愿服务", "2026-03-01", "1", "编号 1", "李四光", "13900001111", ""),
        ("参加小区志愿服务", "2026-03-02", "1", "编号 2", "李四光", "13900001111", "是"),
    )
    clerk = as_user("clerk")
    page = clerk.page(f"/family_points/claims/units/{cast.unit_ids['street']}/import/claims")
    report = clerk.fill(page, upload=(upload, "积分.xlsx"))
    done = clerk.fill(report, action=report.url)
    assert "已导入 1 行" in done.text
    assert "这个电话是张**（139****1111，昭君街道）一家的" in done.text


def test_many_are_confirmed_at_once_with_a_report(as_user, claim, cast):
    made = [claim(f"1380477003{each}") for each in range(3)]
    own = claim("13804770039", by="director")
    director = as_user("director")
    page = director.page("/family_points/claims?status=claimed")
    sent = page.fields(page.form()) | {"chosen": [each.id for each in (*made, own)]}
    report = director.post("/family_points/claims/confirmed", data=sent)
    assert "您是登记的人，不能自己办“确认”" in report.get_data(as_text=True)
    db.session.expire_all()
    assert [each.status for each in made] == ["confirmed"] * 3
    assert own.status == "claimed"
