"""Files of a deed are attachments: seen by those who see the deed, and none was lost when they came from a table of their own."""

import io

import pytest
from sqlalchemy import text
from werkzeug.datastructures import FileStorage

from plugins.heroes.models import Deed, Evidence, Hero
from portal import clock
from portal.accounts import adjusting
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.plugin_admin.switching import switch

pytestmark = pytest.mark.database


@pytest.fixture
def deed(cast, bring, photo) -> Deed:
    """With a piece of evidence that has a file, and a photo of its hero."""
    found = bring("investigating")

    def picture(name: str) -> FileStorage:
        return FileStorage(io.BytesIO(photo), name)

    found.add_evidence(
        by=cast.director, kind="video", content="现场", obtained_on=clock.today(), upload=picture("现场.jpg")
    )
    found.heroes[0].put_photo(picture("照片.jpg"), by=cast.clerk)
    db.session.commit()
    return found


def test_a_file_goes_to_those_who_see_the_deed_while_the_module_is_on(as_user, cast, deed):
    file = deed.evidence[0].file
    addresses = (f"/heroes/deeds/{deed.id}/files/{file.id}", f"/files/{file.id}")
    seen = {"clerk": 200, "director": 200, "outsider": 404, "grid": 404}
    met = {who: {as_user(who).get(url).status_code for url in addresses} for who in seen}
    assert met == {who: {status} for who, status in seen.items()}
    adjusting.adjust("district", "cases.view", cast.county, granted=False, reason="试", by=cast.administrator)
    db.session.commit()
    assert as_user("district").get(addresses[0]).status_code == 200, "who decides need not see cases"
    assert {as_user("auditor").get(url).status_code for url in addresses} <= {403, 404}
    deed.set_secret(True, "担心报复", by=cast.director)
    db.session.commit()
    assert {as_user("clerk").get(url).status_code for url in addresses} == {404}
    switch("heroes", cast.county, "off", by=cast.administrator, reason="停用")
    db.session.commit()
    assert {as_user("director").get(url).status_code for url in addresses} == {404}


def test_a_file_of_another_deed_is_not_there(as_user, bring, deed):
    other = bring("nominated")
    assert as_user("director").get(f"/heroes/deeds/{other.id}/files/{deed.evidence[0].file_id}").status_code == 404


def test_no_file_is_lost_on_the_way_from_the_old_table_and_back(cast, deed):
    heroes, ident = next(each for each in histories() if each.key == "heroes"), deed.id
    db.session.rollback()
    downgrade(heroes, "heroes_0002")
    kept = db.session.execute(text("SELECT deed_id, purpose, name FROM heroes_file ORDER BY id")).all()
    assert [tuple(row) for row in kept] == [(ident, "evidence", "现场.jpg"), (ident, "photo", "照片.jpg")]
    pointed = "SELECT heroes_file.name FROM heroes_file JOIN heroes_hero ON photo_id = heroes_file.id"
    assert db.session.execute(text(pointed)).scalars().all() == ["照片.jpg"]
    assert not db.session.execute(text("SELECT id FROM files_attachment WHERE subject_kind = 'heroes_deed'")).all()
    db.session.remove()
    upgrade_all()
    assert drift(heroes) == []
    file, photo = db.session.query(Evidence).one().file, db.session.query(Hero).one().photo
    assert (file.name, file.uploaded_by, file.unit) == ("现场.jpg", cast.director, cast.taixing)
    assert (photo.name, photo.uploaded_by, photo.size) == ("照片.jpg", cast.clerk, len(photo.content))
