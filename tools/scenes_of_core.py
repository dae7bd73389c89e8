"""Pictures of the core: what comes in, mediation, the views and figures of a director, units, rights, and who looked at data."""

import re
from collections.abc import Callable

from camera import first_page, open_first, shot, shot_of, shot_of_first
from playwright.sync_api import Page

DISPUTE = re.compile(r"/mediation/disputes/\d+")


def at_the_counter(clerk: Page) -> None:
    shot(clerk, "desk")
    clerk.goto("/cases/new")
    fill_register_form(clerk)
    shot(clerk, "register", whole=True)
    open_first(clerk, "/cases?status=registered")
    clerk.get_by_role("link", name="受理分流").click()
    clerk.get_by_label("转人民调解").check()
    shot(clerk, "triage")
    shot_of_first(clerk, "/public_reports/reports?status=received", "public-report")
    shot_of(clerk, "/hotline/orders", "hotline")
    shot_of_first(clerk, "/hotline/orders?status=ready", "hotline-order")
    shot_of_first(clerk, "/cases?status=archived", "case")


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


def of_tables(district: Page) -> None:
    """What a district decides as tables."""
    for name in ("kinds", "limits", "routes"):
        district.goto(f"/cases/{name}")
        shot(district, name)


def of_who_looked(director: Page) -> None:
    """Whoever asks who looked at their data is told after the identity was checked."""
    open_first(director, "/people")
    director.get_by_role("link", name="谁看过本人信息").click()
    shot(director, "seen")


def of_units_and_rights(administrator: Page) -> None:
    """A street with what it holds, what keeps it from being closed, what would go elsewhere with it or with a community; why somebody may do something."""
    administrator.goto("/units")
    administrator.get_by_role("main").get_by_role("link", name="昭君街道", exact=True).click()
    shot(administrator, "unit")
    street = administrator.url
    for name, step in (("unit-closure", "撤销单位"), ("unit-merge", "并入其他单位")):
        administrator.get_by_role("link", name=step).first.click()
        shot(administrator, name)
        administrator.goto(street)
    administrator.get_by_role("main").get_by_role("link", name="泰兴社区", exact=True).click()
    administrator.get_by_role("link", name="调整上级").click()
    shot(administrator, "unit-move")
    administrator.goto("/access/why")
    administrator.get_by_label(re.compile("^账号")).fill("grid")
    administrator.get_by_label("哪一条").fill("/cases/new")
    administrator.get_by_role("button", name="查询").click()
    shot(administrator, "why")
