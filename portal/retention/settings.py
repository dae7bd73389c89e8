"""保存期限: for how many years each register keeps names, as the district decides; 0 is for ever."""

from datetime import date
from functools import cache

from flask import Flask

from portal import clock
from portal.org.models import OrgUnit
from portal.retention.registers import KEPT, Kept, ending
from portal.settings import Section, SettingsForm, number, offer, settings_of
from portal.workdays.arithmetic import years_after

KEY = "retention"
MOST_YEARS = 100
HEADINGS = {True: "满了年限，经两人同意去除姓名的", False: "满了年限，列出来由人鉴定的"}


def init_app(app: Flask) -> None:
    """Offer the section, with a field for each register there is."""
    offer(app, lambda: (Section(key=KEY, name="保存期限", form=_form(tuple(ending())), levels=("city", "county")),))


@cache
def _form(keys: tuple[str, ...]) -> type[SettingsForm]:
    known = ending()
    keys = tuple(sorted(keys, key=lambda key: not known[key].by_itself))
    first = {known[key].by_itself: key for key in reversed(keys)}
    fields = {
        key: number(
            f"{known[key].keeping.name}保存多少年",
            KEPT,
            KEPT,
            MOST_YEARS,
            _hint(known[key]),
            unit="年",
        )
        for key in keys
    }
    about = {
        "__doc__": "每个登记的姓名、号码保存多少年.",
        "headings": {key: HEADINGS[itself] for itself, key in first.items()},
    }
    return type(SettingsForm)("Retention", (SettingsForm,), fields | about)


def _hint(kept: Kept) -> str:
    said = "先预览，另一人同意后才做。填 0 一直保存。" if kept.by_itself else "填 0 不列。"
    return f"满了以后：{kept.keeping.does}。{said}{kept.keeping.hint}"


def years(key: str, unit: OrgUnit) -> int:
    """For how long the register keeps names in `unit`; KEPT: for ever."""
    return getattr(settings_of(KEY, unit), key, KEPT)


def kept_until(key: str, unit: OrgUnit) -> date | None:
    """The day before which rows are due today; None where they are kept for ever."""
    after = years(key, unit)
    return years_after(clock.today(), -after) if after else None
