"""A run: world after world, until so many decisions have been asked of both."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from flask import Flask

from portal.extensions import db
from tests.opinion import cedar
from tests.opinion.declared import Declared, read
from tests.opinion.entities import Described
from tests.opinion.planted import Planted
from tests.opinion.questions import Question, Questions, posts_of
from tests.opinion.world import draw


@dataclass
class Run:
    """Of `app`, from `seed` on: the world of number n is drawn from seed + n, so that one can be asked about again."""

    app: Flask
    seed: int
    decisions: int = 0
    worlds: int = 0
    answers: Counter = field(default_factory=Counter)
    disagreements: list[str] = field(default_factory=list)

    def go(self, most: int) -> "Run":
        """Until `most` decisions were asked."""
        declared = read(self.app.extensions["portal_plugins"].manifests)
        while self.decisions < most:
            self._world(self.seed + self.worlds, declared)
            self.worlds += 1
        return self

    def _world(self, seed: int, declared: Declared) -> None:
        dice = Random(seed)
        world = draw(dice, declared)
        described = Described(world, declared, posts_of(dice, world, declared.roles))
        try:
            asked = list(Questions(self.app, dice, declared, described, Planted(world)).all())
        finally:
            db.session.rollback()
        for question, answer in zip(asked, _opinions(described, asked), strict=True):
            self.decisions += 1
            self.answers[answer] += 1
            if answer is not question.said:
                self.disagreements.append(
                    f"SEED={seed}: {question.what}: the portal {question.said}, Cedar {answer}; {question}"
                )

    def report(self) -> str:
        """How much was asked, and on what there are two opinions."""
        total = f"{self.decisions:,} decisions in {self.worlds} worlds from SEED={self.seed} on, allowed {self.answers[True]:,}"
        return "\n".join([total, f"{len(self.disagreements)} disagreements", *self.disagreements[:20]])


def _opinions(described: Described, asked: list[Question]) -> list[bool]:
    """What Cedar says: of offices first, then of accounts with what their offices have."""
    first = {request for each in asked for request in _of_offices(each)}
    known = cedar.allowed(described.entities, first)
    then = {number: _then(each, known) for number, each in enumerate(asked) if each.then}
    last = cedar.allowed(described.entities, set(then.values()))
    return [
        last[then[number]] if number in then else _any(each.offices, known) and not _any(each.but, known)
        for number, each in enumerate(asked)
    ]


def _of_offices(one: Question) -> list[cedar.Request]:
    return [*one.offices, *one.but, *(request for _, requests in one.held for request in requests)]


def _then(one: Question, known: dict[cedar.Request, bool]) -> cedar.Request:
    assert one.then is not None
    return one.then._replace(held=frozenset(right for right, requests in one.held if _any(requests, known)))


def _any(requests: tuple[cedar.Request, ...], known: dict[cedar.Request, bool]) -> bool:
    return any(known[each] for each in requests)
