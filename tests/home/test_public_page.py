"""The page of a unit for residents: only what is on there, and only of units that exist."""

from datetime import date

from portal.extensions import db
from portal.plugin.contributions import PublicPage
from portal.plugin.hookspecs import hookimpl
from portal.plugin.models import Activation


class Open:
    @hookimpl
    def public_pages(self, ctx):
        assert ctx.actor is None
        return [PublicPage(f"{ctx.unit.name}公示栏", f"/x/{ctx.unit.id}", "公示 7 天")]


def test_a_resident_sees_what_is_on_there(client, cast, join):
    join("opening", "公开模块", Open, default_state="off")
    db.session.add(Activation(plugin="opening", unit_id=cast.street.id, state="on", reason="试验"))
    db.session.commit()
    page = client.page(f"/public/{cast.unit_ids['taixing']}")
    assert page.heading == "泰兴社区"
    assert "泰兴社区公示栏" in page.text
    assert "公示 7 天" in page.text
    page = client.page(f"/public/{cast.unit_ids['other_street']}")
    assert page.status == 200
    assert "公示栏" not in page.text


def test_a_unit_that_is_not_there_or_no_more_is_not_found(client, cast):
    cast.nangan.closed_on = date(2026, 1, 1)
    db.session.commit()
    for ident in (cast.nangan.id, 987654, 2**31, 2**70, 0):
        assert client.page(f"/public/{ident}").status == 404
