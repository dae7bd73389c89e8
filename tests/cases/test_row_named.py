"""The summary of a refused form says in which row something is wrong, where there are several."""

import pytest

pytestmark = pytest.mark.database


def test_the_row_is_named_where_there_are_several(as_user, cast):
    client = as_user("clerk")
    page = client.fill(client.page("/cases/new"), button=("add", "respondents"))
    page = client.fill(page, respondents__0__name="李四", respondents__1__name="王五", respondents__1__phone="123")
    summary = "".join(page.tree.xpath("//*[contains(@class, 'error-summary')]//li//text()"))
    assert "被申请人第 2 项　联系电话：" in summary
    page = client.fill(client.page("/cases/new"), applicants__0__name="张三", applicants__0__phone="123")
    summary = "".join(page.tree.xpath("//*[contains(@class, 'error-summary')]//li//text()"))
    assert "第 1 项" not in summary
