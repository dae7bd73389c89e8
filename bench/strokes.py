"""What everyday jobs cost the hand: keys, clicks and pages, in a browser on the demo, from the work desk to the page that says
it is done. A choice from a list counts as two clicks; what the page has filled in already costs nothing."""

from datetime import date, timedelta
from statistics import mean

from bench.disputes import BEFORE, DISPUTE
from bench.hand import JOBS, Hand, job
from bench.measuring import report
from bench.office import Office
from portal import clock
from portal.testing.browser import chromium
from tests.browsers.demo import demo_portal


def _wednesday() -> date:
    """One in some weeks: the halls are closed on Mondays, and full soon."""
    day = clock.today() + timedelta(days=38)
    return day + timedelta(days=(2 - day.weekday()) % 7)


@job("book a group that rings up", "clerk")
def _book(hand: Hand) -> None:
    hand.click("家风")
    hand.click("登记预约")
    hand.fill("day", f"{_wednesday():%Y%m%d}")
    hand.fill("title", "第一小学")
    hand.choose("purpose", index=1)
    hand.fill("people", "20")
    hand.fill("sender", "王桂兰")
    hand.fill("phone", "13804770001")
    hand.send("登记预约")
    hand.sees("第一小学")


@job("call a meeting", "clerk")
def _meeting(hand: Hand) -> None:
    hand.click("议事协商")
    hand.click("祥和家园")
    hand.click("召集议事会")
    hand.fill("venue", "议事厅")
    hand.fill("chair", "刘引弟")
    hand.page.locator("main [name=topics]").first.check()
    hand.clicks += 1
    hand.send("召集")
    hand.sees("下一步")


@job("serve a meal", "elder_care.operator")
def _serve(hand: Hand) -> None:
    hand.click("打餐")
    hand.click("打餐（泰兴社区老年食堂）")
    hand.scan("00008")
    hand.sees("还能补")
    hand.scan("")
    hand.sees("刚打的")


MONTH = "(SELECT max(id) FROM great_age_settlement)"


@job("settle a month, by four people", "clerk")
def _settle(hand: Hand) -> None:
    below = [f"DELETE FROM great_age_settlement_{each} WHERE settlement_id = {MONTH}" for each in ("line", "payment", "objection", "event")]  # fmt: skip
    hand.meanwhile(*below, f"DELETE FROM great_age_settlement WHERE id = {MONTH}")
    _months(hand)
    hand.click("编制高龄津贴月结")
    hand.send("")
    _step(hand, "提交", "待初核")
    for who, steps in (("director", (("初核", "待复核"),)), ("district", (("复核", "待公示"), ("公示", "公示中")))):
        hand.sign_in(who)
        _open_month(hand)
        for label, said in steps:
            _step(hand, label, said)
    hand.meanwhile(f"UPDATE great_age_settlement SET published_until = '2020-01-01' WHERE id = {MONTH}")
    hand.sign_in("district")
    _open_month(hand)
    _step(hand, "结算", "待发放")
    hand.click("登记发放")
    hand.fill("receipt", "HD202611")
    hand.send("")
    hand.sees("已发放")


def _months(hand: Hand) -> None:
    hand.click("为老服务")
    hand.click("津贴月结")


def _open_month(hand: Hand) -> None:
    """The latest, from the list."""
    _months(hand)
    hand.page.locator("main tbody a").first.click()
    hand.clicks += 1


def _step(hand: Hand, label: str, said: str) -> None:
    hand.click(label)
    hand.send("")
    hand.sees(said)


def measure(place: Office) -> None:
    """Each job once; the six disputes also without script, on a demo of their own."""
    for script in (True, False):
        folder = place.folder / ("demo" if script else "no-script")
        with demo_portal(folder) as address, chromium() as browser:
            spent = []
            for name, (who, does) in JOBS.items():
                if not (script or name.startswith(DISPUTE)):
                    continue
                hand = Hand(browser, address, folder, script=script)
                hand.sign_in(who)
                does(hand)
                report("strokes", job=name, script=script, keys=hand.keys, clicks=hand.clicks, pages=hand.pages)
                if name.startswith(DISPUTE):
                    spent.append(hand)
            means = {each: mean(getattr(hand, each) for hand in spent) for each in BEFORE}
            report("strokes", job="mean of the disputes", script=script, **means, before=BEFORE)
