"""docs/permissions.md says what the program does."""

from tools.permissions import TARGET, page


def test_the_page_of_permissions_is_that_of_the_declarations():
    assert TARGET.read_text(encoding="utf-8") == page(), "run `make permissions`"
