"""What stands in an uploaded file is for whoever uploaded it; taken back is an import by its own, or by who directs."""

import re

import pytest

from tests.cases.test_batch import all_cases, changed, workbook

pytestmark = pytest.mark.database


@pytest.fixture
def at(cast) -> str:
    return f"/cases/units/{cast.unit_ids['street']}/import/batch"


@pytest.fixture
def uploaded(as_user, cast, at):
    """`uploaded("director")` is the client of whoever sent a good line and a wrong one, and the report on them."""

    def send(name: str):
        client, here = as_user(name), cast.taixing.short_name
        lines = changed(社区=here), changed(社区=here, 标题="", 身份证号="110101199003070038")
        return client, client.fill(client.page(at), upload=workbook(*lines))

    return send


def token_of(client) -> dict:
    """What every form of theirs sends."""
    page = client.page("/")
    return {"csrf_token": page.fields(page.form("/logout"))["csrf_token"]}


def test_the_sheet_goes_to_whoever_uploaded_it_alone(as_user, uploaded):
    director, report = uploaded("director")
    clerk = as_user("clerk")
    refused = clerk.get(f"{report.url}/sheet.xlsx")
    assert refused.status_code == 403
    assert re.search("这份表是.+上传的", refused.text)
    assert "/sheet.xlsx" not in clerk.page(report.url).text
    assert director.get(f"{report.url}/sheet.xlsx").status_code == 200


def test_others_neither_choose_columns_nor_enter(as_user, uploaded):
    _, report = uploaded("director")
    clerk = as_user("clerk")
    sent = token_of(clerk)
    assert clerk.post(f"{report.url}/mapping", data=sent).status_code == 403
    assert clerk.post(report.url, data=sent).status_code == 403
    assert all_cases() == []
    page = clerk.page(report.url).text
    assert "只有本人可以下载、选列、导入" in page
    assert "<form" not in page.partition("<main")[2]


def test_who_registers_does_not_take_back_the_import_of_another(as_user, uploaded):
    director, report = uploaded("director")
    director.fill(report)
    clerk = as_user("clerk")
    sent = token_of(clerk)
    assert clerk.post(f"{report.url}/undoing", data=sent).status_code == 403
    assert clerk.post(f"{report.url}/stopping", data=sent).status_code == 403
    assert len(all_cases()) == 1
    page = clerk.page(report.url).text
    assert "撤销这次导入" not in page
    assert "停下、撤销由本人，或者可以撤销别人导入的人" in page


def test_who_directs_takes_back_the_import_of_another(as_user, uploaded):
    clerk, report = uploaded("clerk")
    clerk.fill(report)
    director = as_user("director")
    page = director.fill(director.page(report.url), f"{report.url}/undoing")
    assert "这次导入已经撤销" in page.text
    assert all_cases() == []
