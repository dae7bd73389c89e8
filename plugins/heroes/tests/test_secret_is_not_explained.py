"""权限查询 says nothing of a secret deed to who may not open it."""

import pytest

pytestmark = pytest.mark.database


@pytest.mark.parametrize("about", ["number", "address"])
def test_a_secret_deed_is_as_one_there_is_not(as_user, nominate, about):
    deed = nominate(secret=True)
    typed = deed.number if about == "number" else f"/heroes/deeds/{deed.id}"
    admin = as_user("administrator")
    page = admin.fill(admin.page("/access/why"), account="clerk", what="heroes.view", about=typed)
    assert page.status == 422
    assert "没有找到" in page.text


def test_who_reviews_it_may_ask(as_user, nominate):
    deed = nominate(secret=True)
    director = as_user("director")
    page = director.fill(director.page("/access/why"), account="clerk", what="heroes.view", about=deed.number)
    assert page.status == 200
    assert f"{deed.number}，" in page.text


def test_who_directs_may_ask_of_one_that_is_not_secret(as_user, nominate):
    deed = nominate()
    district = as_user("district")
    page = district.fill(
        district.page("/access/why"), account="clerk", what="heroes.view", about=f"/heroes/deeds/{deed.id}"
    )
    assert f"{deed.number}，" in page.text
