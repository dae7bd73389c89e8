"""生效: when everybody has signed, the mediator has signed, the seal is on it and the scan is here (人民调解法 §29-30)."""

import io
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from plugins.mediation.models import Agreement, Dispute
from portal import clock
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.workdays.seeding import seed_missing_years


def today(days: int = 0) -> str:
    return f"{clock.today() + timedelta(days=days):%Y-%m-%d}"


def sign(client, dispute_id: int, page=None, **values):
    return client.fill(page or client.page(f"/mediation/disputes/{dispute_id}/signatures"), **values)


def everything(photo: bytes) -> dict:
    return {
        "parties__0__on": today(),
        "parties__1__on": today(),
        "parties__2__on": today(),
        "mediators__0__on": today(),
        "sealed_on": today(),
        "scan": (io.BytesIO(photo), "扫描件.jpg"),
    }


def test_in_force_if_and_only_if_nothing_is_missing(cast, agreed, add_scan):
    """Every way in which three parties, the mediator, the seal and the scan can be there or not."""
    day = clock.today()
    signers = [*(each.party for each in agreed.parties), agreed.mediators[0]]
    for has in product((False, True), repeat=len(signers) + 2):
        trial = db.session.begin_nested()
        for who, signed in zip(signers, has, strict=False):
            agreed.agreement.sign(who, day if signed else None)
        agreed.agreement.seal(day if has[-2] else None)
        if has[-1]:
            add_scan(agreed)
        assert agreed.settle_effect(by=cast.mediator) is all(has), has
        assert agreed.status == ("effective" if all(has) else "agreed")
        assert bool(agreed.agreement.effective_on) is all(has)
        assert len(agreed.agreement.missing(scanned=has[-1])) == has.count(False)
        trial.rollback()


def paid_at_once(dispute, **changed) -> list:
    """The instalments after it came into force."""
    text = dispute.agreement
    given = {"instalments": [], "way": "once", "perform_by": date(2026, 12, 20), "sealed_on": clock.today()}
    for name, value in (given | changed).items():
        setattr(text, name, value)
    text.enter_into_force()
    return text.instalments


def test_what_is_paid_at_once_is_awaited_like_an_instalment(written):
    amount = written.agreement.amount_fen
    assert [(each.due_on, each.amount_fen) for each in paid_at_once(written)] == [(date(2026, 12, 20), amount)]
    assert written.agreement.unpaid
    assert written.agreement.plan == [], "the paper says it in words"


@pytest.mark.parametrize("changed", [{"way": "act"}, {"amount_fen": None}, {"perform_by": None}])
def test_what_is_no_payment_on_a_day_is_not(written, changed):
    assert paid_at_once(written, **changed) == []


@pytest.mark.parametrize("last", range(5))
def test_from_the_day_on_which_the_last_requirement_was_met(cast, written, add_scan, last):
    begun = datetime(2026, 10, 12, 2, tzinfo=UTC)
    with clock.pretend(begun):
        written.conclude(by=cast.mediator)
        db.session.flush()
    days = [date(2026, 10, 12)] * 5
    days[last] = date(2026, 10, 15)
    with clock.pretend(begun + timedelta(days=8)):
        signers = [*(each.party for each in written.parties), written.mediators[0]]
        for who, day in zip(signers, days, strict=False):
            written.agreement.sign(who, day)
        written.agreement.seal(days[-1])
        add_scan(written)
        assert written.settle_effect(by=cast.mediator)
    assert written.agreement.effective_on == date(2026, 10, 15)


@pytest.mark.parametrize(
    ("effective_on", "last_day"),
    [
        (date(2026, 11, 2), date(2026, 12, 2)),  # a Wednesday
        (date(2026, 10, 15), date(2026, 11, 16)),  # a Saturday moves to Monday
        (date(2026, 8, 20), date(2026, 9, 20)),  # a Saturday moves to a Sunday that is worked before 国庆节
        (date(2026, 9, 1), date(2026, 10, 8)),  # 国庆节
        (date(2026, 1, 15), date(2026, 2, 14)),  # a Saturday that is worked before 春节
        (date(2026, 1, 16), date(2026, 2, 24)),  # 春节
    ],
)
def test_thirty_days_to_ask_the_court_to_confirm_it(app, effective_on, last_day):
    seed_missing_years()
    assert Agreement(effective_on=effective_on).confirm_by == last_day


