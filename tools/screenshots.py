"""Takes the pictures of README and handbook anew: `make screenshots`; with names behind the program only those.

Starts the portal with the demo in a folder of its own, looks at the main pages as the people of the demo do, and
writes docs/images/*.png, with few colours so that they stay small.
"""

import re
import tempfile
from collections.abc import Callable

from camera import IMAGES, OFFICE_PC, PHONE, first_page, shot, somebody
from playwright.sync_api import Browser, Page

from portal.testing.browser import chromium
from portal.testing.server import serving

DESKS = (
    "mediator",
    "director",
    "department",
    "district",
    "auditor",
    "administrator",
)  # besides those of the clerk and the grid worker
DISPUTE, UNIT = re.compile(r"/mediation/disputes/\d+"), re.compile(r"/public/(\d+)/")


def main() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = {"PORTAL_ENV": "demo", "PORTAL_INSTANCE": folder, "PORTAL_RATE_LIMITS": "0"}
        with serving(environment, program=("tools/start.py",)) as address, chromium() as browser:
            sign_in_page(browser, address)
            with somebody(browser, address, "clerk") as clerk:
                at_the_counter(clerk)
            with somebody(browser, address, "mediator") as mediator:
                in_the_mediation_room(mediator)
            with somebody(browser, address, "director") as director:
                in_the_office_of_the_director(director)
                of_heroes_and_stewards(director)
                of_whistles(director)
                at_the_window(director)
                of_who_looked(director)
                at_the_centre(director)
                of_people_and_premises(director)
                of_allowances_and_services(director)
            with somebody(browser, address, "district") as district:
                district.goto("/cases/kinds")
                shot(district, "kinds")
                district.goto("/cases/limits")
                shot(district, "limits")
                district.goto("/cases/routes")
                shot(district, "routes")
            with somebody(browser, address, "administrator") as administrator:
                of_units_and_rights(administrator)
            with somebody(browser, address, "elder_care.operator") as operator:
                at_the_till(operator)
            with somebody(browser, address, "clerk", PHONE) as clerk:
                on_the_phone(clerk)
            for role in DESKS:
                with somebody(browser, address, role) as page:
                    shot(page, f"desk-{role}")
            with somebody(browser, address, "grid", PHONE) as grid:
                shot(grid, "desk-grid")
                grid.goto("/cases/quick")
                shot(grid, "quick-phone", whole=True)


def sign_in_page(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address, locale="zh-CN", viewport=OFFICE_PC)
    page.goto("/login")
    shot(page, "sign-in")
    page.close()


def at_the_counter(clerk: Page) -> None:
    shot(clerk, "desk")
    clerk.goto("/cases/new")
    fill_register_form(clerk)
    shot(clerk, "register", whole=True)
    clerk.goto("/cases?status=registered")
    clerk.locator("td.main-cell a").first.click()
    clerk.get_by_role("link", name="受理分流").click()
    clerk.get_by_label("转人民调解").check()
    shot(clerk, "triage")
    clerk.goto("/public_reports/reports?status=received")
    clerk.locator("td.main-cell a").first.click()
    shot(clerk, "public-report")
    clerk.goto("/hotline/orders")
    shot(clerk, "hotline")
    clerk.goto("/hotline/orders?status=ready")
    clerk.locator("td.main-cell a").first.click()
    shot(clerk, "hotline-order")
    clerk.goto("/cases?status=archived")
    clerk.locator("td.main-cell a").first.click()
    shot(clerk, "case")


def fill_register_form(clerk: Page) -> None:
    """As far as the moment when a resident is found again."""
    clerk.get_by_label("事项名称").fill("楼上漏水损坏天花板")
    clerk.get_by_label(re.compile("^事项类型")).select_option(label="用水排水通行通风采光")
    clerk.get_by_label("简要情况").fill("三楼卫生间漏水，二楼天花板和墙面受损，多次协商未果。")
    applicant = clerk.locator("#applicants .line").first
    applicant.get_by_label("姓名或名称").fill("王")
    applicant.get_by_role("button", name="查找").click()
    applicant.get_by_role("radio").first.check()


def in_the_mediation_room(mediator: Page) -> None:
    open_dispute(mediator, "agreed")
    shot(mediator, "dispute")
    open_dispute(mediator, "mediating", lambda page: page.get_by_role("link", name="起草协议").count() > 0)
    mediator.get_by_role("link", name="起草协议").click()
    draft_agreement(mediator)
    shot(mediator, "agreement-form", whole=True)
    open_dispute(mediator, "closed", lambda page: page.get_by_text(" 元").count() > 0)
    address = f"{mediator.url}/agreement.pdf"
    first_page(mediator.context.request.get(address).body(), "agreement")


def in_the_office_of_the_director(director: Page) -> None:
    """A view of one's own, the figures, and a roster about to come from Excel."""
    director.goto("/views/new?of=mediation.disputes&status=mediating")
    director.get_by_label("视图名称").fill("正在调解的")
    director.get_by_role("button", name="存为视图").click()
    shot(director, "views")
    director.goto("/reports/cases")
    shot(director, "statistics", whole=True)
    director.goto("/mediation/committees")
    director.get_by_role("link", name="从 Excel 导入").first.click()
    shot(director, "import")
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


def of_who_looked(director: Page) -> None:
    """Whoever asks who looked at their data is told after the identity was checked."""
    director.goto("/people")
    director.locator("td.main-cell a").first.click()
    director.get_by_role("link", name="谁看过本人信息").click()
    shot(director, "seen")


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


def of_units_and_rights(administrator: Page) -> None:
    """A street with what it holds, what keeps it from being closed, and why somebody may do something."""
    administrator.goto("/units")
    administrator.get_by_role("main").get_by_role("link", name="昭君街道", exact=True).click()
    shot(administrator, "unit")
    administrator.get_by_role("link", name="撤销单位").click()
    shot(administrator, "unit-closure")
    administrator.goto("/access/why")
    administrator.get_by_label(re.compile("^账号")).fill("grid")
    administrator.get_by_label("哪一条").fill("/cases/new")
    administrator.get_by_role("button", name="查询").click()
    shot(administrator, "why")


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


def draft_agreement(mediator: Page) -> None:
    """A text as it might stand while the parties are waiting."""
    mediator.get_by_label("争议事项").fill("维修费用由谁承担、何时支付。")
    mediator.get_by_role("button", name="再加一条").click()
    terms = mediator.locator("#terms textarea")
    terms.nth(1).wait_for()
    terms.nth(0).fill("被申请人向申请人支付天花板、墙面维修费人民币叁仟元整。")
    terms.nth(1).fill("被申请人于七日内修好卫生间防水，费用自理。")
    mediator.get_by_label("协议金额").fill("3000")
    mediator.get_by_label("履行地点").fill("昭君街道人民调解室")


def open_dispute(mediator: Page, status: str, fits: Callable[[Page], bool] = lambda page: True) -> None:
    """The newest dispute in this state whose page fits."""
    mediator.goto(f"/mediation/disputes?status={status}")
    addresses = [link.get_attribute("href") for link in mediator.locator("td.main-cell a").all()]
    for address in filter(DISPUTE.fullmatch, addresses):
        mediator.goto(address)
        if fits(mediator):
            return
    raise LookupError(f"the demo has no such dispute: {status}")


if __name__ == "__main__":
    main()
