"""咨询, 求助, 投诉, 举报, 建议 are registered without a name where none is given; a dispute is not."""

import pytest
from sqlalchemy import func, select

from portal.cases.choices import DISPUTE, NATURES
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.people.models import Person
from portal.testing import factories

pytestmark = pytest.mark.database
REPORTS = [nature for nature in NATURES if nature != DISPUTE]
TYPED = {"kind": "0402", "title": "楼道堆物", "description": "有人打电话说三单元楼道堆满杂物。"}


def register(client, cast, **values):
    page = client.page("/cases/new")
    return client.fill(page, **{"unit_id": cast.unit_ids["taixing"], **TYPED, **values})


def only_case() -> Case:
    return db.session.scalars(select(Case)).unique().one()


@pytest.mark.parametrize("nature", REPORTS)
def test_without_a_name_the_form_asks_whether_none_was_given(as_user, cast, nature):
    client = as_user("clerk")
    page = register(client, cast, nature=nature)
    assert page.status == 422
    assert "请至少填写一名反映人，没有留姓名的请勾选“匿名”" in page.text
    page = client.fill(page, anonymous="y")
    assert page.status == 200
    assert "匿名，没有留姓名" in page.text
    case = only_case()
    assert (case.nature, case.parties, case.unnamed) == (nature, [], True)
    assert db.session.scalar(select(func.count()).select_from(Person)) == 0, "nobody is invented"


@pytest.mark.parametrize("source", ["phone", "hotline"])
def test_whoever_calls_need_not_say_who_it_is(as_user, cast, source):
    page = register(as_user("clerk"), cast, nature="inquiry", source=source)
    assert page.status == 200
    assert only_case().unnamed


def test_whom_the_report_is_about_is_taken_without_a_reporter(as_user, cast):
    shop = {"respondents__0__kind": "organisation", "respondents__0__name": "达拉特旗恒泰物业"}
    page = register(as_user("clerk"), cast, nature="report", source="phone", **shop)
    assert [party.role_name for party in only_case().parties] == ["被反映人"]
    assert "匿名，没有留姓名" in page.text


@pytest.mark.parametrize("source", ["visit", "phone"])
def test_a_dispute_has_an_applicant(as_user, cast, source):
    page = register(as_user("clerk"), cast, source=source)
    assert page.status == 422
    assert "请至少填写一名申请人。" in page.text
    assert not page.tree.xpath("//input[@name='anonymous']")


def test_a_dispute_of_nobody_is_no_case(cast):
    with pytest.raises(RuleError, match="至少登记一名当事人"):
        Case.register(
            unit=cast.taixing, parties=[], by=cast.clerk, title="纠纷", kind="0201", source="visit", description="。"
        )


def test_a_name_and_no_name_are_not_both_true(as_user, cast):
    client = as_user("clerk")
    page = register(client, cast, nature="complaint")
    page = client.fill(page, anonymous="y", applicants__0__name="张三")
    assert page.status == 422
    assert "勾选了匿名，又填了反映人" in page.text


def test_whoever_reports_is_called_so(as_user, cast):
    page = register(as_user("clerk"), cast, nature="advice", applicants__0__name="张三")
    assert [party.role_name for party in only_case().parties] == ["反映人"]
    assert "反映人" in page.text
    assert "申请人" not in page.text


def test_another_nature_renames_the_parties_and_registers_nothing(as_user, cast):
    client = as_user("clerk")
    page = client.page("/cases/new")
    form = page.fields(page.form("/cases/new")) | {"nature": "help", "applicants-0-name": "张三", "name-sides": "1"}
    answer = client.post("/cases/new", data=form, headers={"HX-Request": "true"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'id="sides"' in text
    assert "再加一位被反映人" in text
    assert 'value="张三"' in text
    assert db.session.scalar(select(func.count()).select_from(Case)) == 0


def test_papers_of_a_mediation_say_applicant(cast):
    case = factories.case(cast.taixing, by=cast.clerk, nature="complaint")
    assert [party.side_name for party in case.parties] == ["申请人", "被申请人"]
