"""An attachment is seen by those who see the record it hangs on, and by nobody else."""

import io

import pytest
from werkzeug.datastructures import FileStorage

from plugins.mediation.models import Committee, Dispute
from portal.extensions import db
from portal.files.models import Attachment
from portal.plugin_admin.switching import switch
from portal.testing import factories
from portal.testing.pictures import photo

pytestmark = pytest.mark.database


@pytest.fixture
def identity_card(cast) -> int:
    """The copy of an identity card among the papers of a dispute in 第一网格."""
    case = factories.case(cast.grid1, by=cast.clerk)
    Committee.found(unit=cast.street, name="昭君街道人民调解委员会", by=None)
    db.session.flush()
    case.triage(kind=case.kind, level=case.level, by=cast.clerk)
    dispute = Dispute.receive(case, by=cast.clerk)
    db.session.flush()
    picture = io.BytesIO(photo(size=(8, 8), kind="PNG"))
    card = Attachment.take_in(FileStorage(picture, "身份证.png"), subject=dispute, purpose="identity", by=cast.mediator)
    db.session.commit()
    return card.id


def test_a_grid_worker_does_not_see_the_papers_of_a_mediation_in_the_grid(as_user, identity_card):
    assert as_user("grid").get(f"/files/{identity_card}").status_code == 404
    assert as_user("mediator").get(f"/files/{identity_card}").status_code == 200


def test_they_are_gone_where_the_module_is_off(as_user, cast, identity_card):
    switch("mediation", cast.county, "off", by=None, reason="停用")
    db.session.commit()
    assert as_user("mediator").get(f"/files/{identity_card}").status_code == 404
