"""Takes the pictures of README and handbook anew: `make screenshots`; with names behind the program only those.

Starts the portal with the demo in a folder of its own, looks at the main pages as the people of the demo do, and
writes docs/images/*.png, with few colours so that they stay small.
"""

import tempfile

from camera import IMAGES, OFFICE_PC, PHONE, shot, somebody
from playwright.sync_api import Browser
from scenes_of_core import (
    at_the_counter,
    in_the_mediation_room,
    in_the_office_of_the_director,
    of_tables,
    of_units_and_rights,
    of_who_looked,
)
from scenes_of_modules import (
    at_the_centre,
    at_the_till,
    at_the_window,
    of_allowances_and_services,
    of_families_and_villages,
    of_heroes_and_stewards,
    of_people_and_premises,
    of_whistles,
    on_the_phone,
    on_the_walk,
)

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
                of_families_and_villages(director)
                of_heroes_and_stewards(director)
                of_whistles(director)
                at_the_window(director)
                of_who_looked(director)
                at_the_centre(director)
                of_people_and_premises(director)
                of_allowances_and_services(director)
            with somebody(browser, address, "district") as district:
                of_tables(district)
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
                on_the_walk(grid)
                shot(grid, "desk-grid")
                grid.goto("/cases/quick")
                shot(grid, "quick-phone", whole=True)


def sign_in_page(browser: Browser, address: str) -> None:
    page = browser.new_page(base_url=address, locale="zh-CN", viewport=OFFICE_PC)
    page.goto("/login")
    shot(page, "sign-in")
    page.close()


if __name__ == "__main__":
    main()
