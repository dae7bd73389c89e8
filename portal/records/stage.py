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
        """An upload that stands for a photo or a scan, and says so."""
        sheet, stream = Image.new("RGB", (420, 588), "#dfe6ee"), io.BytesIO()
        ImageDraw.Draw(sheet).text((150, 280), words, fill="black")
        sheet.save(stream, "JPEG")
        stream.seek(0)
        return FileStorage(stream, filename=f"{words}.jpg")
