"""Somebody with several offices: what one of them allows counts in its own unit only, an office elsewhere adds nothing.

Everybody here holds one role where it belongs, and every other role in places where nothing lies. Rights are a union of
what the offices grant, so whoever holds all of them elsewhere gets at least what anybody with one or two of them gets:
seven people stand for all pairs and triples. What they are answered must be what the role alone is answered.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from flask import Flask
from lxml import html

from portal.accounts.models import Appointment, User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import every_role
from portal.testing.conformance.subject import Subject

if TYPE_CHECKING:
    from portal.testing.conformance.office import Office

REFUSED = (303, 401, 403, 404)
AWAY = {"far": ("far_township",), "near": ("near_township", "near_community")}  # another county; beside, and below
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
MAIN = re.compile(r'<div class="page-head">.*?<footer', re.DOTALL)
ADDRESSES = ("href", "action", "formaction", "data-hx-post", "data-hx-get", "name", "value")
SHEETS = ("text/csv", "application/json", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
NAMED = "检查员"  # in the name of everybody who asks; that differs


@dataclass
class Offices:
    """Asks as somebody with one office, with several, and with the others only; gathers where they do not agree."""

    office: "Office"
    subject: Subject
    compared: int = 0
    complaints: list[str] = field(default_factory=list)
    words: dict[str, None] = field(default_factory=dict)  # what the links to records say: to be searched for
    _cookies: dict[str, str] = field(default_factory=dict)
    _answered: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def compare(self, role: str, method: str, path: str, *, away: tuple[str, ...] = ("far",), **data) -> None:
        """The answer to `role` with all other offices `away` holds no more than that to the role, or to those offices."""
        alone = self._ask(f"own_{role}", method, path, data)
        for place in away:
            self.compared += 1
            asked = role, method, path, place, data
            if (once := self._more(alone, *asked)) and (more := once & self._more(alone, *asked)):  # twice: no accident
                said = f"?{urlencode(data)}" if data else ""
                things = "、".join(sorted(more)[:6])
                self.complaints.append(f"{method} {path}{said}: offices elsewhere ({place}) add to {role}: {things}")

    def _more(self, alone, role: str, method: str, path: str, away: str, data: dict) -> set[str]:
        """What is answered or shown to somebody with all offices, and to nobody with a part of them."""
        both = self._ask(f"{away}_{role}", method, path, data)
        if _status(both) == _status(alone) and _core(both) == _core(alone) and both.mimetype not in SHEETS:
            return set()
        other = self._others(away, method, path, data)
        if _status(both) not in (_status(alone), _status(other)):
            return {f"{both.status_code} instead of {alone.status_code}"}
        more, led = _shown(both) - _shown(alone) - _shown(other), _led(both)
        return {each for each in more if not self._opens(away, led.get(each))}

    def _opens(self, name: str, path: str | None) -> bool:
        """Whether `path` is a page, and not that of a record, which `name` may open: a link to it says nothing."""
        return bool(path) and not re.search(r"\d", path) and self._others(name, "GET", path, {}).status_code == 200

    def _others(self, away: str, method: str, path: str, data: dict):
        """What is answered to somebody with all offices elsewhere: the same, whichever role it is compared with."""
        asked = away, method, path, urlencode(data)
        if asked not in self._answered:
            self._answered[asked] = self._ask(away, method, path, data)
        return self._answered[asked]

    def _ask(self, name: str, method: str, path: str, data: dict):
        answer = self.office.app.test_client(use_cookies=False).open(
            path, method=method, data=data or None, headers={"Cookie": self._cookie(name)}
        )
        if method == "GET" and name.startswith("own_") and answer.mimetype == "text/html":
            self._note_words(answer)
        return answer

    def _cookie(self, name: str) -> str:
        if name not in self._cookies:
            self._cookies[name] = session_cookie(self.office.app, person(name))
        return self._cookies[name]

    def _note_words(self, answer) -> None:
        if len(self.words) < 5:
            for link in html.fromstring(_core(answer) or "<p/>").iter("a"):
                if re.search(r"/\d+$", link.get("href") or "") and 3 < len(text := (link.text or "").strip()) < 30:
                    self.words.setdefault(text)


def session_cookie(app: Flask, user: User) -> str:
    """The header of a session as signing in would begin it, the same for every request: nothing is carried on."""
    session = {"_user_id": user.get_id(), "_fresh": True, "csrf_token": "0"}
    signed = app.session_interface.get_signing_serializer(app).dumps(session)
    return f"{app.session_interface.get_cookie_name(app)}={signed}"


def person(name: str) -> User:
    """One of those whom `appoint` appointed, or of the office."""
    return db.session.scalars(db.select(User).where(User.username == name)).one()


def appoint(office: "Office", home: dict[str, int]) -> None:
    """Add the places where nothing lies, and the people with offices there. `home`: role → id of the unit it belongs to."""
    places = {
        "far_township": OrgUnit.create(kind="township", name="远处街道", parent=_unit(office, "foreign_county")),
        "near_township": OrgUnit.create(kind="township", name="近处街道", parent=office.county),
        "near_community": OrgUnit.create(kind="community", name="近处社区", parent=office.township),
    }
    office.unit_ids |= {name: unit.id for name, unit in places.items()}
    for away, names in AWAY.items():
        others = [(role, places[name]) for name in names for role in every_role()]
        _add(away, others)
        for role in every_role():
            own, rest = (role, db.session.get(OrgUnit, home[role])), [each for each in others if each[0] != role]
            _add(f"{away}_{role}", [own, *rest] if away == "far" else [*rest, own])  # the first is the one in use


def _unit(office: "Office", name: str) -> OrgUnit:
    return db.session.get(OrgUnit, office.unit_ids[name])


def _add(username: str, offices: list[tuple[str, OrgUnit]]) -> None:
    user = User(username=username, name=NAMED)
    user.bar_password()
    user.appointments = [Appointment(unit=unit, role=role) for role, unit in offices]
    db.session.add(user)


def _status(answer) -> int:
    """Its status; all ways to refuse are one, for the guard says 403 to whoever holds the permission nowhere, and who holds
    it elsewhere learns with a 404 even less."""
    return 403 if answer.status_code in REFUSED and not _led_on(answer) else answer.status_code


def _led_on(answer) -> bool:
    return answer.status_code == 303 and "/login" not in answer.headers["Location"]


def _core(answer) -> str:
    """What a page is about: without the frame, which shows all offices, and without what is sealed into each form."""
    if answer.mimetype != "text/html" or answer.status_code != 200:
        return ""
    text = answer.get_data(as_text=True)
    found = MAIN.search(text)
    return HIDDEN.sub("", found[0] if found else text)


def _shown(answer) -> set[str]:
    """Words, figures, addresses and buttons of a page; the cells of a sheet."""
    if answer.status_code != 200:
        return set()
    if answer.mimetype == "text/html":
        tree = html.fromstring(_core(answer) or "<p/>")
        led = [f"{name}={each.get(name)}" for each in tree.iter() for name in ADDRESSES if each.get(name)]
        return _without_names([*map(_squeezed, tree.itertext()), *led])
    content = answer.get_data()
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as sheet:
            cells = "".join(sheet.read(name).decode() for name in sheet.namelist() if name.endswith("trings.xml"))
        return _without_names(re.findall(r"<t[^>]*>([^<]*)</t>", cells))
    if answer.mimetype in SHEETS:
        return _without_names(re.split(r'[,"\n]', content.decode("utf-8-sig")))
    return set()


def _led(answer) -> dict[str, str]:
    """What `_shown` has of the links of a page → where they lead."""
    links = list(html.fromstring(_core(answer) or "<p/>").iter("a"))
    return {
        said: each.get("href")
        for each in links
        for said in (_squeezed(each.text_content()), f"href={each.get('href')}")
    }


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _without_names(said: list[str]) -> set[str]:
    return {each for each in said if each.strip() and NAMED not in each}
