"""调解协议: what is typed is kept, what does not agree is said, and two people do not undo each other's work."""

from datetime import date, timedelta

import pytest

from plugins.mediation.models import Agreement, Dispute
from portal import clock
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.money import MAX_FEN

pytestmark = pytest.mark.database
SOON = str(clock.today() + timedelta(days=60))
GOOD = {
    "facts": "水管破裂，楼下受损。",
    "issues": "赔偿数额。",
    "terms__0__text": "被申请人赔偿三千元。",
    "perform_by": SOON,
}


def write(client, dispute_id: int, page=None, **values):
    return client.fill(page or client.page(f"/mediation/disputes/{dispute_id}/agreement"), **GOOD | values)


def text(dispute_id: int) -> Agreement:
    return db.session.get(Dispute, dispute_id).agreement


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"amount": "0.001"}, "金额最多精确到分"),
        ({"amount": "-5"}, "金额不能为负数"),
        ({"amount": "0"}, "填写的金额要大于 0"),
        ({"amount": "三千"}, "金额只能填数字"),
        ({"amount": "9" * 40}, "金额不能超过"),
        ({"amount": "3000", "amount_capitals": "叁仟零壹元整"}, "小写金额应写作“叁仟元整”"),
        ({"amount": "3000", "amount_capitals": "三千元"}, "大写"),
        ({"amount_capitals": "叁仟元整"}, "请先填写小写金额"),
        ({"terms__0__text": ""}, "请至少写一条协议内容"),
        ({"terms__0__text": "长" * 10_000}, "最多 2000 个字"),
        ({"facts": ""}, "请填写此项"),
        ({"perform_by": ""}, "协议要写明履行期限"),
        ({"perform_by": "明年"}, "日期写得不对"),
        ({"perform_by": "2020-01-01"}, "早于受理日期"),
        ({"perform_by": "2150-12-31"}, "期限太远"),
        ({"amount": "3000", "instalments__0__amount": "3000"}, "请填写到期日"),
        ({"amount": "3000", "instalments__0__due_on": SOON}, "请填写大于 0 的金额"),
        (
            {"amount": "3000", "instalments__0__due_on": SOON, "instalments__0__amount": "0"},
            "请填写大于 0 的金额",
        ),
        ({"amount": "3000", "instalments__0__note": "第一期"}, "请填写到期日"),
        (
            {"amount": "3000", "instalments__0__due_on": SOON, "instalments__0__amount": "2999.99"},
            "分期合计 2,999.99 元，协议金额是 3,000.00 元，不一致",
        ),
        ({"instalments__0__due_on": SOON, "instalments__0__amount": "10"}, "分期合计 10.00 元"),
        ({"amount": "10", "instalments__0__due_on": "1999-01-31", "instalments__0__amount": "10"}, "早于受理日期"),
    ],
)
def test_what_cannot_be_gets_its_message_and_everything_is_kept(as_user, mediating, values, message):
    dispute_id = mediating.id
    page = write(as_user("mediator"), dispute_id, breach="依法处理。", **values)
    assert page.status == 422
    assert message in page.text
    assert "有内容需要改正" in page.text
    kept, typed = page.fields(page.form()), GOOD | values | {"breach": "依法处理。"}
    assert {name: kept[name] for name in kept if name.replace("-", "__") in typed} == {
        name.replace("__", "-"): value for name, value in typed.items()
    }
    assert text(dispute_id) is None


def test_all_messages_come_at_once(as_user, mediating):
    page = write(
        as_user("mediator"), mediating.id, terms__0__text="", perform_by="", amount="3000", amount_capitals="叁元整"
    )
    for message in ("请至少写一条", "协议要写明履行期限", "大写与小写不一致"):
        assert message in page.text


@pytest.mark.parametrize(
    "values",
    [
        {"amount": "3,000.00元", "amount_capitals": "叁仟元整"},
        {"amount": "3000", "amount_capitals": ""},
        {"amount": ""},
        {"perform_by": "", "time_note": "自协议生效之日起十日内"},
        {"amount": "99999999999.99"},
        {"facts": "长" * 5000},
    ],
)
def test_what_is_right_is_taken(as_user, mediating, values):
    page = write(as_user("mediator"), mediating.id, **values)
    assert "协议内容已保存" in page.text, page.text


