"""What a list that is read in pieces says of itself: how far it was read, and of which rows its number is."""

from datetime import date, datetime

from portal.web.pages.formatting import day, moment
from portal.web.pages.paging import Page


def of_the_number(page: Page) -> str:
    """Of which rows the total is; nothing where of all."""
    until = page.reached.counted_until
    if until is None or page.capped:
        return ""
    return f"到 {_written(until)} 为止" if page.reached.oldest_first else f"{_written(until)} 以来"


def stopped_at(page: Page, counter: str) -> str:
    """Up to where a page was read that is not full; nothing where that is the end of the list. `counter`: 件, 人."""
    until = page.reached.until
    if until is None or not page.stopped:
        return ""
    beyond = any(not page.reached.holds(each.paged_by) for each in page.rows)
    return "".join(
        (
            f"一次最多查约 {page.reached.piece} {counter}，这次查到 {_written(until)}，",
            "没有更多符合条件的。" if page.rows else "没有符合条件的。",
            f"更{_further(page)}的，只列出按编号、姓名或者号码直接查到的。" if beyond else "",
        )
    )


def onward(page: Page) -> str:
    """What the link is called that reads on."""
    return "再往后查" if page.reached.oldest_first else "再往前查"


def _further(page: Page) -> str:
    return "晚" if page.reached.oldest_first else "早"


def _written(at: date) -> str:
    return moment(at) if isinstance(at, datetime) else day(at)
