"""A step for many rows: each for itself, what was refused is said, a form is asked once for all."""

import pytest
from flask_login import login_user
from sqlalchemy import select

from portal.cases.models import STATES, Case
from portal.extensions import db
from portal.records import bulk
from portal.records.bulk import MOST, Bulk, BulkPage, chosen_ids
from portal.records.forms import ReasonForm
from portal.records.lists import ListPage
from portal.records.mounted import all_mounted
from portal.testing import factories
from portal.web.forms.form_token import FIELD

pytestmark = pytest.mark.database


@pytest.fixture
def cases(cast) -> list[int]:
    """Two that were registered, one declined already, and one of another district."""
    made = [factories.case(cast.taixing, by=cast.clerk, title=f"第{number}件") for number in range(3)]
    made[2].decline("重复登记。", by=cast.clerk)
    strange = factories.case(cast.outside_community, by=cast.outsider, title="外面的")
    db.session.commit()
    return [case.id for case in [*made, strange]]


@pytest.fixture
def send(app, cast, monkeypatch):
    """`send(user, bulk, data)` is the page that answers."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)

    def post(user, each: Bulk, data: dict) -> tuple[int, str]:
        page = next(one for one in all_mounted(ListPage) if one.register.key == "cases")
        with app.test_request_context("/cases/archive", method="POST", data=data):
            login_user(user)
            answer = BulkPage(page, each).take()
            return answer.status_code, answer.get_data(as_text=True)

    return post


DECLINE = Bulk(Case.decline, at="refusal", form=ReasonForm)


def test_a_form_is_asked_once_and_goes_with_each(cast, cases, send):
    status, text = send(cast.clerk, DECLINE, {"chosen": cases})
    assert status == 200
    assert "选中 4 件，按同样的内容办理" in text
    assert text.count('name="chosen"') == 4
    status, text = send(cast.clerk, DECLINE, {"chosen": cases, FIELD: "", "text": " "})
    assert (status, "请写明理由" in text) == (422, True)
    assert text.count('name="chosen"') == 4, "nothing is lost"
    status, text = send(cast.clerk, DECLINE, {"chosen": cases, FIELD: "", "text": "不属于综治中心受理范围。"})
    assert "已不予受理 2 件" in text
    assert all(db.session.get(Case, ident).number in text for ident in cases[:2]), "what was done is listed by number"
    assert "1 件没有不予受理" in text
    assert "现在是“不予受理”" in text
    assert "外面的" not in text, "what the reader may not see is not there"
    found = db.session.scalars(select(Case.status).where(Case.id.in_(cases)).order_by(Case.id)).all()
    assert found == ["declined", "declined", "declined", "registered"]
    assert db.session.get(Case, cases[0]).events[-1].note == "不属于综治中心受理范围。"


def test_the_right_is_asked_of_each_row(cast, cases, send):
    status, text = send(cast.mediator, DECLINE, {"chosen": cases, FIELD: "", "text": "不受理。"})
    assert status == 200
    assert "3 件没有不予受理" in text
    assert db.session.get(Case, cases[0]).status == "registered"


def test_somebody_elses_step_in_between_is_said(cast, cases, send, monkeypatch):
    def overtaken(self, record, by, arguments):
        record.title = "改过"
        db.session.connection().exec_driver_sql("UPDATE cases_case SET version = version + 1")
        db.session.flush()

    monkeypatch.setattr(Bulk, "take", overtaken)
    _, text = send(cast.clerk, Bulk(Case.archive, at="archive"), {"chosen": cases[:1]})
    assert bulk.OVERTAKEN in text


def test_nothing_chosen_is_said(cast, send):
    status, text = send(cast.clerk, DECLINE, {})
    assert (status, "没有选中事项" in text) == (422, True)
    assert "请写明理由" not in text, "nothing is asked for nobody"


def test_ids_that_are_none_are_left_out_and_there_are_at_most_so_many():
    assert chosen_ids(["3", "x", "²", "9" * 11, f"{2**31}", "-1", "3", "1"]) == [3, 1]
    assert len(chosen_ids(map(str, range(1, 500)))) == MOST
    assert "archived" in STATES
