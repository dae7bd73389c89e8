"""Every page of a plugin that somebody was led to, opened once: what the rules about pages look at."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.walk import Walk


@dataclass(frozen=True)
class Opened:
    """One answer: the pattern of its address, the address, the role that was led there; `tree` is None for what is no HTML."""

    pattern: str
    path: str
    role: str
    response: object
    tree: etree._Element | None

    @property
    def text(self) -> list[str]:
        """What a reader sees, piece by piece."""
        body = self.tree.find(".//body") if self.tree is not None else None
        pieces = [] if body is None else [text for each in _shown(body) for text in each]
        return [" ".join(each.split()) for each in pieces if each.strip()]

    @property
    def is_public(self) -> bool:
        return "/public/" in self.pattern

    def forms(self) -> Iterator[etree._Element]:
        """Forms that post to the plugin itself."""
        own = f"/{self.pattern.split('/')[1]}/"
        for form in self.tree.iter("form") if self.tree is not None else ():
            if (form.get("method") or "").lower() == "post" and (form.get("action") or self.path).startswith(own):
                yield form


def _shown(body: etree._Element) -> Iterator[tuple[str, ...]]:
    for each in body.iter():
        own = each.text if isinstance(each.tag, str) and each.tag not in ("script", "style", "textarea") else None
        yield tuple(text for text in (own, each.tail) if text)


def opened(subject: Subject, office: Office, walk: Walk) -> list[Opened]:
    """All of them, papers and files left out."""
    readable = {rule.rule: rule for rule in subject.rules if "GET" in rule.methods}
    return [
        _open(office, pattern, path, role)
        for pattern, paths in walk.seen.items()
        if pattern in readable and not re.search(r"\.\w+$|\.<\w+>$", pattern)
        for path, role in paths.items()
    ]


def _open(office: Office, pattern: str, path: str, role: str) -> Opened:
    response = office.client(role).get(path)
    is_page = response.mimetype == "text/html" and response.data
    return Opened(pattern, path, role, response, etree.HTML(response.get_data()) if is_page else None)


def one_each(pages: list[Opened]) -> list[Opened]:
    """One page of each address."""
    return list({each.pattern: each for each in reversed(pages)}.values())
