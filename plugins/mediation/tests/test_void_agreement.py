"""Whoever holds an agreement and checks its code is told that nothing came of it."""

import pytest

from portal.documents.models import Document
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def checked(as_user, client, agreed):
    """`checked()` is what the public page says of the final text."""
    as_user("mediator").get(f"/mediation/disputes/{agreed.id}/agreement.pdf")
    code = Document.latest(agreed, "agreement").check_code
    return lambda: client.page(f"/check/{code}").text


def test_that_mediation_ended_without_it(cast, agreed, checked):
    assert "没有生效" not in checked()
    agreed.terminate("一方反悔。", by=cast.mediator)
    db.session.commit()
    assert "调解已经终止，这份协议书没有生效。" in checked()


def test_that_it_was_taken_back(cast, agreed, checked):
    agreed.revise(by=cast.mediator)
    db.session.commit()
    assert "已经退回修改" in checked()


def test_that_it_holds_once_it_is_signed(effective, checked):
    assert "请逐项核对" in checked()
