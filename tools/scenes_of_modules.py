"""Pictures of the modules: pages that a director, an operator or a resident sees, one of each."""

import re

from camera import open_first, shot, shot_of, shot_of_first
from playwright.sync_api import Page

UNIT = re.compile(r"/public/(\d+)/")


def of_families_and_villages(director: Page) -> None:
    """A hall, a council, a vote, a task handed down, village matters, courses, points, honours."""
    open_first(director, "/family_values/halls")
    director.get_by_role("link", name="日历").first.click()
    director.get_by_role("link", name="下个月").click()
    shot(director, "hall-calendar")
    shot_of_first(director, "/consultation/meetings?status=closed", "meeting")
    shot_of_first(director, "/owners_vote/votes?status=published", "owners-vote")
    director.goto("/duty_lists/tasks?status=returned")
    director.get_by_role("link", name="采集企业用电数据").click()
    shot(director, "duty-task", whole=True)
    shot_of_first(director, "/village_affairs/matters?status=published", "village-matter")
    director.goto("/family_courses/courses?status=planned")
    director.locator("td.main-cell a").nth(1).click()
    shot(director, "course", whole=True)
    director.goto("/family_points/accounts?held=yes")
    director.locator("td.main-cell a").last.click()
    shot(director, "points-account")
    director.get_by_role("link", name="看这一户").click()
    shot(director, "family", whole=True)
    open_first(director, "/family_honours/honours?status=published")
    shot(director, "honour", whole=True)


def of_heroes_and_stewards(director: Page) -> None:
    """A deed that everybody may read of, and who looks after a neighbourhood."""
    shot_of_first(director, "/heroes/deeds?status=published", "deed")
    shot_of_first(director, "/stewards/neighbourhoods", "neighbourhood")


def on_the_walk(grid: Page) -> None:
    """Whom a grid worker visits today."""
    grid.goto("/grid_work/today")
    shot(grid, "grid-work")


def of_whistles(director: Page) -> None:
    """Departments that were called to the spot, a unit that is supervised, and a leader who answers for a case; minutes that wait to be signed."""
    director.goto("/whistle/whistles?status=blown")
    director.locator("td.main-cell a").last.click()
    shot(director, "whistle")
    shot_of_first(director, "/supervision/orders?listed=1", "supervision")
    shot_of_first(director, "/joint_meetings/meetings?status=written", "joint-meetings")
    shot_of_first(director, "/sponsored/sponsorships?status=struck", "sponsored")
    shot_of_first(director, "/briefs/reports?status=met", "briefs")


def at_the_window(director: Page) -> None:
    """A grid that is public; who came, and a visit that waits for its result."""
    shot_of_first(director, "/grids/grids?status=posted", "grid")
    shot_of(director, "/reception/visits", "reception")
    shot_of_first(director, "/reception/visits?status=received", "reception-visit")


def at_the_centre(director: Page) -> None:
    """The centre of the street, and its roster."""
    shot_of_first(director, "/centre/centres", "centre")
    director.get_by_role("link", name="值班表", exact=True).last.click()
    shot(director, "centre-week")


def of_people_and_premises(director: Page) -> None:
    """The houses of a staircase, one that is rented, and a household with its grade."""
    shot_of(director, "/population/premises", "population")
    shot_of_first(director, "/population/premises?use=rented", "population-premises")
    shot_of_first(director, "/population/grades?grade=2", "population-household")


def of_allowances_and_services(director: Page) -> None:
    """What elderly people are given, and the rules that a village has made."""
    shot_of_first(director, "/elder_care/settlements", "settlement")
    shot_of(director, "/elder_services/orders?kind=bath", "services")
    shot_of_first(director, "/great_age/recipients", "great-age")
    shot_of_first(director, "/case_subsidy/awards?grade=common", "case-subsidy")
    open_first(director, "/village_affairs/covenants")
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
    open_first(clerk, "/family_values/halls")
    clerk.get_by_role("link", name="看公开的预约页面").click()
    shot(clerk, "hall-phone", whole=True)
    clerk.goto(f"/family_points/public/{UNIT.search(clerk.url)[1]}/points")
    shot(clerk, "points-phone", whole=True)
    open_first(clerk, "/stewards/rounds")
    shot(clerk, "round-phone", whole=True)
    open_first(clerk, "/public_reports/labels?status=in_use")
    address = clerk.locator("a[href^='/report/']").get_attribute("href")
    clerk.context.clear_cookies()
    clerk.goto(address)
    shot(clerk, "report-phone", whole=True)