def test_the_largest_amount_fits_into_the_database(as_user, mediating):
    dispute_id = mediating.id
    write(
        as_user("mediator"),
        dispute_id,
        amount="99999999999.99",
        instalments__0__due_on=SOON,
        instalments__0__amount="99999999999.99",
    )
    assert text(dispute_id).amount_fen == text(dispute_id).instalments[0].amount_fen == MAX_FEN


def test_rows_come_and_go_without_script_and_nothing_typed_is_lost(as_user, mediating):
    client, dispute_id = as_user("mediator"), mediating.id
    page = client.fill(
        client.page(f"/mediation/disputes/{dispute_id}/agreement"),
        button=("add", "terms"),
        amount="0.001",
        terms__0__text="一",
        instalments__0__amount="不知道",
    )
    page = client.fill(page, button=("add", "terms"), terms__1__text="二")
    page = client.fill(page, button=("add", "instalments"), terms__2__text="三")
    kept = page.fields(page.form())
    assert (kept["amount"], kept["instalments-0-amount"], kept["terms-1-text"]) == ("0.001", "不知道", "二")
    assert "instalments-1-amount" in kept
    page = client.fill(page, button=("remove", "terms-1"))
    kept = page.fields(page.form())
    assert (kept["terms-0-text"], kept["terms-2-text"]) == ("一", "三")
    assert "terms-1-text" not in kept
    page = client.fill(page, button=("remove", "instalments-0"))
    page = write(client, dispute_id, page, terms__0__text="一", amount="30")
    assert "协议内容已保存" in page.text, page.text
    assert [(each.position, each.text) for each in text(dispute_id).terms] == [(1, "一"), (2, "三")]


def test_more_rows_than_there_are_parties_do_no_harm(as_user, mediating):
    client, dispute_id = as_user("mediator"), mediating.id
    page = client.page(f"/mediation/disputes/{dispute_id}/agreement")
    rows = {f"responsibilities-{number}-text": "责任" for number in range(500)}
    fields = page.fields(page.form()) | {name.replace("__", "-"): value for name, value in GOOD.items()} | rows
    assert client.post(page.url, data=fields).status_code == 303
    assert len(text(dispute_id).responsibilities) == 3


class TestTwoPeopleAtOnce:
    """The mediator and the director have the same form open."""

    @pytest.fixture
    def both(self, as_user, written):
        one, other = as_user("mediator"), as_user("director")
        url = f"/mediation/disputes/{written.id}/agreement"
        return written.id, (one, one.page(url)), (other, other.page(url))

    def test_the_second_sees_both_versions_and_loses_nothing(self, both):
        dispute_id, (one, first), (other, second) = both
        one.fill(first, terms__0__text="被申请人赔偿三千元，并修复天花板。", way_note="现金")
        page = other.fill(second, terms__0__text="被申请人赔偿三千元，当面道歉。", place="泰兴社区")
        assert page.status == 409
        assert "别人保存了另一个版本" in page.text
        assert "并修复天花板" in page.text
        assert "现金" in page.text
        kept = page.fields(page.form())
        assert (kept["terms-0-text"], kept["place"]) == ("被申请人赔偿三千元，当面道歉。", "泰兴社区")
        assert text(dispute_id).place == "昭君街道人民调解室"
        page = other.fill(page)
        assert "协议内容已保存" in page.text
        assert text(dispute_id).terms[0].text == "被申请人赔偿三千元，当面道歉。"

    def test_also_when_only_a_clause_was_changed(self, both):
        _, (one, first), (other, second) = both
        one.fill(first, terms__1__text="另一句。")
        assert other.fill(second, terms__0__text="又一句。").status == 409

    def test_also_when_both_write_the_first_text(self, as_user, mediating):
        one, other, dispute_id = as_user("mediator"), as_user("director"), mediating.id
        pages = [each.page(f"/mediation/disputes/{dispute_id}/agreement") for each in (one, other)]
        write(one, dispute_id, pages[0])
        page = write(other, dispute_id, pages[1], place="别处")
        assert page.status == 409
        assert page.fields(page.form())["place"] == "别处"