def test_without_effect_there_is_no_term(app):
    assert Agreement().confirm_by is None


class TestAtTheDesk:
    """The page of signatures."""

    def test_says_what_is_missing_until_nothing_is(self, as_user, agreed, photo):
        client, dispute_id = as_user("mediator"), agreed.id
        names = [each.party.name for each in agreed.parties]
        page = client.page(f"/mediation/disputes/{dispute_id}")
        assert all(f"{name}还没有签名" in page.text for name in names)
        page = sign(client, dispute_id, **everything(photo) | {"parties__1__on": ""})
        assert "还没有生效" in page.text
        assert f"{names[1]}还没有签名" in page.text
        assert f"{names[0]}还没有签名" not in page.text
        page = sign(client, dispute_id, parties__1__on=today())
        assert "要件齐备，协议已生效" in page.text
        assert "司法确认申请截止" in page.text

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"parties__0__on": "2099-01-01"}, "日期还没有到"),
            ({"sealed_on": "2099-01-01"}, "日期还没有到"),
            ({"mediators__0__on": "前天"}, "日期写得不对"),
            ({"parties__0__on": "2026-01-05"}, "签名日期早于定稿日期"),
            ({"sealed_on": "2026-01-05"}, "盖章日期早于定稿日期"),
        ],
    )
    def test_a_day_that_cannot_be_is_refused_at_its_field(self, as_user, agreed, values, message):
        dispute_id = agreed.id
        page = sign(as_user("mediator"), dispute_id, parties__1__on=today(), **values)
        assert page.status == 422
        assert message in page.text
        assert "有内容需要改正" in page.text
        assert page.fields(page.form())["parties-1-on"] == today()
        assert db.session.get(Dispute, dispute_id).agreement.signatures == []

    def test_whoever_is_ticked_signed_on_the_day_above_and_a_day_of_its_own_counts_more(self, as_user, agreed):
        agreed.agreement.frozen_at -= timedelta(days=3)
        db.session.commit()
        dispute_id, ticked = agreed.id, {"parties__0__signed": "y", "parties__1__signed": "y"}
        sign(as_user("mediator"), dispute_id, day=today(), parties__1__on=today(-1), **ticked)
        text = db.session.get(Dispute, dispute_id).agreement
        days = [text.signed_by(each.party) for each in text.dispute.parties]
        assert days == [clock.today(), clock.today() - timedelta(days=1), None]

    @pytest.mark.parametrize("sealed_on", ["2099-01-01", "2026-01-05"])
    def test_ticks_outlive_an_error_elsewhere_and_only_stored_signatures_are_fixed(self, as_user, agreed, sealed_on):
        client, dispute_id = as_user("mediator"), agreed.id
        sign(client, dispute_id, parties__0__on=today())
        ticked = [f"{who}__signed" for who in ("parties__1", "parties__2", "mediators__0")]
        page = sign(client, dispute_id, day=today(), sealed_on=sealed_on, **dict.fromkeys(ticked, "y"))
        assert page.status == 422
        kept = page.fields(page.form())
        assert [kept.get(name.replace("__", "-")) for name in ticked] == ["y"] * 3
        assert "parties-0-signed" not in kept
        page = sign(client, dispute_id, page, sealed_on=today())
        assert len(db.session.get(Dispute, dispute_id).agreement.signatures) == 4

    def test_a_tick_without_a_day_is_asked_for_it(self, as_user, agreed):
        page = sign(as_user("mediator"), agreed.id, day="", parties__0__signed="y")
        assert page.status == 422
        assert "请填写打勾的人签名的日期" in page.text

    @pytest.mark.parametrize(
        ("name", "content", "message"),
        [
            ("协议.docx", b"PK\x03\x04 not a scan", "这不是照片或 PDF"),
            ("扫描.pdf", b"%PDF-1.4 broken", "PDF 文件已损坏"),
            ("空.jpg", b"", "文件是空的"),
        ],
    )
    def test_a_scan_that_is_none_does_not_lose_the_dates(self, as_user, agreed, name, content, message):
        client, dispute_id = as_user("mediator"), agreed.id
        page = sign(client, dispute_id, parties__0__on=today(), sealed_on=today(), scan=(io.BytesIO(content), name))
        assert page.status == 422
        assert message in page.text
        kept = page.fields(page.form())
        assert (kept["parties-0-on"], kept["sealed_on"]) == (today(), today())
        page = sign(client, dispute_id, page)
        assert "还没有上传签字盖章后的扫描件" in page.text
        assert "还没有加盖" not in page.text

    def test_several_scans_at_once(self, as_user, agreed, photo):
        dispute_id = agreed.id
        pages = [(io.BytesIO(photo), f"第{number}页.jpg") for number in (1, 2)]
        page = sign(as_user("mediator"), dispute_id, scan=pages)
        assert "第1页" in page.text
        assert "第2页" in page.text
        assert len(db.session.get(Dispute, dispute_id).scans) == 2

    def test_a_mistaken_signature_is_taken_back(self, as_user, agreed):
        client, dispute_id = as_user("mediator"), agreed.id
        sign(client, dispute_id, parties__0__on=today(), sealed_on=today())
        sign(client, dispute_id, parties__0__on="", sealed_on="")
        text = db.session.get(Dispute, dispute_id).agreement
        assert (text.signatures, text.sealed_on) == ([], None)

    def test_two_people_noting_at_once_do_not_undo_each_other(self, as_user, agreed):
        dispute_id = agreed.id
        one, other = as_user("mediator"), as_user("director")
        pages = [each.page(f"/mediation/disputes/{dispute_id}/signatures") for each in (one, other)]
        sign(one, dispute_id, pages[0], parties__0__on=today())
        page = sign(other, dispute_id, pages[1], parties__1__on=today())
        assert page.status == 409
        assert "别人刚登记过" in page.text
        page = sign(other, dispute_id, page)
        assert page.status == 200
        assert len(db.session.get(Dispute, dispute_id).agreement.signatures) == 2


