"""核查、回访: by somebody else than who handled it; what is not settled comes back."""

import pytest

from portal.cases.models import Case
from portal.errors import NotAllowed
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def reported(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0701", level="minor", by=cast.clerk)
    handed = case.assign(cast.street, by=cast.director)
    handed.acknowledge(by=cast.clerk)
    handed.report("已责令补发工资。", by=cast.clerk)
    db.session.commit()
    return case


def test_what_is_not_settled_comes_back_to_the_desk(as_user, reported):
    client, case_id = as_user("director"), reported.id
    asked = client.page(f"/cases/{case_id}/verification")
    assert client.fill(asked, note="").status == 422
    assert "回到本单位" in client.fill(asked, settled="no", note="工资还没有发。").text
    assert db.session.get(Case, case_id).status == "triaged"
    assert "回到本单位 1" in client.page("/").text


def test_not_by_who_handled_it(as_user, cast, reported):
    given = {"way": "phone", "settled": "yes", "note": "已经发了。"}
    with pytest.raises(NotAllowed, match="承办人"):
        reported.verify(by=cast.clerk, **given)
    client = as_user("clerk")
    assert "verification" not in " ".join(client.page(f"/cases/{reported.id}").links())
    refused = client.get(f"/cases/{reported.id}/verification")
    assert refused.status_code == 403
    assert "您是这件事的承办人，不能自己办“核查”，请由另一位有权限的人办理。" in refused.text, (
        "before anything is typed"
    )
    reported.verify(by=cast.director, **given)
    assert reported.status == "reported"


def test_who_handled_it_is_led_to_no_visit(as_user, cast, reported):
    reported.resolve("已补发。", by=cast.director)
    db.session.commit()
    client = as_user("clerk")
    assert f"/cases/{reported.id}/visit" not in client.page(f"/cases/{reported.id}").links()
    assert "您是这件事的承办人" in client.get(f"/cases/{reported.id}/visit").text
    assert as_user("director").get(f"/cases/{reported.id}/visit").status_code == 200


def test_the_outcome_is_not_typed_twice(as_user, reported):
    client = as_user("director")
    page = client.page(f"/cases/{reported.id}/resolution")
    assert page.fields(page.form())["text"] == "已责令补发工资。"


def test_whoever_asked_is_visited_after_it_was_closed(as_user, cast, reported):
    reported.resolve("已补发。", by=cast.director)
    db.session.commit()
    client, case_id = as_user("director"), reported.id
    page = client.fill(
        client.page(f"/cases/{case_id}/visit"), answered="yes", settled="yes", content="fair", note="申请人说收到了。"
    )
    assert "及时回应：是，解决：是，基本满意" in page.text
    assert db.session.get(Case, case_id).checks[0].content_name == "基本满意"
