"""The account of a mediator: chosen among those who have to do with mediation near the committee, in the form (in Excel: test_import)."""

import pytest

from plugins.mediation.models import Mediator
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database


def test_it_is_chosen_in_the_form_and_taken_away_again(as_user, cast, committee):
    client, ident = as_user("director"), committee.mediators[0].id
    url, wanted = f"/mediation/committees/{committee.id}/mediators/{ident}", cast.director.id
    page = client.page(url)
    chosen = f"{cast.director.name}（{cast.director.username}）"
    assert chosen in page.text
    client.fill(page, account=chosen)
    assert db.session.get(Mediator, ident).user_id == wanted
    page = client.page(url)
    assert page.fields(page.form())["account"] == chosen
    client.fill(page, account="")
    assert db.session.get(Mediator, ident).user_id is None


def test_of_another_district_it_is_none_to_choose(as_user, cast, committee):
    client, stranger = as_user("director"), cast.outsider.username
    page = client.page(f"/mediation/committees/{committee.id}/mediators/new")
    assert stranger not in page.text
    page = client.fill(page, name="赵敏", account=stranger)
    assert page.status == 422
    assert "没有这个能看人民调解的账号" in page.text


def test_one_that_is_gone_by_now_stays_where_nothing_else_is_chosen(cast, committee):
    mediator = committee.mediators[1]
    mediator.user.active = False
    db.session.flush()
    committee.amend(mediator, by=cast.director, account=mediator.account, specialities="邻里")
    assert mediator.user_id is not None
    with pytest.raises(RuleError, match="没有这个能看人民调解的账号"):
        committee.amend(mediator, by=cast.director, account="nobody")
