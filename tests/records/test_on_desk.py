"""A card of the desk opens the list of what it counts, whichever module declares it; a matter on it, the form of what is to be done next."""

import pytest
from flask_login import login_user

from portal.accounts.models import User
from portal.accounts.reader import Shape
from portal.extensions import db
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.plugin.contributions import Queue
from portal.records.lists import ListPage
from portal.records.mounted import all_mounted
from portal.records.mounting import form_of
from portal.records.on_desk import DESK, waiting
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def queues(app, cast) -> list[Queue]:
    """Those of all modules and plugins in effect in the street."""
    with app.test_request_context("/"):
        login_user(db.session.get(User, cast.user_ids["director"]))
        return [each for each in dispatch.collect("home_cards", ctx=hook_context()) if isinstance(each, Queue)]


def test_each_card_has_an_address_of_its_own(queues):
    addresses = [each.url for each in queues]
    assert len(addresses) == len(set(addresses))


def test_a_list_holds_rows_of_the_kind_that_the_card_counts(app, queues):
    everything = Shape((("county_id", frozenset(app.extensions["portal_permissions"]), (), 0),), stood_in=False)
    with app.test_request_context("/"):
        models = {page.url(): page.register.model for page in all_mounted(ListPage)}
        for queue in queues:
            path, _, key = queue.url.partition(f"?{DESK}=")
            if key:
                assert key.partition("&")[0] == queue.key
                assert waiting(queue, everything).of(models[path]), queue.key


def test_the_form_of_each_matter_exists(app, queues):
    known = app.url_map.bind("")
    for queue in queues:
        form = queue.act or (form_of(queue.step, "{id}") if queue.step else "")
        for address in (queue.show, form) if form else (queue.show,):
            assert known.match(address.format(id=1).partition("#")[0].partition("?")[0]), queue.key


def test_a_card_that_the_desk_does_not_have_is_said_and_the_list_is_whole(as_user, cast):
    factories.case(cast.taixing, by=cast.clerk, title="别的事")
    db.session.commit()
    for key in ("nothing", "heroes-waiting"):
        page = as_user("clerk").page(f"/cases?desk={key}")
        assert "工作台上没有这一项，列出的是全部。" in page.text
        assert "别的事" in page.text


def test_a_card_can_be_left_for_the_whole_list(as_user, cast):
    factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    page = as_user("clerk").page("/cases?desk=triage")
    assert page.tree.xpath("//select[@name='desk']/option[@selected]/text()") == ["待受理分流"]
    assert not as_user("clerk").page("/cases").tree.xpath("//select[@name='desk']")
