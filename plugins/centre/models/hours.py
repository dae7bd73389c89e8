"""From when until when on a day: 08:30-12:00."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from portal import clock

WRITTEN = re.compile(r"(\d{1,2})[:：时](\d{2})分?\s*[-—–~至到]+\s*(\d{1,2})[:：时](\d{2})分?")


@dataclass(frozen=True)
class Hours:
    """Both ends on one day; `last` is later than `first`."""

    first: time
    last: time

    def __str__(self) -> str:
        return f"{self.first:%H:%M}-{self.last:%H:%M}"

    def on(self, day: date) -> tuple[datetime, datetime]:
        """Both moments of `day`, in UTC."""
        first, last = (datetime.combine(day, each, clock.SHANGHAI).astimezone(UTC) for each in (self.first, self.last))
        return first, last

    @classmethod
    def of(cls, starts_at: datetime, ends_at: datetime) -> "Hours":
        """From one moment to another, on the office's clock."""
        return cls(clock.local(starts_at).time(), clock.local(ends_at).time())

    @classmethod
    def read(cls, text: str) -> "Hours":
        """Raises ValueError, with what is wrong in Chinese."""
        found = WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip())
        if not found:
            raise ValueError("请照“08:30-12:00”填写。")
        numbers = [int(each) for each in found.groups()]
        if max(numbers[0], numbers[2]) > 23 or max(numbers[1], numbers[3]) > 59:
            raise ValueError("没有这个时间，请照“08:30-12:00”填写。")
        hours = cls(time(*numbers[:2]), time(*numbers[2:]))
        if hours.last <= hours.first:
            raise ValueError("结束的时间不能早于开始的时间。")
        return hours
