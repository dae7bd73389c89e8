"""A session that has ended stays ended, also for who kept its cookie."""


def test_a_cookie_kept_from_before_signing_out_is_worth_nothing(app, as_user, cast):
    client = as_user("clerk")
    kept = client.get_cookie("portal_session").value
    client.fill(client.page("/"), "/logout")
    thief = app.test_client()
    thief.set_cookie("portal_session", kept)
    assert thief.get("/cases").status_code == 303


def test_signing_in_begins_a_session_of_its_own(app, client, cast):
    client.page("/login")
    planted = client.get_cookie("portal_session").value
    client.sign_in("clerk", "Ceshi-2026-Mima")
    assert client.get_cookie("portal_session").value != planted
    other = app.test_client()
    other.set_cookie("portal_session", planted)
    assert other.get("/cases").status_code == 303
