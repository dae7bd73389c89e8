"""卷宗评查: the items are those of the district; what is not as it should be is said; the sheet is printed."""

import pytest

from plugins.mediation.dossiers.volume import VOLUME
from plugins.mediation.filing_samples import items
from plugins.mediation.models import Dispute
from plugins.mediation.models.inspecting import NO_ITEMS, Found
from plugins.mediation.samples import DISPUTES
from plugins.mediation.settings import KEY
from plugins.mediation.tests.reading import text_of
from portal import clock
from portal.accounts import delegation
from portal.extensions import db
from portal.settings import change


@pytest.fixture
def filed(effective, stage) -> Dispute:
    """Closed and filed."""
    DISPUTES.take(Dispute.file_away, DISPUTES.bring("closed", stage, effective), stage)
    db.session.commit()
    return effective


def url(dispute: Dispute) -> str:
    return f"/mediation/disputes/{dispute.id}/inspections/new"


def test_no_items_are_invented(as_user, filed):
    page = as_user("director").page(url(filed))
    assert (page.status, NO_ITEMS in page.text) == (422, True)


def test_what_was_found_is_printed_item_by_item(as_user, filed, stage):
    items(filed, stage)
    db.session.commit()
    client = as_user("director")
    client.fill(client.page(url(filed)), results__1__result="bad", results__1__remark="告知书没有签收日期。")
    made = filed.inspections[0]
    assert [each.result for each in made.found] == ["good", "bad"]
    text = text_of(client.get(f"/mediation/disputes/{filed.id}/inspections/{made.id}.pdf"))
    assert all(each in text for each in ("卷宗评查表", "演示用的项目二", "不合格", "告知书没有签收日期"))


def test_an_item_may_hold_a_list_of_its_own(filed, stage):
    change(KEY, stage.county, {"inspection": ["封面齐全；记录、协议有签名;已经归档"]}, by=None, reason="本地的项目")
    assert filed.inspected_for == ["封面齐全", "记录、协议有签名", "已经归档"]


def test_what_is_wrong_is_said(as_user, filed, stage):
    items(filed, stage)
    db.session.commit()
    client = as_user("director")
    page = client.fill(client.page(url(filed)), results__0__result="bad")
    assert (page.status, "请写明问题" in page.text) == (422, True)
    assert filed.inspections == []


def test_it_is_no_part_of_the_dossier(as_user, filed, stage):
    items(filed, stage)
    DISPUTES.take(Dispute.inspect_dossier, filed, stage)
    db.session.commit()
    page = as_user("mediator").page(f"/mediation/disputes/{filed.id}/dossier")
    assert "卷宗评查表" not in page.text
    assert "评查表" in page.text


def test_before_it_is_filed_there_is_nothing_to_inspect(as_user, effective, stage):
    items(effective, stage)
    DISPUTES.bring("closed", stage, effective)
    db.session.commit()
    page = as_user("director").page(url(effective))
    assert (page.status, "立卷以后才能评查" in page.text) == (422, True)


def test_who_inspects_from_above_needs_no_right_to_mediate(as_user, filed, stage):
    items(filed, stage)
    db.session.commit()
    client = as_user("district")
    page = client.fill(client.page(url(filed)))
    assert (page.url, "打印卷宗" in page.text) == (f"/mediation/disputes/{filed.id}/dossier", False)


def test_who_files_and_inspects_for_somebody_on_leave_says_so_on_paper(as_user, cast, effective, stage):
    today = clock.today()
    delegation.hand_over(cast.director.appointments[0], cast.clerk, today, today, reason="休假", by=cast.director)
    DISPUTES.bring("closed", stage, effective)
    items(effective, stage)
    effective.file_away("short", by=cast.clerk, defects="演示")
    effective.inspect_dossier([Found("演示用的项目一", "good", "")], on=today, by=cast.clerk)
    db.session.commit()
    both = f"{cast.clerk.name}（代{cast.director.name}）"
    assert VOLUME.context(effective, [])["filed_by"] == both
    made = effective.inspections[0]
    sheet = as_user("director").get(f"/mediation/disputes/{effective.id}/inspections/{made.id}.pdf")
    assert both in text_of(sheet)
