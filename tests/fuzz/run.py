"""A run: so many tries in chapters, each on the demo as it was, so that a fault is found again from its seed and number."""

import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random

from portal.extensions import db
from portal.testing.conformance.office import Office, forget
from tests.fuzz.addresses import Addresses
from tests.fuzz.invariants import broken
from tests.fuzz.tries import Tries
from tests.fuzz.watching import Watch
from tests.fuzz.wire import Answer, send

CHAPTER = 250
REFUSED = (400, 401, 403, 404, 405, 413, 415, 429)


@dataclass
class Run:
    """`begin_anew` puts the database back. `faults`: what went wrong → where it did first, and how often."""

    office: Office
    begin_anew: Callable[[], None]
    seed: int
    faults: dict[str, list] = field(default_factory=dict)
    statuses: Counter = field(default_factory=Counter)
    reached: Counter = field(default_factory=Counter)
    taken: set[str] = field(default_factory=set)
    met: set[str] = field(default_factory=set)

    def go(self, numbers: Iterable[int]) -> "Run":
        """Try them one after the other; the numbers of a chapter share the database."""
        addresses = Addresses(self.office)
        addresses.people  # noqa: B018  read before anything changes
        tries, chapter = Tries(addresses), -1
        counties = {"own": self.office.unit_ids["county"], "foreign": self.office.unit_ids["foreign_county"]}
        with Watch(self.office.app, counties).attached() as watch:
            for number in numbers:
                if number // CHAPTER != chapter:
                    sys.stdout.write(f"{number} ")
                    self._close(chapter)
                    chapter = number // CHAPTER
                    self._open(tries)
                self._try(number, tries, watch)
            self._close(chapter)
        return self

    def _open(self, tries: Tries) -> None:
        db.session.remove()
        self.begin_anew()
        shutil.rmtree(self.office.settings.instance / "audit", ignore_errors=True)  # it tells of another one
        forget(self.office.app)
        tries.forget()

    def _close(self, chapter: int) -> None:
        if chapter >= 0:
            for each in broken():
                self._note(each, f"TRY={(chapter + 1) * CHAPTER - 1}", "after a chapter")
            db.session.remove()

    def _try(self, number: int, tries: Tries, watch: Watch) -> None:
        dice = Random(f"{self.seed} {number}")
        answer = request = rule = who = None
        with watch.over() as said:
            rule, who, request = tries.request(dice)
            answer = send(self.office.app, request)
            watch.answered(answer.status, answer.headers, answer.body)
        if said:
            db.session.remove()
        for each in dict.fromkeys(said):
            self._note(each, f"TRY={number}", f"{who or 'nobody'}: {request or 'while the form is fetched'}")
        if answer:
            self._count(rule.rule, answer, request.method, tries, who)

    def _count(self, rule: str, answer: Answer, method: str, tries: Tries, who: str) -> None:
        away = answer.status in (302, 303) and answer.header("Location").startswith("/login")
        if away and who:
            tries._cookies.pop(who, None)
        self.statuses[401 if away else answer.status] += 1
        self.met.add(rule)
        if not away and answer.status not in REFUSED:
            self.reached[method] += 1
            if method == "POST" and answer.status in (302, 303):
                self.taken.add(rule)

    def _note(self, what: str, where: str, how: str) -> None:
        if what not in self.faults:
            self.faults[what] = [f"SEED={self.seed} {where}", how, 0]
            sys.stdout.write(f"\n{what}\n    make fuzz SEED={self.seed} {where}\n    {how}\n")  # a run is long
            sys.stdout.flush()
        self.faults[what][-1] += 1

    def report(self) -> str:
        """What was found, and how deep the tries went."""
        total = sum(self.statuses.values())
        lines = [
            f"{total} tries, {sum(self.reached.values())} behind all guards ({dict(self.reached)}), "
            f"{len(self.met)} rules met, {len(self.taken)} of them carried out; answers {dict(sorted(self.statuses.items()))}"
        ]
        for what, (where, how, times) in self.faults.items():
            lines.append(f"\n{times} × {what}\n    make fuzz {where}\n    {how}")
        return "\n".join(lines)