class TestTheFinalText:
    """定稿 freezes it; 退回修改 opens it again and makes what was signed void."""

    def test_cannot_be_changed(self, as_user, agreed):
        assert as_user("mediator").page(f"/mediation/disputes/{agreed.id}/agreement").status == 409
        with pytest.raises(WrongState):
            agreed.agreement.write(terms=["别的"], responsibilities={}, instalments=[], amount_fen=None)

    def test_not_by_a_form_opened_before(self, as_user, cast, written):
        client, dispute_id = as_user("mediator"), written.id
        page = client.page(f"/mediation/disputes/{dispute_id}/agreement")
        db.session.get(Dispute, dispute_id).conclude(by=cast.mediator)
        db.session.commit()
        assert client.fill(page, facts="改过的事实。").status == 409
        assert text(dispute_id).facts == "水管破裂，楼下受损。"

    def test_needs_a_record_of_the_mediation_first(self, cast, mediating):
        mediating.agreement = Agreement()
        mediating.agreement.write(
            facts="a", issues="b", terms=["c"], responsibilities={}, instalments=[], amount_fen=None
        )
        with pytest.raises(RuleError, match="请先登记调解记录"):
            mediating.conclude(by=cast.mediator)

    def test_needs_a_text(self, cast, mediating):
        with pytest.raises(RuleError, match="填写协议内容"):
            mediating.conclude(by=cast.mediator)

    def test_taken_up_again_voids_signatures_seal_and_scan(self, as_user, cast, agreed, add_scan):
        agreed.agreement.sign(agreed.parties[0].party, clock.today())
        agreed.agreement.seal(clock.today())
        add_scan(agreed)
        db.session.commit()
        client, dispute_id = as_user("mediator"), agreed.id
        page = client.fill(
            client.page(f"/mediation/disputes/{dispute_id}"),
            action=f"/mediation/disputes/{dispute_id}/agreement/revision",
        )
        assert page.url.endswith("/agreement")
        page = client.fill(page, terms__0__text="被申请人修好水管，赔偿三千元。")
        db.session.get(Dispute, dispute_id).conclude(by=cast.mediator)
        db.session.commit()
        dispute = db.session.get(Dispute, dispute_id)
        assert (dispute.agreement.signatures, dispute.agreement.sealed_on, dispute.scans) == ([], None, [])
        assert len(dispute.agreement.missing(scanned=bool(dispute.scans))) == 6
        assert "已作废" in client.page(f"/mediation/disputes/{dispute_id}").text


def test_instalments_that_do_not_add_up_are_refused_by_the_model_too(mediating):
    with pytest.raises(RuleError, match="合计"):
        Agreement().write(terms=["c"], responsibilities={}, instalments=[(date(2027, 1, 1), 5, "")], amount_fen=6)


@pytest.mark.parametrize(
    ("line", "said"), [("terms-{}-text", "最多 30 项，收到 200 项"), ("instalments-{}-note", "最多 60 项，收到 200 项")]
)
def test_more_lines_than_there_can_be_are_refused_with_the_number(as_user, written, line, said):
    client = as_user("mediator")
    page = client.page(f"/mediation/disputes/{written.id}/agreement")
    sent = dict(page.fields(page.form())) | {line.format(each): "赔一百元。" for each in range(200)}
    answer = client.post(page.url, data=sent)
    assert answer.status_code == 422
    assert said in answer.text


ID_NUMBER, MOBILE, CARD = "15272219780601996X", "13847712345", "6222020200112233446"


@pytest.mark.parametrize(
    ("box", "said", "kind"),
    [
        ("facts", ID_NUMBER, "身份证号"),
        ("facts", MOBILE, "电话号码"),
        ("issues", MOBILE, "电话号码"),
        ("place", MOBILE, "电话号码"),
        ("terms__0__text", ID_NUMBER, "身份证号"),
        ("responsibilities__0__text", ID_NUMBER, "身份证号"),
        ("way_note", ID_NUMBER, "身份证号"),
        ("breach", f"密码：{MOBILE}", "密码"),
    ],
)
def test_the_numbers_of_people_have_no_place_in_the_text(as_user, mediating, box, said, kind):
    page = write(as_user("mediator"), mediating.id, **{box: f"被申请人（{said}）负责。"})
    assert (page.status, f"这里不能写{kind}" in page.text) == (422, True)
    assert page.fields(page.form())[box.replace("__", "-")] == f"被申请人（{said}）负责。", "nothing is lost"


@pytest.mark.parametrize("said", [f"账号{CARD}", f"电话{MOBILE}", "账号：6217002010031500004", f"转入{CARD}"])
def test_a_clause_says_whom_to_call_and_into_which_account_to_pay(as_user, mediating, said):
    dispute_id = mediating.id
    write(as_user("mediator"), dispute_id, terms__0__text=f"被申请人转账三千元，{said}。")
    assert said in text(dispute_id).terms[0].text
