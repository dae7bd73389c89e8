"""Pictures of the modules: pages that a director, an operator or a resident sees, one of each."""

import re

from camera import shot
from playwright.sync_api import Page

UNIT = re.compile(r"/public/(\d+)/")


def of_families_and_villages(director: Page) -> None:
    """A hall, a council, a vote, a task handed down, village matters, courses, points, honours."""
    director.goto("/family_values/halls")
    director.locator("td.main-cell a").first.click()
    director.get_by_role("link", name="日历").first.click()
    director.get_by_role("link", name="下个月").click()
    shot(director, "hall-calendar")
    director.goto("/consultation/meetings?status=closed")
    director.locator("td.main-cell a").first.click()
    shot(director, "meeting")
    director.goto("/owners_vote/votes?status=published")
    director.locator("td.main-cell a").first.click()
    shot(director, "owners-vote")
    director.goto("/duty_lists/tasks?status=returned")
    director.get_by_role("link", name="采集企业用电数据").click()
    shot(director, "duty-task", whole=True)
    director.goto("/village_affairs/matters?status=published")
    director.locator("td.main-cell a").first.click()
    shot(director, "village-matter")
    director.goto("/family_courses/courses?status=planned")
    director.locator("td.main-cell a").nth(1).click()
    shot(director, "course", whole=True)
    director.goto("/family_points/accounts?held=yes")
    director.locator("td.main-cell a").last.click()
    shot(director, "points-account")
    director.get_by_role("link", name="看这一户").click()
    shot(director, "family", whole=True)
    director.goto("/family_honours/honours?status=published")
    director.locator("td.main-cell a").first.click()
    shot(director, "honour", whole=True)


def of_heroes_and_stewards(director: Page) -> None:
    """A deed that everybody may read of, and who looks after a neighbourhood."""
    director.goto("/heroes/deeds?status=published")
    director.locator("td.main-cell a").first.click()
    shot(director, "deed")
    director.goto("/stewards/neighbourhoods")
    director.locator("td.main-cell a").first.click()
    shot(director, "neighbourhood")


def of_whistles(director: Page) -> None:
    """Departments that were called to the spot, a unit that is supervised, and a leader who answers for a case; minutes that wait to be signed."""
    director.goto("/whistle/whistles?status=blown")
    director.locator("td.main-cell a").last.click()
    shot(director, "whistle")
    director.goto("/supervision/orders?listed=1")
    director.locator("td.main-cell a").first.click()
    shot(director, "supervision")
    director.goto("/joint_meetings/meetings?status=written")
    director.locator("td.main-cell a").first.click()
    shot(director, "joint-meetings")
    director.goto("/sponsored/sponsorships?status=struck")
    director.locator("td.main-cell a").first.click()
    shot(director, "sponsored")
    director.goto("/briefs/reports?status=met")
    director.locator("td.main-cell a").first.click()
    shot(director, "briefs")


def at_the_window(director: Page) -> None:
    """A grid that is public; who came, and a visit that waits for its result."""
    director.goto("/grids/grids?status=posted")
    director.locator("td.main-cell a").first.click()
    shot(director, "grid")
    director.goto("/reception/visits")
    shot(director, "reception")
    director.goto("/reception/visits?status=received")
    director.locator("td.main-cell a").first.click()
    shot(director, "reception-visit")


def at_the_centre(director: Page) -> None:
    """The centre of the street, and its roster."""
    director.goto("/centre/centres")
    director.locator("td.main-cell a").first.click()
    shot(director, "centre")
    director.get_by_role("link", name="值班表", exact=True).last.click()
    shot(director, "centre-week")


def of_people_and_premises(director: Page) -> None:
    """The houses of a staircase, one that is rented, and a household with its grade."""
    director.goto("/population/premises")
    shot(director, "population")
    director.goto("/population/premises?use=rented")
    director.locator("td.main-cell a").first.click()
    shot(director, "population-premises")
    director.goto("/population/grades?grade=2")
    director.locator("td.main-cell a").first.click()
    shot(director, "population-household")


def of_allowances_and_services(director: Page) -> None:
    """What elderly people are given, and the rules that a village has made."""
    director.goto("/elder_care/settlements")
    director.locator("td.main-cell a").first.click()
    shot(director, "settlement")
    director.goto("/elder_services/orders?kind=bath")
    shot(director, "services")
    director.goto("/great_age/recipients")
    director.locator("td.main-cell a").first.click()
    shot(director, "great-age")
    director.goto("/village_affairs/covenants")
    director.locator("td.main-cell a").first.click()
    shot(director, "covenant", whole=True)


def at_the_till(operator: Page) -> None:
    """Somebody found by number, and what is kept while there is no line."""
    operator.goto("/elder_care/till")
    operator.get_by_role("row").filter(has_text="泰兴社区").get_by_role("link", name="打餐").click()
    with operator.expect_response("**/till/list.json") as listed:
        operator.reload()
    first, second = (number for number, *_ in listed.value.json()["members"][:2])
    look_up(operator, first)
    shot(operator, "till")
    operator.context.set_offline(True)
    look_up(operator, second)
    operator.keyboard.press("Enter")
    operator.locator("#till-queue").get_by_text("待上传").wait_for()
    shot(operator, "till-offline")
    operator.context.set_offline(False)


def look_up(operator: Page, number: str) -> None:
    operator.locator("#q").fill(number)
    operator.keyboard.press("Enter")
    operator.locator("main button:focus").wait_for()


def on_the_phone(clerk: Page) -> None:
    """The desk, what was noted on a round, and a hall and the points as a resident sees them."""
    shot(clerk, "phone")
    clerk.goto("/family_values/halls")
    clerk.locator("td.main-cell a").first.click()
    clerk.get_by_role("link", name="看公开的预约页面").click()
    shot(clerk, "hall-phone", whole=True)
    clerk.goto(f"/family_points/public/{UNIT.search(clerk.url)[1]}/points")
    shot(clerk, "points-phone", whole=True)
    clerk.goto("/stewards/rounds")
    clerk.locator("td.main-cell a").first.click()
    shot(clerk, "round-phone", whole=True)
    clerk.goto("/public_reports/labels?status=in_use")
    clerk.locator("td.main-cell a").first.click()
    address = clerk.locator("a[href^='/report/']").get_attribute("href")
    clerk.context.clear_cookies()
    clerk.goto(address)
    shot(clerk, "report-phone", whole=True)
