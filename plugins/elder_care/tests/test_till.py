"""收银台: find and press, with card, number, last digits, name and initials; with and without script; what is said when it cannot be."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from plugins.elder_care.models import Meal
from plugins.elder_care.models.serving import counter
from portal import clock
from portal.extensions import db
from portal.people import guesses
from portal.testing.statements import statements

pytestmark = pytest.mark.database
HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(noon, canteen, as_user):
    client = as_user("elder_care.operator")
    client.till = f"/elder_care/canteens/{canteen.id}/till"
    return client


def find(client, text: str, **more):
    return (
        client.fill(client.page(client.till), action=None, q=text)
        if more
        else client._seen(client.post(client.till, data={"q": text}))
    )


def test_two_presses_without_script(desk, member):
    code, number = member.card.code, member.number
    page = find(desk, code)
    assert member.title in page.text
    assert "12.00 元" in page.text
    assert "9.00 元" in page.text
    assert "今天还能补 1 餐" in page.text
    served = desk.fill(page, f"{desk.till}/meals", way="takeaway")
    assert served.url == desk.till
    assert "收 9.00 元，补 3.00 元" in served.text
    meal = db.session.scalars(select(Meal)).one()
    assert (meal.way, meal.shown_by, meal.source, meal.eaten_on) == ("takeaway", "card", "till", date(2026, 3, 10))
    assert "已打过午餐" in find(desk, number).text


@pytest.mark.parametrize(
    "typed", ["number", "bare number", "whole ID number", "name", "part", "initials", "lower", "address"]
)
def test_found_by_what_is_at_hand(desk, enrol, typed):
    found = enrol(name="张秀英")
    other = enrol(name="王建国")
    code = found.card.code
    words = {
        "number": found.number,
        "bare number": str(int(found.number)),
        "whole ID number": found.person.id_number,
        "name": "张秀英",
        "part": "秀英",
        "initials": "zxy",
        "lower": f"{code[:5]} {code[5:]}".lower(),
        "address": f"http://localhost/elder_care/card/{code}",
    }
    page = find(desk, words[typed])
    assert "张秀英" in page.text
    assert other.title not in page.text


def test_a_card_that_was_lost_says_so(desk, cast, member):
    code = member.card.code
    member.reissue("lost", by=cast.clerk)
    db.session.commit()
    page = find(desk, code)
    assert page.status == 422
    assert "挂失" in page.text
    assert member.title in find(desk, member.card.code).text


def test_what_is_not_found_stays_in_the_box(desk, member):
    page = find(desk, "赵铁柱")
    assert page.status == 422
    assert "没有找到“赵铁柱”" in page.text
    assert page.tree.xpath("//input[@id='q']")[0].get("value") == "赵铁柱"
    assert find(desk, "").status == 422


def test_nobody_of_another_county_and_no_till_elsewhere(desk, cast, enrol, as_user, canteen):
    stranger = enrol()
    stranger.place(cast.outside_community)
    db.session.commit()
    assert "没有找到" in find(desk, stranger.card.code).text
    assert as_user("outsider").get(desk.till).status_code == 404


def test_the_same_form_pressed_twice_is_one_meal(desk, member):
    page = find(desk, member.card.code)
    desk.fill(page, f"{desk.till}/meals", way="dine_in")
    again = desk.fill(page, f"{desk.till}/meals", way="dine_in")
    assert "收 9.00 元" in again.text
    assert db.session.scalar(select(func.count(Meal.id))) == 1


def test_the_page_of_yesterday_pressed_again_today_says_so(desk, noon, member, enrol):
    page = find(desk, member.card.code)
    desk.fill(page, f"{desk.till}/meals", way="dine_in")
    for other in (member, enrol()):
        with clock.pretend(noon + timedelta(days=1)):
            again = desk.fill(page, f"{desk.till}/meals", way="dine_in", member=str(other.id))
        assert again.status == 422
        assert "这一页在 2026-03-10 已经打过一餐" in again.text
        assert again.tree.xpath("//input[@id='q']")
    assert db.session.scalar(select(func.count(Meal.id))) == 1


def test_what_is_left_is_not_said_over_dishes_at_full_price(desk, cast, member, enrol):
    member.stop("home", date(2026, 3, 9), by=cast.clerk)
    stranger = enrol()
    stranger.household = "other"
    db.session.commit()
    for each, why in ((member, "已停止或者年审过期"), (stranger, "外地户籍不补")):
        page = find(desk, each.number)
        assert f"按原价：{why}" in page.text
        assert "还能补" not in page.text
    assert "今天还能补 1 餐" in find(desk, enrol().number).text


def test_a_meal_is_countered_once_and_by_whom_it_concerns(desk, cast, as_user, take, member, enrol):
    clerks = take(enrol())  # served by the clerk: the operator must not
    desk.fill(find(desk, member.card.code), f"{desk.till}/meals", way="dine_in")
    own = db.session.scalars(select(Meal).where(Meal.member_id == member.id)).one()

    def offered(client) -> set[str]:
        return set(client.page(desk.till).tree.xpath("//a[contains(@href, '/counter')]/@href"))

    assert offered(desk) == {f"/elder_care/meals/{own.id}/counter"}
    assert len(offered(as_user("clerk"))) == 1
    counter(own, "打错人", by=cast["elder_care.operator"])
    db.session.commit()
    assert offered(desk) == set()
    assert offered(as_user("clerk")) == {f"/elder_care/meals/{clerks.id}/counter"}


def test_what_was_tampered_with_is_refused_and_nothing_is_entered(desk, member):
    page = find(desk, member.card.code)
    huge = "9" * 20
    for wrong in (
        {"member": huge},
        {"agent": huge},
        {"set_meal": huge},
        {"set_meal": "999999"},
        {"member": "999999"},
        {"key": "x"},
        {"way": "teleport"},
        {"sitting": "breakfast"},  # which this canteen does not serve
        {"member": "abc"},
    ):
        answer = desk.fill(page, f"{desk.till}/meals", **({"way": "dine_in"} | wrong))
        assert answer.status == 422, wrong
    assert db.session.scalar(select(func.count(Meal.id))) == 0


def test_htmx_gets_the_middle_of_the_page(desk, member):
    page = desk._seen(desk.post(desk.till, data={"q": member.card.code}, headers=HTMX))
    assert page.status == 200
    assert "<html" not in page.response.get_data(as_text=True)
    assert member.title in page.text


def test_somebody_else_fetches_only_with_authority(desk, cast, member, enrol):
    member.authorise("王秀兰", date(2026, 3, 1), date(2026, 3, 31), by=cast.clerk, relation="女儿")
    other = enrol()
    db.session.commit()
    agent = member.agents[0].id
    page = find(desk, member.card.code)
    assert "女儿 王秀兰代领" in page.text
    wrong = desk.fill(find(desk, other.card.code), f"{desk.till}/meals", way="takeaway", agent=str(agent))
    assert "代领授权不是这位老人的" in wrong.text
    desk.fill(page, f"{desk.till}/meals", way="takeaway", agent=str(agent))
    meal = db.session.scalars(select(Meal)).one()
    assert (meal.shown_by, meal.agent_id) == ("agent", agent)


def test_a_lapsed_licence_is_said_and_meals_go_on(desk, canteen, member):
    canteen.licences[1].valid_until = date(2026, 3, 9)
    db.session.commit()
    page = find(desk, member.card.code)
    assert "食品经营许可证已于 2026-03-09 到期" in page.text
    assert "收 9.00 元" in desk.fill(page, f"{desk.till}/meals", way="dine_in").text


def test_a_closed_canteen_has_no_till(desk, canteen):
    canteen.closed_on = date(2026, 3, 9)
    db.session.commit()
    assert desk.get(desk.till).status_code == 422


def test_a_telephone_that_reads_the_card_gets_to_the_till(desk, member):
    page = desk.page(f"/elder_care/card/{member.card.code}")
    assert member.title in page.text
    assert "收 9.00 元" in desk.fill(page, f"{desk.till}/meals", way="dine_in").text


def test_few_statements_a_serving(desk, member, enrol):
    code = enrol().card.code
    page = find(desk, member.card.code)
    desk.fill(page, f"{desk.till}/meals", way="dine_in")
    with statements() as finding:
        page = desk._seen(desk.post(desk.till, data={"q": code}, headers=HTMX))
    form = page.form(f"{desk.till}/meals")
    data = page.fields(form) | {"way": "dine_in"}
    with statements() as serving:
        assert desk.post(f"{desk.till}/meals", data=data, headers=HTMX).status_code == 200
    assert len(finding) <= 10, finding
    assert len(serving) <= 10, serving


# -- without a line ----------------------------------------------------------------------------------------------------


@pytest.fixture
def queued(desk, canteen, member):
    """`queued(key=…)` sends one meal that waited."""
    token = desk.page(desk.till).form(f"{desk.till}").getparent() is not None

    def send(**fields):
        page = find(desk, member.number)
        csrf = page.tree.xpath("//input[@name='csrf_token']")[0].get("value")
        given = {
            "csrf_token": csrf,
            "key": "offline-key-1",
            "who": member.card.code,
            "set_meal": str(canteen.set_meals[0].id),
            "sitting": "lunch",
            "way": "dine_in",
            "shown_by": "card",
            "at": "2026-03-10 11:20",
            "own_fen": "900",
        }
        return desk.post(f"{desk.till}/queue", data=given | fields).get_json()

    assert token
    return send


def test_the_short_list_tells_as_little_as_possible(desk, member, enrol):
    other = enrol(name="欧阳秀英")
    held = desk.get(f"{desk.till}/list.json")
    text = held.get_data(as_text=True)
    assert held.headers["Cache-Control"] == "no-store"
    for secret in (member.title, other.title, member.card.code, other.person.id_number, other.person.phone):
        assert secret not in text
    members = {each[0]: each for each in held.get_json()["members"]}
    assert members[other.number] == [other.number, other.card.code[:5], "欧阳**", [[900], [1200]]]


def test_what_waited_is_entered_once_with_its_time(queued):
    assert queued()["state"] == "done"
    assert queued()["state"] == "done"
    meal = db.session.scalars(select(Meal)).one()
    assert (meal.source, f"{clock.local(meal.at):%H:%M}") == ("offline", "11:20")


def test_what_cannot_be_entered_says_why(queued, take, member, noon):
    take(member)
    answer = queued()
    assert answer["state"] == "refused"
    assert "已打过午餐" in answer["said"]
    for wrong in ({"who": "99999"}, {"at": "2026-03-07 11:20"}, {"at": "2026-03-10 14:20"}, {"at": ""}, {"way": ""}):
        assert queued(key="offline-key-2", **wrong)["state"] == "refused", wrong


def test_a_key_of_another_meal_is_refused_in_words_that_the_page_reads(queued, noon):
    assert queued()["state"] == "done"
    with clock.pretend(noon + timedelta(days=1)):
        answer = queued(at="2026-03-11 11:20")
    assert answer["state"] == "refused"
    assert "2026-03-10 已经打过一餐" in answer["said"]


def test_another_share_than_was_taken_is_said(queued):
    assert "请与本人结清" in queued(own_fen="1200")["said"]


def test_numbers_of_nobody_are_used_up_as_in_every_search_box(desk, enrol):
    known = enrol(name="张秀英")
    for each in range(guesses.NUMBERS.at_once):
        assert find(desk, f"1391111{each:04d}").status == 422
    assert "号码太多" in find(desk, known.person.id_number).text
    assert known.title in find(desk, "张秀英").text
    assert known.title in find(desk, known.card.code).text
