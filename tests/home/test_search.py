"""One box finds cases, residents and what plugins know, ten of a kind, only what the reader may see."""

import pytest

from portal.extensions import db
from portal.plugin.contributions import Hit
from portal.plugin.hookspecs import hookimpl
from portal.testing import factories

pytestmark = pytest.mark.database


class Knowing:
    @hookimpl
    def search(self, ctx, text):
        return [Hit("勇士", f"{text}第{number}名", f"/x/{number}") for number in range(14)]


@pytest.fixture
def case(cast):
    people = [
        (1, factories.resident(cast.taixing, name="张改花")),
        (2, factories.resident(cast.taixing, name="王占山")),
    ]
    case = factories.case(cast.taixing, by=cast.clerk, parties=people, title="拖欠装修工钱")
    db.session.commit()
    return case


@pytest.mark.parametrize("text", ["装修", "张改花", "ZGH", "{number}"])
def test_a_case_is_found_by_title_party_and_number(as_user, case, text):
    url, number = f"/cases/{case.id}", case.number
    page = as_user("clerk").page("/search", query_string={"q": text.format(number=number)})
    assert url in page.links()
    assert number in page.text


def test_the_box_in_the_header_leads_there(as_user, case):
    client = as_user("clerk")
    form = next(each for each in client.page("/").tree.iter("form") if each.get("role") == "search")
    assert form.get("action") == "/search"


def test_a_resident_is_found_and_shown_masked(as_user, case):
    person = case.parties[0].person
    url, number, phone = f"/people/{person.id}", person.id_number, person.phone
    client = as_user("clerk")
    for text in ("张改花", number, phone):
        page = client.fill(client.page("/"), "/search", q=text)
        assert url in page.links(), text
        for hidden in (number, phone):
            assert hidden not in page.text.replace(text, "")
    assert url not in client.fill(client.page("/"), "/search", q=number[-4:]).links()
    page = client.page("/search?q=ZGH")
    assert "张**" in page.text
    assert "张改花" not in page.text


@pytest.mark.parametrize(
    ("who", "sees_case", "sees_person"),
    [
        ("clerk", True, True),
        ("district", True, False),
        ("department", False, False),
        ("outsider", False, False),
        ("administrator", False, False),
        ("auditor", False, False),
    ],
)
def test_nobody_finds_what_they_may_not_see(as_user, case, who, sees_case, sees_person):
    urls = f"/cases/{case.id}", f"/people/{case.parties[0].person_id}"
    page = as_user(who).page("/search?q=张改花")
    assert page.status == 200
    assert (urls[0] in page.links(), urls[1] in page.links()) == (sees_case, sees_person)


def test_a_plugin_adds_its_own_ten_at_most_while_it_is_on(as_user, join):
    client = as_user("clerk")
    assert "好人第" not in client.page("/search?q=好人").text
    join("knowing", "见多识广", Knowing)
    page = client.page("/search?q=好人")
    assert page.text.count("好人第") == 10
    assert "只显示前 10 条" in page.text


def test_a_plugin_that_is_off_is_not_asked(as_user, join):
    join("knowing", "见多识广", Knowing, default_state="off")
    assert "好人第" not in as_user("clerk").page("/search?q=好人").text


@pytest.mark.parametrize("text", ["", "   ", "%", "_", "'", "好" * 500, "\\", "<b>"])
def test_any_text_gets_an_answer(as_user, text):
    page = as_user("clerk").page("/search", query_string={"q": text})
    assert page.status == 200
    assert "请输入" in page.text or "没有找到" in page.text


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("高龄津贴", "/great_age/recipients"),
        ("四议两公开", "/village_affairs/matters"),
        ("居民公约", "/village_affairs/covenants"),
        ("家庭积分", "/family_points/claims"),
        ("家庭荣誉", "/family_honours/honours"),
        ("为老服务", "/elder_care/canteens"),
        ("村级事务", "/village_affairs/matters"),
        ("统计", "/reports"),
    ],
)
def test_a_page_of_the_menu_is_found_by_what_it_is_called(as_user, text, url):
    page = as_user("clerk").page(f"/search?q={text}")
    assert url in page.tree.xpath("//section[h2='菜单' or .//h2='菜单']//a/@href")


def test_only_pages_that_the_reader_may_open_are_found(as_user):
    assert "/jobs" in as_user("administrator").page("/search?q=后台任务").tree.xpath("//ul[@class='rows']//a/@href")
    assert "没有找到" in as_user("clerk").page("/search?q=后台任务").text
