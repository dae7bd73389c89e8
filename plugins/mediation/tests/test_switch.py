"""启用、只读、停用: off leaves no trace, read-only shows everything and takes nothing, and the data outlives both."""

import pytest
from sqlalchemy import inspect, select

from plugins.mediation.tests.reading import text_of
from portal.documents.models import Document
from portal.extensions import db
from portal.plugin_admin.switching import switch
from portal.testing import factories


@pytest.fixture
def turn(cast):
    """`turn("off")` switches mediation for the whole district."""

    def turn(state: str) -> None:
        switch("mediation", cast.county, state, by=None, reason="测试")
        db.session.commit()

    return turn


def rows() -> dict:
    """Everything mediation has stored."""
    tables = [table for name, table in db.metadata.tables.items() if name.startswith("mediation_")]
    return {
        table.name: db.session.execute(select(table).order_by(*inspect(table).primary_key)).all() for table in tables
    }


class TestOff:
    """As if it did not exist."""

    @pytest.fixture
    def off(self, effective, turn):
        turn("off")
        return effective

    @pytest.mark.parametrize("path", ["", "/acceptance", "/agreement", "/agreement.pdf", "/signatures", "/closure"])
    def test_its_addresses_do_not_exist(self, as_user, off, path):
        client = as_user("mediator")
        assert client.get(f"/mediation/disputes/{off.id}{path}").status_code == 404
        assert client.get("/mediation/disputes").status_code == 404
        assert client.get("/mediation/committees").status_code == 404

    @pytest.mark.parametrize("who", ["clerk", "mediator", "director", "district"])
    def test_nothing_of_it_on_desk_and_case(self, as_user, off, who):
        client = as_user(who)
        for url in ("/", "/cases"):
            page = client.page(url)
            assert "调解纠纷" not in page.text
            assert not [link for link in page.links() if link.startswith("/mediation")]
        page = client.page(f"/cases/{off.case_id}")
        assert not [link for link in page.links() if link.startswith("/mediation")]

    def test_no_way_at_triage(self, as_user, cast, off):
        case = factories.case(cast.taixing, by=cast.clerk)
        db.session.commit()
        assert "转人民调解" not in as_user("clerk").page(f"/cases/{case.id}/triage").text

    def test_the_paper_can_still_be_checked(self, as_user, client, effective, turn):
        as_user("mediator").get(f"/mediation/disputes/{effective.id}/rights.pdf")
        turn("off")
        code = db.session.scalars(select(Document.check_code)).one()
        assert "确实出具过" in client.page(f"/check/{code}").text

    def test_comes_back_as_it_was(self, as_user, effective, turn):
        before, dispute_id = rows(), effective.id
        turn("off")
        turn("on")
        assert rows() == before
        assert as_user("mediator").page(f"/mediation/disputes/{dispute_id}").status == 200


class TestReadOnly:
    """Old records stay visible and printable, nothing new."""

    @pytest.fixture
    def frozen(self, effective, turn):
        turn("read_only")
        return effective

    def test_pages_and_papers_stay(self, as_user, frozen):
        client, url = as_user("mediator"), f"/mediation/disputes/{frozen.id}"
        assert client.page("/mediation/disputes").status == 200
        assert client.page("/mediation/committees").status == 200
        assert "人民调解权利义务告知书" in text_of(client.get(f"{url}/rights.pdf"))
        page = client.page(url)
        assert page.status == 200
        leads = [link.partition("?")[0] for link in page.links() if link.startswith(url)]
        offered = [link for link in leads if not link.endswith((".pdf", "/dossier"))]
        assert offered == [], "no step that would be refused"
        shown = client.page(f"{url}/dossier").links()
        assert not [link for link in shown if link.startswith(url) and link.endswith(("/filing", "/order"))]

    def test_nothing_new_is_taken(self, as_user, cast, committee, frozen):
        client, url = as_user("mediator"), f"/mediation/disputes/{frozen.id}"
        page = client.page(f"{url}/followups/new")
        page = client.fill(page, performance="已履行。", satisfaction="good")
        assert page.status == 403
        assert "目前只读" in page.text
        assert "登记调解员" not in as_user("director").page("/mediation/committees").text

    def test_no_case_comes_in(self, as_user, cast, frozen):
        case = factories.case(cast.taixing, by=cast.clerk)
        db.session.commit()
        page = as_user("clerk").page(f"/cases/{case.id}/triage")
        assert "转人民调解" not in page.text
        assert "人民调解目前只读，不收新的纠纷。" in page.text