class TestOnceInForce:
    """Nobody changes it."""

    def test_signatures_stay_as_they_are(self, as_user, effective):
        assert as_user("mediator").page(f"/mediation/disputes/{effective.id}/signatures").status == 409
        with pytest.raises(WrongState):
            effective.agreement.sign(effective.parties[0].party, None)

    def test_the_text_is_not_taken_up_again(self, cast, effective):
        with pytest.raises(WrongState):
            effective.revise(by=cast.mediator)

    def test_more_papers_may_be_added(self, as_user, effective, photo):
        client, dispute_id = as_user("mediator"), effective.id
        page = client.page(f"/mediation/disputes/{dispute_id}/materials/new")
        page = client.fill(page, purpose="payment", files=(io.BytesIO(photo), "收条.jpg"))
        assert "收条" in page.text
        assert "履行凭证" in page.text
        assert len(db.session.get(Dispute, dispute_id).scans) == 1


def test_the_last_scan_may_come_by_the_page_of_materials(as_user, agreed, photo):
    client, dispute_id = as_user("mediator"), agreed.id
    sign(client, dispute_id, **everything(photo) | {"scan": None})
    page = client.page(f"/mediation/disputes/{dispute_id}/materials/new")
    page = client.fill(page, purpose="signed_agreement", files=(io.BytesIO(photo), "协议.jpg"))
    assert "协议已生效" in page.text


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"purpose": "payment"}, "请选择要上传的文件"),
        ({"files": (io.BytesIO(b"MZ"), "a.exe"), "purpose": "payment"}, "这不是照片或 PDF"),
        ({"files": (io.BytesIO(b"MZ"), "a.jpg")}, "请选择材料类别"),
    ],
)
def test_what_is_no_material_gets_its_message(as_user, mediating, values, message):
    client = as_user("mediator")
    page = client.fill(client.page(f"/mediation/disputes/{mediating.id}/materials/new"), **values)
    assert page.status == 422
    assert message in page.text


def test_the_model_refuses_a_day_before_the_text_was_final(agreed):
    with pytest.raises(RuleError, match="早于定稿"):
        agreed.agreement.sign(agreed.parties[0].party, clock.today() - timedelta(days=1))
