"""Above a list stands the button that begins a record: for whoever may begin one, and not where the plugin is read-only."""

import pytest

from portal.extensions import db
from portal.plugin_admin.switching import switch

pytestmark = pytest.mark.database

BUTTONS = (
    ("heroes", "/heroes/deeds", "/heroes/deeds/new"),
    ("consultation", "/consultation/topics", "/consultation/topics/new"),
    ("consultation", "/consultation/forums", "/consultation/forums/new"),
    ("stewards", "/stewards/neighbourhoods", "/stewards/neighbourhoods/new"),
    ("stewards", "/stewards/rounds", "/stewards/rounds/new"),
    ("village_affairs", "/village_affairs/matters", "/village_affairs/matters/new"),
    ("village_affairs", "/village_affairs/covenants", "/village_affairs/covenants/new"),
    ("owners_vote", "/owners_vote/votes", "/owners_vote/votes/new"),
    ("family_values", "/family_values/bookings", "/family_values/bookings/new"),
    ("family_courses", "/family_courses/courses", "/family_courses/courses/new"),
    ("family_honours", "/family_honours/campaigns", "/family_honours/campaigns/new"),
    ("family_honours", "/family_honours/honours", "/family_honours/honours/new"),
    ("family_points", "/family_points/claims", "/family_points/claims/new"),
    ("great_age", "/great_age/recipients", "/great_age/recipients/new"),
    ("elder_services", "/elder_services/visited", "/elder_services/visited/new"),
)


@pytest.mark.parametrize(("key", "at", "form"), BUTTONS, ids=[at for _, at, _ in BUTTONS])
def test_where_a_plugin_is_read_only_nothing_is_begun_from_its_list(as_user, cast, key, at, form):
    director = as_user("director")
    assert form in director.page(at).links()
    switch(key, cast.county, "read_only", by=cast.administrator, reason="整理台账。")
    db.session.commit()
    page = director.page(at)
    assert page.status == 200
    assert form not in page.links()
    assert form not in as_user("district").page(at).links()


@pytest.mark.parametrize("at", ["/elder_care/settlements", "/great_age/settlements"])
def test_settlements_are_drawn_up_from_their_list(as_user, at):
    assert f"{at}/new" in as_user("clerk").page(at).links()
    assert f"{at}/new" not in as_user("district").page(at).links()
