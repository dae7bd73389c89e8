"""The stage on which samples are played, in the demo and in tests: who acts, where, on which day."""

import io
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person


class Users(Protocol):
    """People by the names of their roles."""

    def __getitem__(self, role: str, /) -> User: ...


@dataclass
class Stage:
    """`users` by the names of their roles (`world.users` of the demo, the cast of the tests), the `unit` in which records begin,
    and `names`, which invents people (portal.demo.names.NameBook).

    With a `day` the records played have a calendar, which goes on from step to step and never passes `until`; without one
    everything happens now.
    """

    users: Users
    unit: OrgUnit
    names: Any
    day: datetime | None = None
    until: datetime | None = None

    @property
    def county(self) -> OrgUnit:
        """That of the unit, as `OrgUnit.county` has it."""
        return self.unit.county

    def office(self, role: str) -> OrgUnit:
        """Where whoever has `role` works."""
        return self.users[role].units[0]

    def resident(self, **fields: Any) -> Person:
        """Somebody new in the register of residents; `fields` replace what is invented. Flushes."""
        someone = self.names.person()
        known = {name: getattr(someone, name) for name in ("name", "id_number", "phone", "ethnicity")}
        known["address"] = self.names.address(self.unit.short_name)
        person = Person.enter(self.unit, **known | fields)
        db.session.flush()
        return person

    def later(self, days: int = 0, past: date | None = None) -> AbstractContextManager[None]:
        """Pretend it is `days` later by the calendar, and in any case the day after `past`."""
        moment = self.day + timedelta(days=days) if self.day else clock.now()
        if past and (missing := (past - clock.local(moment).date()).days) >= 0:
            moment += timedelta(days=missing + 1)
        if self.day:
            self.day = moment = min(moment, self.until or moment)
        return clock.pretend(moment)

    def picture(self, words: str = "DEMO") -> FileStorage:
        """An upload that stands for a photo, and says so."""
        return _upload(words, (420, 588), "#dfe6ee", 10)

    def scan(self, words: str = "DEMO SCAN") -> FileStorage:
        """An upload that stands for a sheet of A4 scanned with 150 dots an inch, and says so."""
        return _upload(words, (1240, 1754), "white", 60)


def _upload(words: str, size: tuple[int, int], colour: str, letters: int) -> FileStorage:
    sheet, stream = Image.new("RGB", size, colour), io.BytesIO()
    ImageDraw.Draw(sheet).text((size[0] * 0.36, size[1] * 0.48), words, fill="black", font_size=letters)
    sheet.save(stream, "JPEG")
    stream.seek(0)
    return FileStorage(stream, filename=f"{words}.jpg")
