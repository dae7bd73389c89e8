"""What begins so is a range of the index of search terms on a server of any language."""

import pytest
from sqlalchemy import text

from portal.extensions import db

COLLATION = (
    "SELECT collation_name FROM information_schema.columns WHERE table_name = 'people_term' AND column_name = 'term'"
)


@pytest.mark.database
def test_search_terms_are_ordered_by_letter(cast):
    if db.engine.dialect.name != "postgresql":
        pytest.skip("SQLite knows no other order")
    assert db.session.scalar(text(COLLATION)) == "C"
