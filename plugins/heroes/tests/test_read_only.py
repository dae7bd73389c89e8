"""Read-only counts where the record lies, not where somebody works."""

import pytest

from plugins.heroes.models import Deed
from portal.accounts.models import Appointment
from portal.extensions import db
from portal.plugin_admin.switching import switch

pytestmark = pytest.mark.database


@pytest.fixture
def elsewhere(as_user, cast):
    """The head of the district, with a second office in 东胜区, where the module is on, and working there."""
    switch("heroes", cast.county, "read_only", by=cast.administrator, reason="整理台账。")
    switch("heroes", cast.dongsheng, "on", by=None, reason="试用。")
    db.session.add(Appointment(user_id=cast.district.id, unit_id=cast.dongsheng.id, role="district"))
    db.session.commit()
    client = as_user("district")
    with client.session_transaction() as session:
        session["unit_id"] = cast.dongsheng.id
    return client


def test_from_an_office_where_it_is_on_nothing_is_changed_where_it_is_read_only(nominate, elsewhere):
    deed_id = nominate().id
    page = elsewhere.page(f"/heroes/deeds/{deed_id}")
    assert page.status == 200
    token = page.fields(page.form("/logout"))["csrf_token"]
    answer = elsewhere.post(f"/heroes/deeds/{deed_id}/acceptance", data={"csrf_token": token})
    assert (answer.status_code, "只读" in answer.get_data(as_text=True)) == (403, True)
    assert db.session.get(Deed, deed_id).status == "nominated"
