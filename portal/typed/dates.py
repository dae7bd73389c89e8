"""Reads a date as people write it. What may mean two days is refused with both of them; nothing is guessed.

2026-11-21  2026/11/21  2026.11.21  2026－11－21  20261121  2026年11月21日  二〇二六年十一月二十一日
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

__all__ = ["DateError", "YEARS", "read_date", "read_moment", "is_time_alone", "as_day"]

EXAMPLE = "2026-11-21"
YEARS = range(1900, 2200)  # in which a typed day lies: of what is reckoned from one nothing leaves the calendar
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0x2043, 0xFE58, 0xFE63, 0x30FC], "-")
_SIGNS = str.maketrans(
    _DASHES | {"。": ".", "、": ".", "／": "/", "號": "日", "号": "日", "○": "〇", "零": "〇", "０": "0"}
)
_MARK = r"[-/.年]"
_FULL = re.compile(rf"([0-9]{{4}}){_MARK}([0-9]{{1,2}})[-/.月]([0-9]{{1,2}})日?")
_MIDNIGHT = re.compile(r"(?:T| )0{1,2}:00(?::00(?:\.0+)?)?Z?$")
_WEEKDAY = re.compile(r"[(]?(?:星期|周|礼拜)([一二三四五六日天])[)]?$")
_NUMERALS = "〇一二三四五六七八九"
_CHINESE = re.compile(rf"([{_NUMERALS}]{{4}})年([一二三四五六七八九十]{{1,3}})月([一二三四五六七八九十廿卅]{{1,3}})日?")
_TIME = re.compile(
    r"(?:T| )?([上下中]午|[早晚]上|凌晨|傍晚)? ?([0-9]{1,2})(?::|时|点)(?:([0-9]{1,2})分?|(半))?(?::([0-9]{2}))?$"
)
_HALVES = {  # hours that may stand with the word: as they are, and those to which twelve are added
    None: (range(24), range(0)),
    "凌晨": (range(6), range(0)),
    "早上": (range(4, 12), range(0)),
    "上午": (range(5, 13), range(0)),
    "中午": (range(11, 15), range(1, 3)),
    "下午": (range(12, 20), range(1, 8)),
    "傍晚": (range(16, 21), range(4, 9)),
    "晚上": (range(17, 24), range(6, 12)),
}
_EPOCH = date(1899, 12, 30)  # day 0 of a sheet
SERIALS = range(10_000, 100_000)  # 1927 to 2173; a number of four digits may be a year


class DateError(ValueError):
    """A date that cannot be read; the message is a Chinese sentence that says what it may mean."""


def read_date(text: str) -> date:
    """The day that `text` names, in one of YEARS. Raises DateError."""
    written = _MIDNIGHT.sub("", _plain(text))
    written, weekday = _without_weekday(re.sub(r"\s+", "", written))
    if found := _FULL.fullmatch(written):
        year, month, day = map(int, found.groups())
    elif re.fullmatch(r"[0-9]{8}", written):
        year, month, day = int(written[:4]), int(written[4:6]), int(written[6:])
    elif found := _CHINESE.fullmatch(written):
        year, month, day = int(_digits(found[1])), _number(found[2]), _number(found[3])
    else:
        raise DateError(_fault(written))
    read = _day(year, month, day)
    if weekday and "一二三四五六日".index(weekday.replace("天", "日")) != read.weekday():
        raise DateError(f"日期写得不对：{read.isoformat()} 不是星期{weekday}，请核对日期。")
    return read


def is_time_alone(text: str) -> bool:
    """Whether `text` is a time of day without its day: 16:30, 下午4点半, 1630."""
    return bool(_TIME.fullmatch(_timed(text)))


def _timed(text: str) -> str:
    """1630 as 16:30, 630 too; anything else as it is, in plain signs."""
    return (
        re.sub(r"([0-9]{1,2})([0-9]{2})", r"\1:\2", written)
        if re.fullmatch(r"[0-9]{3,4}", written := _plain(text))
        else written
    )


def read_moment(text: str, day: date | None = None) -> datetime:
    """Day and time that `text` names, without a time zone: 2026-11-21 14:30, 2026年11月21日下午2点半; a time alone is one of `day`, where that is
    given. Raises DateError."""
    written = _plain(text)
    if day and is_time_alone(text):
        written = f"{day.isoformat()} {_timed(text)}"
    found = _TIME.search(written)
    if not found or found.start() < len("20260101"):
        raise DateError(f"时间写得不对，请写成 {EXAMPLE} 14:30 这样。")
    try:
        day, half = read_date(written[: found.start()]), found[1]
    except DateError as error:
        raise DateError(str(error).replace("日期", "时间", 1).replace(EXAMPLE, f"{EXAMPLE} 14:30")) from None
    hour, minute = int(found[2]), 30 if found[4] else int(found[3] or 0)
    try:
        return datetime.combine(day, time(_hour(half, hour, day), minute, int(found[5] or 0)))
    except DateError:
        raise
    except ValueError:
        raise DateError("时间写得不对：没有这个钟点，请核对。") from None


def _hour(half: str | None, hour: int, day: date) -> int:
    """The hour of the day that `hour` is with the word before it. Raises DateError for what may be two."""
    plain, later = _HALVES[half]
    if hour in plain or hour in later:
        return hour + 12 * (hour in later)
    if half == "晚上" and (hour < 6 or hour == 12):
        moments = (f"{each.isoformat()} {hour % 12:02}:00" for each in (day, day + timedelta(days=1)))
        raise DateError(f"时间写得不对：可能是 {'，也可能是 '.join(moments)}，请按二十四小时写。")
    if half and hour < 24:
        raise DateError(f"时间写得不对：“{half}{hour}点”看不准是几点，请按二十四小时写，如 {EXAMPLE} 14:30。")
    return hour


def as_day(cell: str) -> str:
    """The text of a cell that should hold a day: a day which the sheet keeps as a number (45724) is written out."""
    if re.fullmatch(r"[0-9]{5}", cell) and int(cell) in SERIALS:
        return (_EPOCH + timedelta(days=int(cell))).isoformat()
    return cell


def _plain(text: str) -> str:
    """Without full width, kinds of dashes and what is not seen."""
    seen = "".join(each for each in unicodedata.normalize("NFKC", text) if unicodedata.category(each) != "Cf")
    return re.sub(r"\s+", " ", seen.translate(_SIGNS)).strip()


def _without_weekday(written: str) -> tuple[str, str]:
    found = _WEEKDAY.search(written)
    return (written[: found.start()], found[1]) if found else (written, "")


def _day(year: int, month: int, day: int) -> date:
    try:
        read = date(year, month, day)
    except ValueError:
        pass
    else:
        if year in YEARS:
            return read
        far = "太早" if year < YEARS.start else "太远"
        raise DateError(f"日期写得不对：{year} 年{far}，请核对年份，写成 {EXAMPLE} 这样。")
    if not 1 <= month <= 12:
        raise DateError(f"日期写得不对：没有 {month} 月，请写成 {EXAMPLE} 这样。")
    raise DateError(f"日期写得不对：{year} 年 {month} 月没有 {day} 日，请核对。")


def _fault(written: str) -> str:
    """Why it is not a date, as a sentence."""
    if re.fullmatch(r"[0-9]{6,7}", written):
        return _either(_meanings(written))
    if found := re.fullmatch(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})", written):
        first, second, year = map(int, found.groups())
        return _either([(year, first, second), (year, second, first)])
    if re.fullmatch(r"(?:19|20)[0-9]{2}[-/.年][0-9]{1,2}月?", written):
        return f"日期写得不对：缺少日，请写成 {EXAMPLE} 这样。"
    if re.fullmatch(r"[0-9]{2}[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?", written):
        return f"日期写得不对：年份请写四位，如 {EXAMPLE}。"
    if re.fullmatch(r"[0-9]{1,2}[-/.月][0-9]{1,2}日?", written):
        return f"日期写得不对：缺少年份，请写成 {EXAMPLE} 这样。"
    if re.search(r"农历|阴历|正月|腊月|初[一二三四五六七八九十]", written):
        return f"日期写得不对：请写公历日期，如 {EXAMPLE}。"
    return f"日期写得不对，请写成 {EXAMPLE} 这样。"


def _meanings(digits: str) -> list[tuple[int, int, int]]:
    """The days that six or seven digits may mean: without the zeros, without the day, without the century."""
    found = [(int(digits[:4]), int(digits[4:cut]), int(digits[cut:])) for cut in range(5, len(digits))]
    if len(digits) == 6:
        found += [(int(digits[:4]), int(digits[4:]), 0), (2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:]))]
    return found


def _either(meanings: list[tuple[int, int, int]]) -> str:
    """The sentence that asks which is meant; a day of 0 stands for the month."""
    said = []
    for year, month, day in meanings:
        try:
            read = date(year, month, day or 1)
        except ValueError:
            continue
        if 1900 <= year < 2100:
            said.append(read.isoformat() if day else f"{year} 年 {month} 月")
    said = list(dict.fromkeys(said))
    if not said:
        return f"日期写得不对，请写成 {EXAMPLE} 这样。"
    if len(said) == 1:
        return f"日期写得不对：是 {said[0]}吗？请写成 {EXAMPLE} 这样。"
    return f"日期写得不对：可能是 {'，也可能是 '.join(said)}，请写成 {EXAMPLE} 这样。"


def _digits(numerals: str) -> str:
    return "".join(str(_NUMERALS.index(each)) for each in numerals)


def _number(numerals: str) -> int:
    """十二 → 12, 廿一 → 21; 0 for what is no number."""
    spelt = numerals.replace("廿", "二十").replace("卅", "三十")
    found = re.fullmatch(r"(?:([二三]?)(十))?([一二三四五六七八九]?)", spelt)
    if not found:
        return 0
    tens = _NUMERALS.index(found[1] or "一") if found[2] else 0
    return tens * 10 + (_NUMERALS.index(found[3]) if found[3] else 0)
