"""What is handed down is checked against the lists: taken on, taken with a boundary, or sent back with a letter."""

import io

import pytest

from plugins.duty_lists.models import DutyTask
from portal import clock
from portal.errors import WrongState
from portal.extensions import db
from portal.testing.pictures import photo

pytestmark = pytest.mark.database
HERE = "/duty_lists/tasks"


def check(client, task_id: int, **chosen):
    return client.fill(client.page(f"{HERE}/{task_id}/check"), **chosen)


def test_a_letter_is_registered_with_its_picture(as_user, cast):
    clerk = as_user("clerk")
    given = {"sender": "旗工信局", "title": "报送用电数据", "plan_number": "计划〔2026〕8号"}
    page = clerk.fill(clerk.page(f"{HERE}/new"), upload=(io.BytesIO(photo()), "来文.jpg"), **given)
    assert page.heading == "报送用电数据"
    assert "来文.jpg" in page.text
    assert db.session.query(DutyTask).one().number == f"昭君街道任务〔{clock.today().year}〕1号"


def test_a_message_of_a_group_becomes_a_task_by_one_paste(as_user, cast):
    clerk = as_user("clerk")
    text = "@所有人 今天下班前把企业用电数据报上来\n格式见昨天的表"
    page = clerk.fill(clerk.page(f"{HERE}/message"), sender="旗工信局", text=text)
    assert page.heading == "@所有人 今天下班前把企业用电数据报上来"
    task = db.session.query(DutyTask).one()
    assert (task.way, task.text.splitlines()[-1]) == ("group", "格式见昨天的表")


def test_a_number_of_a_person_in_a_message_is_refused_and_nothing_lost(as_user, cast):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"{HERE}/message"), sender="旗工信局", text="报给小李 13804770001")
    assert page.status == 422
    assert "13804770001" in page.fields(page.form())["text"]


@pytest.mark.parametrize(
    ("kind", "title", "status"),
    [
        ("basic", "矛盾纠纷排查", "承接办理"),
        ("grid", "上报路面坑洼", "承接办理"),
        ("assist", "秸秆禁烧巡查", "附边界承接"),
        ("withdrawn", "采集企业用电数据", "不该承接"),
        ("negative", "强制安装手机软件", "不该承接"),
    ],
)
def test_the_list_decides_what_becomes_of_it(as_user, listed, task, kind, title, status):
    row, made = listed(kind), task(title)
    page = check(as_user("clerk"), made.id, hit=f"i{row.id}")
    assert status in page.text
    assert f"第 12 项 {row.title}" in page.text


def test_the_likely_rows_stand_there_with_why(as_user, listed, task):
    listed("withdrawn")
    page = as_user("clerk").page(f"{HERE}/{task('报送企业用电数据').id}/check")
    assert "收回清单第 12 项 采集企业用电数据（相同的字：企业用电数据；" in page.text


def test_another_row_is_found_by_its_number(as_user, listed, task):
    listed("withdrawn")
    made, clerk = task("整理档案"), as_user("clerk")
    assert "没有这个序号" in check(clerk, made.id, hit="number", kind="withdrawn", serial="99").text
    assert "请在下面选择清单" in check(clerk, made.id, hit="number").text
    assert "不该承接" in check(clerk, made.id, hit="number", kind="withdrawn", serial="12").text


def test_the_boundary_goes_with_what_one_assists(as_user, cast, listed, task):
    made = task("秸秆禁烧巡查")
    made.take_with_boundary(item=listed("assist"), by=cast.clerk)
    db.session.commit()
    assert "不承担处罚，不垫付费用。" in as_user("clerk").page(f"{HERE}/{made.id}").text


def test_what_was_taken_back_from_the_street_goes_back_with_a_letter(as_user, cast, listed, task):
    made, clerk = task(), as_user("clerk")
    made.stop(item=listed("withdrawn"), by=cast.clerk)
    db.session.commit()
    form = clerk.page(f"{HERE}/{made.id}/return")
    assert form.fields(form.form())["proposed"] == "工信局"
    assert "收回清单第 12 项" in form.fields(form.form())["reason"]
    page = clerk.fill(form)
    assert f"昭君街道退〔{clock.today().year}〕1号" in page.text
    assert clerk.get(f"{HERE}/{made.id}/letter.pdf").data[:4] == b"%PDF"


def test_there_is_no_letter_before_it_is_sent_back(as_user, task):
    assert as_user("clerk").get(f"{HERE}/{task().id}/letter.pdf").status_code == 409


def test_what_was_sent_back_and_comes_under_another_name_is_told(as_user, cast, listed, task):
    text = "请逐户采集辖区企业上月用电数据，周五前报送。"
    before = task(text=text)
    before.stop(item=listed("withdrawn"), by=cast.clerk)
    before.send_back("列入收回清单。", by=cast.clerk)
    again = task("能耗情况摸底", text=text.replace("周五", "下周一"))
    clerk = as_user("clerk")
    page = clerk.page(f"{HERE}/{again.id}/check")
    assert before.number in page.text
    done = clerk.fill(page, hit="none", similar_id=str(before.id))
    assert "是换名再派" in done.text


def test_who_insists_is_counted(as_user, cast, listed, task):
    made = task()
    made.stop(item=listed("withdrawn"), by=cast.clerk)
    made.send_back("列入收回清单。", by=cast.clerk)
    made.force("旗工信局", "电话说必须报。", by=cast.clerk)
    made.finish(4, 12, by=cast.clerk)
    task("调解纠纷", sender="旗司法局")
    db.session.commit()
    page = as_user("director").page("/duty_lists/statistics")
    rows = [[cell.strip() for cell in row.itertext() if cell.strip()] for row in page.tree.xpath("//tr")]
    assert next(each for each in rows if each[0] == "旗工信局")[1:] == ["1", "1", "1", "1", "4", "12"]


def test_it_stands_on_the_desk_until_it_is_done(as_user, cast, listed, task):
    made, clerk = task(), as_user("clerk")
    assert "旗工信局：采集企业用电数据" in clerk.page("/").text
    made.take_on(item=listed("basic"), by=cast.clerk)
    db.session.commit()
    assert "旗工信局：采集企业用电数据" in clerk.page("/").text
    made.finish(0, 0, by=cast.clerk)
    db.session.commit()
    assert "旗工信局：采集企业用电数据" not in clerk.page("/").text


def test_a_wrong_row_is_taken_back_before_it_is_sent_back(cast, listed, task):
    made = task()
    made.stop(item=listed("withdrawn"), by=cast.clerk)
    made.check_again("选错了。", by=cast.clerk)
    assert (made.status, made.item, made.law, made.proposed) == ("received", None, "", "")
    made.set_apart(by=cast.clerk)
    made.send_back("不在清单。", by=cast.clerk)
    with pytest.raises(WrongState):
        made.check_again("再看。", by=cast.clerk)


def test_another_district_sees_nothing(as_user, task):
    assert as_user("outsider").get(f"{HERE}/{task().id}").status_code == 404


def test_the_ledger_is_taken_away_with_its_columns(as_user, task):
    task()
    answer = as_user("director").get(f"{HERE}.csv")
    head = answer.get_data(as_text=True)
    for column in ("日期", "来文部门", "事项", "命中清单", "处理", "依据", "批准人", "耗时（小时）"):
        assert column in head
