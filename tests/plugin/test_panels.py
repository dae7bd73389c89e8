"""What plugins say on a page of the core stands in the order they ask for, whoever was installed first."""

import pytest
from markupsafe import Markup

from portal.extensions import db
from portal.plugin.contributions import Panel
from portal.plugin.hookspecs import hookimpl
from portal.testing import factories

pytestmark = pytest.mark.database
LAST, FIRST = Panel("排在最后", Markup("<p>一</p>"), order=90), Panel("排在最前", Markup("<p>二</p>"), order=1)


class Two:
    """The last one first."""

    @hookimpl
    def case_panels(self, ctx, case):
        return [LAST, FIRST]

    @hookimpl
    def person_panels(self, ctx, person):
        return [LAST, FIRST]

    @hookimpl
    def unit_panels(self, ctx):
        return [LAST, FIRST]


def test_panels_stand_in_their_order(as_user, cast, join):
    join("two", "两块", Two)
    case = factories.case(cast.street, by=cast.clerk)
    person = factories.resident(cast.street)
    db.session.commit()
    for role, url in (
        ("clerk", f"/cases/{case.id}"),
        ("clerk", f"/people/{person.id}"),
        ("director", f"/units/{cast.street.id}"),
    ):
        headings = ["".join(each.itertext()).strip() for each in as_user(role).page(url).tree.xpath("//main//h2")]
        assert headings.index(FIRST.title) < headings.index(LAST.title), url
