"""A phone 360 pixels wide: no page that people begin with makes the reader scroll sideways."""

import pytest

pytestmark = pytest.mark.journey

PAGES = {
    "clerk": ("/", "/cases", "/cases/new", "/people"),
    "mediator": ("/", "/mediation/disputes", "/mediation/committees"),
    "grid": ("/", "/cases"),
    "director": ("/", "/cases"),
    "department": ("/", "/cases"),
    "district": ("/", "/cases", "/settings/cases"),
    "administrator": ("/", "/plugins/", "/plugins/mediation", "/plugins/mediation/tree", "/plugins/roles"),
    "auditor": ("/", "/audit"),
}


@pytest.mark.parametrize("username", PAGES)
def test_no_page_is_wider_than_a_phone(visit, username):
    visitor = visit(username)
    for path in PAGES[username]:
        visitor.open(path)
        visitor.fits_a_phone()
