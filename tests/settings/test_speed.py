"""Settings are read once a process: a case that is registered or triaged asks the database nothing for them."""

import pytest

from portal.extensions import db
from portal.settings import change
from portal.testing import factories
from portal.testing.statements import statements

pytestmark = pytest.mark.database


@pytest.fixture
def triage(as_user, cast):
    """`triage()` opens and sends the form of a new case; the statements that were sent."""
    clerk = as_user("clerk")

    def send() -> list[str]:
        case = factories.case(cast.taixing, by=cast.clerk).id
        db.session.commit()
        with statements() as sent:
            page = clerk.page(f"/cases/{case}/triage")
            form = page.fields(page.form(f"/cases/{case}/triage"))
            form |= {"kind": "0203", "level": "minor", "unit_id": cast.unit_ids["taixing"]}
            assert clerk.post(f"/cases/{case}/triage", data=form).status_code == 303
        return sent

    return send


def test_triage_reads_the_settings_once(triage, cast):
    triage()
    first, second = triage(), triage()
    assert not [each for each in second if "settings_row.content" in each]
    assert len(second) == len(first)
    change("cases", cast.county, {"minor_period": ["9 日"]}, by=None, reason="旗文件")
    db.session.commit()
    read = [each for each in triage() if "settings_row.content" in each]
    assert len(read) == 2, "a change is seen at once, and who must sign in with a code is asked anew"
    assert not [each for each in triage() if "settings_row.content" in each]
