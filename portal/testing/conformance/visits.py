"""Visits to pages of the core, each made once for all plugins: on the same data, and while the same plugins are in effect, a page is the
same whichever of them is under examination. What each plugin did meanwhile is kept beside the answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select

from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.activation import in_effect
from portal.testing.client import PortalClient
from portal.testing.conformance.listening import Heard, ears
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject

LEFT_OUT = "的内容暂时无法显示"


@dataclass(frozen=True)
class Visit:
    """wrong: what is wrong with the page, whoever asks, or "". left_out: plugins whose part it says it leaves out. heard: what those that
    were asked did."""

    wrong: str
    left_out: frozenset[str]
    heard: dict[str, Heard]

    def complaint(self, subject: Subject) -> str:
        """What is wrong as far as `subject` is concerned, or ""."""
        return self.wrong or (" shows that its part is left out" if subject.key in self.left_out else "")


@dataclass
class Visits:
    """Those of one office."""

    office: Office
    _kept: dict[tuple, Visit] = field(default_factory=dict)

    def state(self) -> frozenset[tuple[str, str, str]]:
        """Which plugins are in effect where in the own district. (Nobody who is examined sees another.)"""
        return frozenset(self._in_effect())

    def of(self, client: PortalClient, path: str, role: str, state: frozenset) -> Visit:
        """The visit of somebody with `role` to `path`; made now where there was none in this `state`. Not kept while a plugin is left out
        for being slow."""
        if (role, path, state) in self._kept:
            return self._kept[role, path, state]
        registry = self.office.app.extensions["portal_plugins"]
        with ears(Subject(key, self.office.app) for key in registry.manifests) as heard:
            wrong, text = _opened(client, path)
        left_out = (key for key, each in registry.manifests.items() if f"“{each.name}”{LEFT_OUT}" in text)
        made = Visit(
            wrong, frozenset(left_out), {key: each for key, each in heard.items() if each.called or each.failed}
        )
        if not any(registry.patience.waiting()):
            self._kept[role, path, state] = made
        return made

    def _in_effect(self) -> Iterator[tuple[str, str, str]]:
        county = self.office.county
        for unit in db.session.scalars(select(OrgUnit).where(OrgUnit.path.startswith(county.path))):
            yield from ((unit.path, key, each.state) for key, each in in_effect(unit).items())


def _opened(client: PortalClient, path: str) -> tuple[str, str]:
    """What is wrong with the page, and its text as far as plugins may show something in it: a paper has none."""
    try:
        answer = client.page(path).response
    except AssertionError as fault:
        return f": {fault}", ""
    if answer.status_code >= 500:
        return f" answers {answer.status_code}", ""
    text = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    return "", text if LEFT_OUT in text else ""
