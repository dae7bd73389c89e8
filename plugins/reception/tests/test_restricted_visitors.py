"""Whoever asked that the own data be restricted: named whole on the page of the visit that law keeps, masked wherever else it is listed."""

import pytest

from portal import clock
from portal.documents.renderer import Renderer
from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def restricted(visit, reception_day) -> str:
    """The name of the visitor, who came on the day."""
    reception_day.on = clock.today()
    visit.person.restricted_at = clock.now()
    db.session.commit()
    return visit.person.name


def test_the_page_of_the_day_masks_the_name_and_that_of_the_visit_keeps_it(as_user, visit, reception_day, restricted):
    clerk = as_user("clerk")
    assert restricted not in clerk.page(f"/reception/days/{reception_day.id}").text
    assert restricted in clerk.page(f"/reception/visits/{visit.id}").text


def test_the_book_of_the_day_masks_the_name_and_says_who_took_it(as_user, cast, reception_day, restricted, monkeypatch):
    monkeypatch.setattr(Renderer, "render", lambda self, html, **given: html.encode())
    book = as_user("clerk").get(f"/reception/days/{reception_day.id}/book.pdf").get_data(as_text=True)
    assert "来访登记簿" in book
    assert restricted not in book
    assert f'<div class="taken"><p>{cast.clerk.name}' in book
