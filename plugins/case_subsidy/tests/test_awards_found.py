"""Disputes that were settled come by themselves; what is asked on pages."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from plugins.case_subsidy import finding
from plugins.case_subsidy.likeness import alike, sketch
from plugins.case_subsidy.models import Award
from portal.cases.models import Case, Party
from portal.extensions import db

pytestmark = pytest.mark.database


def test_what_the_committee_settled_waits_to_be_declared_once_the_case_is_closed(cast, settled, on, monkeypatch):
    told = settled()
    monkeypatch.setattr(finding, "answering", lambda answers: {"cases_party": Party})
    monkeypatch.setattr(finding, "mediated_of", lambda row: told)
    event = SimpleNamespace(verb=Case.resolve.verb)
    with on(2026, 8, 5):
        finding.heard(None, told.case, event)
    assert db.session.scalars(select(Award.case_id)).all() == [told.case.id], "one, whatever rows answer for the case"


def test_the_page_of_an_award_tells_who_mediated_and_what_is_lacking(cast, found, as_user):
    page = as_user("clerk").get(f"/case_subsidy/awards/{found(lacking=('履行凭证',)).id}")
    assert "履行凭证" in page.text


def test_terms_are_compared_without_the_names():
    text = "被申请人{}赔偿申请人{}三千元，双方再无其他争议，今后和睦相处。"
    one, other = text.format("王小明", "李秀英"), text.format("巴特尔", "乌云其木格")
    assert alike(sketch(one, ["王小明", "李秀英"]), sketch(other, ["巴特尔", "乌云其木格"])) == 100


def test_terms_about_something_else_are_not_alike():
    one, other = "拆除占用通道的棚子，恢复原状。", "每月十日前支付抚养费八百元，到十八周岁为止。"
    assert alike(sketch(one, []), sketch(other, [])) < 20


def test_nothing_is_like_what_says_nothing():
    assert alike(sketch("", []), sketch("", [])) == 0
