"""Who may sign in from where: a list of addresses, that nobody shuts the door on himself with, and that tells nobody anything."""

import pytest

from portal.errors import RuleError
from portal.extensions import db
from portal.settings import change, settings_of
from portal.signing_in.addresses import holds, unreadable
from portal.signing_in.settings import KEY
from portal.testing.cast import PASSWORD

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("written", "address", "held"),
    [
        ("", "8.8.8.8", True),
        ("10.15.0.0/16", "10.15.3.4", True),
        ("10.15.0.0/16", "10.16.0.1", False),
        ("10.15.0.7/16、192.168.3.7", "192.168.3.7", True),
        ("10.15.0.0/16, 192.168.3.0/24", "192.168.3.200", True),
        ("10.0.0.0/8", "::ffff:10.1.1.1", True),
        ("2001:db8::/32", "2001:db8::1", True),
        ("10.0.0.0/8", "不明", False),
    ],
)
def test_addresses_and_networks_are_read(written, address, held):
    assert holds(written, address) is held


@pytest.mark.parametrize("wrong", ["10.15", "10.15.0.0/33", "办公室"])
def test_what_is_no_address_is_named(cast, wrong):
    assert unreadable(f"10.0.0.0/8、{wrong}") == wrong
    with pytest.raises(RuleError, match=f"“{wrong}”不是 IP 地址或网段"):
        change(KEY, cast.county, {"addresses": [wrong]}, by=cast.district, reason="x")


def test_from_elsewhere_one_gets_what_a_wrong_password_gets(client, decide, cast):
    decide(addresses="10.15.0.0/16", addressed=["clerk"])
    refused, wrong = client.sign_in("clerk", PASSWORD), client.sign_in("clerk", "Bu-dui-de-mima-1")
    assert refused.status == wrong.status == 422
    assert refused.text == wrong.text
    assert client.sign_in("mediator", PASSWORD).status == 200, "of the others nothing is asked"


def test_from_there_one_signs_in(app, decide, cast):
    decide(addresses="10.15.0.0/16", addressed=["clerk"])
    here = app.test_client()
    here.environ_base["REMOTE_ADDR"] = "10.15.2.2"
    assert "等您办的" in here.sign_in("clerk", PASSWORD).heading


def test_a_session_that_is_carried_elsewhere_opens_nothing(as_user, decide):
    clerk = as_user("clerk")
    decide(addresses="10.15.0.0/16", addressed=["clerk"])
    assert clerk.get("/cases").status_code == 303


def test_nobody_shuts_the_door_on_himself(as_user, cast):
    district = as_user("district")
    page = district.page(f"/settings/{KEY}?unit={cast.unit_ids['county']}")
    refused = district.fill(page, set__addresses="10.15.0.0/16", set__addressed="district", reason="只许内网")
    assert refused.status == 422
    assert "名单里没有您现在的地址 127.0.0.1" in refused.text
    listed = "10.15.0.0/16、127.0.0.0/8"
    saved = district.fill(page, set__addresses=listed, set__addressed="district", reason="只许内网")
    assert saved.status == 200
    assert district.get("/cases").status_code == 200


def test_the_command_line_takes_the_list_off(app, decide, cast):
    decide(addresses="10.15.0.0/16", addressed=["clerk"])
    db.session.commit()
    done = app.test_cli_runner().invoke(args=["accounts", "any-address", "--unit", "达拉特旗"])
    assert "不再限制从哪里登录" in done.output
    db.session.expire_all()
    assert settings_of(KEY, cast.county).addresses == ""
