"""Who has no account is not in the list for the bank, nor told to be paid; and nobody forgives a debt by 不再发放."""

from datetime import date

import pytest

from portal.errors import RuleError
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database
HIS = {"bank": "农村信用社", "account": "6217000012345678"}


@pytest.fixture(autouse=True)
def amounts(rule):
    rule(date(2026, 1, 1), tier1="100", tier2="200")


@pytest.fixture
def meant(cast, on, old):
    """Whom the second of the two was corrected to, without an account."""
    with on(2026, 10, 20):
        person = factories.resident(cast.taixing, name="正确人")
        person.birth_date = date(1935, 3, 12)
        db.session.flush()
        row = old[1].correct_person(person, "同名登记错人。", by=cast.clerk)
        db.session.commit()
    return row


def test_nothing_is_paid_to_who_has_no_account_and_the_others_need_not_wait(cast, on, meant, pay_out, as_user):
    october = pay_out(10, paid=False)
    lacking = next(each for each in october.payments if each.person_id == meant.person_id)
    at = f"/great_age/settlements/{october.id}"
    with on(2026, 11, 20):
        district = as_user("district")
        page = district.page(at)
        assert "没有登记账号，不能发放" in page.text
        assert f"{at}/bank.xlsx" not in page.links()
        assert district.get(f"{at}/bank.xlsx").status_code == 422
        with pytest.raises(RuleError, match="正\\*\\*没有登记账号"):
            october.pay("HD1", date(2026, 11, 20), by=cast.district)
        october.bounce(lacking, "还没有账号。", by=cast.district)
        db.session.commit()
        assert district.get(f"{at}/bank.xlsx?export_purpose=代发").status_code == 200
        october.pay("HD1", date(2026, 11, 20), by=cast.district)
        db.session.commit()
        assert (october.status, lacking.status) == ("settled", "returned")
        with pytest.raises(RuleError, match="没有登记账号"):
            october.retry(lacking, "再发。", by=cast.district)
        assert f"{at}/payments/{lacking.id}/retry" not in district.page(at).links()
        meant.change_account(**HIS, by=cast.clerk)
        october.retry(lacking, "账号已登记。", by=cast.district)
        october.pay("HD2", date(2026, 11, 20), by=cast.district)
        db.session.commit()
    assert (october.status, lacking.receipt) == ("paid", "HD2")


def test_the_account_is_asked_for_with_the_right_person(on, old, as_user):
    with on(2026, 1, 6):
        clerk, at = as_user("clerk"), f"/great_age/recipients/{old[0].id}/person"
        form = clerk.page(at)
        given = {"name": "云秀英", "id_number": "150621193801010016", "reason": "身份证号输错。"}
        assert clerk.fill(form, **given, bank="", account="6217000012345678").status == 422
        assert clerk.fill(form, **given, **HIS).status == 200
    db.session.expire_all()
    assert (old[0].person.name, old[0].bank, old[0].account) == ("云秀英", *HIS.values())
    assert old[0].account_by_id


def test_a_debt_is_not_forgiven_by_not_paying_it(cast, on, old, pay_out, as_user):
    pay_out(7)
    with on(2026, 8, 25):
        old[1].stop(date(2026, 6, 20), "died", by=cast.director)
        db.session.commit()
    august = pay_out(8)
    debt = next(each for each in august.payments if each.amount_fen < 0)
    at = f"/great_age/settlements/{august.id}"
    with on(2026, 9, 21):
        district = as_user("district")
        links = [each for each in district.page(at).links() if f"/payments/{debt.id}/" in each]
        assert links == [f"{at}/payments/{debt.id}/recovery"]
        page = district.fill(district.page(f"{at}/payments/{debt.id}/cancellation"), text="算了吧。")
        assert page.status == 422
        assert "要追回，不能不再发放" in page.text
        for refused in (august.cancel, august.bounce, august.retry):
            with pytest.raises(RuleError):
                refused(debt, "算了。", by=cast.district)
    db.session.expire_all()
    assert (debt.status_name, august.status) == ("待追回", "settled")


def test_who_was_entered_by_mistake_and_paid_back_what_he_never_got_is_paid(cast, on, old, pay_out, as_user):
    """His row is annulled and its account is that of somebody else; his own is registered in it, by whoever does not pay."""
    september = pay_out(9)
    with on(2026, 10, 20):
        person = factories.resident(cast.taixing, name="正确人")
        person.birth_date = date(1935, 3, 12)
        db.session.flush()
        old[1].correct_person(person, "同名登记错人。", by=cast.clerk, **HIS)
        db.session.commit()
    october = pay_out(10)
    debt = next(each for each in october.payments if each.amount_fen < 0)
    own = next(each for each in september.payments if each.person_id == old[1].person_id)
    at = f"/great_age/recipients/{old[1].id}"
    with on(2026, 11, 21):
        clerk, district = as_user("clerk"), as_user("district")
        assert f"{at}/account" not in clerk.page(at).links()
        for each in [each for each in october.payments if each.amount_fen < 0]:
            october.recover(each, "SJ1", date(2026, 11, 21), by=cast.district)
        september.bounce(own, "账户已销户。", by=cast.district)
        db.session.commit()
        waiting = next(each for each in (*september.payments, *october.payments) if each.status == "returned")
        listed = next(each for each in (september, october) if waiting in each.payments)
        page = district.page(f"/great_age/settlements/{listed.id}")
        assert "没有登记账号" in page.text
        assert at in page.links()
        with pytest.raises(RuleError, match="没有登记账号"):
            listed.retry(waiting, "再发。", by=cast.district)
        assert "待发200.00 元，付到在这里用“更正账号”登记的本人账号" in clerk.page(at).text
        form = clerk.page(f"{at}/account")
        assert "还有 200.00 元没有发给何桂英" in form.text
        assert clerk.fill(form, bank="农村信用社", account="6217000099998888").status == 200
        listed.retry(waiting, "账号已登记。", by=cast.district)
        db.session.commit()
        assert listed.accounts([waiting.person_id]) == {waiting.person_id: ("农村信用社", "6217000099998888")}
        listed.pay("HD9", date(2026, 11, 21), by=cast.district)
        db.session.commit()
    assert debt.status in ("recovered", "offset")
    assert listed.status == "paid"
