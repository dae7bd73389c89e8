"""Crawls the pages as each role, to find URLs of the plugin that show real records."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from sqlalchemy import inspect, text
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from portal.extensions import db
from portal.testing.client import Page
from portal.testing.conformance.listening import listening
from portal.testing.conformance.office import Office
from portal.testing.conformance.records import WORDS, Records
from portal.testing.conformance.subject import SAFE, Subject

ENTRANCES = ("/", "/cases", "/reports", "/people")
EACH = 3  # samples of one address
STEPS = 110  # pages one role opens
CORE_RECORDS = {
    "case_id": "cases_case",
    "unit_id": "org_unit",
    "person_id": "people_person",
    "file_id": "files_attachment",
    "attachment_id": "files_attachment",
    "batch_id": "records_import",
    "volumes_id": "records_volume_batch",
}


@dataclass
class Walk:
    """`seen`: pattern of an address → path → role that was led there. `faults`: pages that are not well made, and hooks that fail.
    `landed`: pattern → how often a page of its own opened. `menu`: own addresses that the menu led to.
    `answered`: (path, role) → status, of what was opened. `told`: pages that leave too few ID numbers of somebody."""

    subject: Subject
    office: Office
    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    landed: dict[str, int] = field(default_factory=dict)
    menu: set[str] = field(default_factory=set)
    answered: dict[tuple[str, str], int] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    known: dict[str, object] = field(default_factory=dict)
    _opened: dict[str, int] = field(default_factory=dict)

    def go(self) -> "Walk":
        """As every role, from the entrances along all links."""
        self._address = self.subject.app.url_map.bind("localhost")
        self._known = self.office.told
        with listening(self.subject) as heard:
            for role in self.subject.roles:
                self._opened.clear()
                self._go_as(role)
        self.faults += heard.complaints()
        return self

    def paths(self, rule: Rule) -> list[str]:
        """Where to try `rule`: paths that were met, else one put together from the records that were met."""
        met = list(self.seen.get(rule.rule, ()))
        if met:
            return met[:EACH]
        values = {name: self._value(name) for name in rule.arguments}
        if None in values.values():
            return []
        built = self._address.build(rule.endpoint, values, method=next(iter(rule.methods - {"HEAD", "OPTIONS"})))
        return [urlsplit(built).path]

    def _go_as(self, role: str) -> None:
        client = self.office.client(role)
        waiting = [each for each in ENTRANCES if self._leads_somewhere(each)] + self._lists()
        for _ in range(STEPS):
            if not waiting:
                return
            path = waiting.pop(0)
            try:
                page = client.page(path)
            except AssertionError as fault:
                if self._rule(path):
                    self.faults.append(f"{path} as {role}: {fault}")
                continue
            self.answered[path, role] = page.status
            if page.tree is None or page.status != 200:
                continue
            self.told += self._known.complaints(page.response.get_data(as_text=True), f"{path} as {role}")
            if rule := self._rule(page.url):
                self.landed[rule.rule] = self.landed.get(rule.rule, 0) + 1
            self.menu |= {each for each in _menu(page) if self._rule(each)}
            for found, method in _addresses(page):
                if self._note(found, method, role) and found not in waiting:
                    waiting.append(found)

    def _lists(self) -> list[str]:
        """Its pages about no single record: the menu may show them only beside those of another plugin."""
        own = (each.rule for each in self.subject.rules if "GET" in each.methods and not each.arguments)
        return [each for each in own if "." not in each and not each.endswith("/new")]

    def _note(self, path: str, method: str, role: str) -> bool:
        """Keep an address of the plugin; answers whether to go there."""
        if rule := self._rule(path, method):
            kept = self.seen.setdefault(rule.rule, {})
            if path not in kept and len(kept) >= EACH:
                return False
            kept.setdefault(path, role)
        elif not self._leads_somewhere(path):
            return False
        pattern = rule.rule if rule else "/cases/"
        opened = self._opened.setdefault(path, 0)
        alike = self._opened.setdefault(f"count {pattern}", 0)
        self._opened[path] += 1
        if opened or alike >= 4 * EACH or method not in SAFE:
            return False
        self._opened[f"count {pattern}"] += 1
        return True

    def _rule(self, path: str, method: str = "GET") -> Rule | None:
        try:
            rule, values = self._address.match(path, method=method, return_rule=True)
        except HTTPException:
            return None
        if rule not in self.subject.rules:
            return None
        for name, value in values.items():
            self.known.setdefault(name, value)
        return rule

    def _leads_somewhere(self, path: str) -> bool:
        """Pages of the core on which a plugin may show links of its own."""
        if path not in ENTRANCES and not path.startswith(("/cases/", "/people/", "/public/")):
            return False
        return not path.endswith(("/full", "/new", ".pdf")) and self._address.test(path, "GET")

    def _value(self, name: str):
        """A value for the argument `name`: a word that names no record, one met on the way, or the first row of the table it is named after."""
        if name in WORDS:
            return WORDS[name][0]
        if name not in self.known:
            table = CORE_RECORDS.get(name) or Records(self.subject).table_of(name)
            own = f" WHERE key LIKE '{self.subject.key}.%'" if name == "batch_id" else ""
            if table and inspect(db.session.connection()).has_table(table):
                self.known[name] = db.session.scalar(text(f"SELECT min(id) FROM {table}{own}"))
        return self.known.get(name)


def _menu(page: Page) -> list[str]:
    return [
        urlsplit(link.get("href") or "").path
        for nav in page.tree.iterfind(".//nav[@aria-label='主导航']")
        for link in nav.iter("a")
    ]


def _addresses(page: Page) -> list[tuple[str, str]]:
    """Links and forms of `page`, without their queries."""
    links = [(urlsplit(href).path, "GET") for href in page.links()]
    forms = [
        (urlsplit(form.get("action") or page.url).path, (form.get("method") or "get").upper())
        for form in page.tree.iter("form")
    ]
    return links + forms
