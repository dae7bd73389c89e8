"""A run: what is asked is drawn from all there is to ask; twice each, and whoever could tell the two answers apart has learnt something."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from time import monotonic

from flask import Flask
from lxml import html

from portal.extensions import db
from portal.testing import factories
from portal.testing.cast import Cast
from portal.testing.client import Page
from portal.testing.conformance.offices import session_cookie
from tests.leaks.places import OF_THE_COUNTY, Office, enter
from tests.leaks.said import Said, difference, said
from tests.leaks.tries import NOWHERE, SHAPES, SHARED, SIGNED_OUT, Tries, Try

SEALED = ("csrf_token", "_form", "_once")
FRESH = 600  # seconds that a session is used for; it lapses after half an hour
ONLY_ONE = ("MealSettlement",)  # its samples take the canteen that there is, which is the first office's


@dataclass
class Run:
    """`most`: how many are asked. `enclosed`: a context in which nothing is kept."""

    app: Flask
    cast: Cast
    offices: dict[str, Office]
    most: int
    dice: Random
    enclosed: Callable
    faults: dict[str, str] = field(default_factory=dict)
    asked: Counter = field(default_factory=Counter)
    answers: Counter = field(default_factory=Counter)
    met: set[str] = field(default_factory=set)
    _cookies: dict[tuple[str, float], str] = field(default_factory=dict)
    _forms: dict[tuple[str, str], tuple] = field(default_factory=dict)

    def __post_init__(self) -> None:
        people = {f"{name}_{role}": ident for name, each in self.offices.items() for role, ident in each.ids.items()}
        self.tries = Tries(self.app, {SIGNED_OUT: 0, **people})
        self._rules = {(rule.rule, method): rule for rule in self.tries.rules for method in rule.methods}

    def go(self) -> "Run":
        """Own records first; then those of the other county, then those of the street beside."""
        self._enter("own")
        places = {"own": self._units("street", "other_street", "outside_street")}
        places["foreign"] = self._units("outside_street", "street")
        drawn = self._drawn(0.5, self.tries.own(places))
        before = self._all(each for each in drawn if each.place != "foreign")
        self._enter("foreign")
        self._compare(before, [each for each in before if self._is_above(each.who)])
        of_others = self._all(each for each in drawn if each.place == "foreign")
        self._enter("beside")
        self._compare(before, [each for each in before if not self._is_above(each.who) and each.rule not in SHARED])
        self._compare(of_others, list(of_others))
        self._twins(self._drawn(0.3, self.tries.of_strangers))
        self._twins(self._drawn(0.1, self.tries.asked_for(self._words(), self._is_above)))
        self._twins(list(islice(self._by_form(), int(self.most * 0.1))))
        return self

    def _drawn(self, share: float, tries_of: Callable) -> list[Try]:
        return self.tries.drawn(self.dice, int(self.most * share), tries_of)

    def _enter(self, name: str) -> None:
        missing = enter(self.app, self.cast, self.offices[name])
        self.faults |= {f"no record to try: {each}": "" for each in missing if not each.startswith(ONLY_ONE)}
        self.tries.forget()
        self._cookies.clear()

    def _words(self) -> list[tuple[str, str]]:
        """What is known of somebody in the street beside, and the like of somebody whom nobody entered."""
        somebody = factories.resident(self.cast.other_street, name="赫连守真")  # a name that nobody else has
        db.session.commit()
        invented = factories.book.person()
        numbers = [(getattr(somebody, name), getattr(invented, name)) for name in ("id_number", "phone")]
        return [(somebody.name, "赫连望舒"), *numbers]

    def _units(self, *names: str) -> list[int]:
        return [self.cast.unit_ids[name] for name in names]

    @staticmethod
    def _is_above(who: str) -> bool:
        """Whether the street beside is theirs, too."""
        place, _, role = who.partition("_")
        return place in ("above", "beside") or role in OF_THE_COUNTY

    def _all(self, tries: Iterable[Try]) -> dict[Try, Said]:
        with self.enclosed():
            return {each: self._ask(each) for each in tries}

    def _compare(self, before: dict[Try, Said], tries: list[Try]) -> None:
        """Asked again, they answer as before."""
        with self.enclosed():
            for each in tries:
                self._check(each, self._ask(each), before[each], "tells of what others entered")

    def _twins(self, tries: list[Try]) -> None:
        """Of records that are not theirs is answered what is answered of none."""
        twins: dict[Try, Said] = {}
        with self.enclosed():
            for each in tries:
                if each.twin not in twins:
                    twins[each.twin] = self._ask(each.twin)
                self._check(each, self._ask(each), twins[each.twin], "tells what is from what is not")

    def _check(self, one: Try, got: Said, due: Said, what: str) -> None:
        self.asked[one.shape if one.method == "GET" else "sent"] += 1
        self.met.add(one.rule)
        self.answers[got.status] += 1
        if told := difference(got, due, one.echo):
            self.faults.setdefault(f"{one.method} {one.rule} {what}", f"{one}: {told}")
        if got.status >= 500:
            self.faults.setdefault(f"{one.method} {one.rule} fails", f"{one}: {got.status}")
        expected = () if one.data else self.tries.expected(self._rules[one.rule, one.method], one.who)
        if expected and got.status not in (*expected, 404, 405):
            self.faults.setdefault(f"{one.method} {one.rule} is open", f"{one}: {got.status} and not {expected}")

    def _ask(self, one: Try) -> Said:
        client = self.app.test_client(use_cookies=False)
        headers = dict(SHAPES[one.shape])
        if one.who:
            headers["Cookie"] = self._cookie(one.who)
        answer = client.open(
            one.path,
            method=one.method,
            data=None if one.method == "GET" else dict(one.data),
            headers=headers,
            query_string=dict(one.data) if one.method == "GET" and one.data else None,
        )
        if one.method == "GET" and answer.status_code == 200 and answer.mimetype == "text/html":
            self._note_forms(one, answer)
        return said(answer)

    def _cookie(self, who: str) -> str:
        """Of a session that has not lapsed meanwhile."""
        lately = who, monotonic() // FRESH
        if lately not in self._cookies:
            self._cookies[lately] = session_cookie(self.app, self.tries.user(who))
        return self._cookies[lately]

    def _note_forms(self, one: Try, answer) -> None:
        """Forms with a box for the id of a record."""
        if b'_id"' not in answer.data or not one.who:
            return
        page = Page(answer, html.fromstring(answer.get_data(as_text=True)))
        for form in page.tree.iter("form"):
            fields = {name: value for name, value in page.fields(form).items() if name not in SEALED}
            offered = {
                (each.get("name"), option.get("value"))
                for each in form.iter("select")
                for option in each.iter("option")
            }
            if any(name.endswith("_id") for name in fields):
                self._forms.setdefault(
                    (one.who, form.get("action") or one.path), (one, form.get("method") or "get", fields, offered)
                )

    def _by_form(self) -> Iterable[Try]:
        """The forms that were met, with records of strangers in their boxes."""
        for (who, action), (one, method, fields, offered) in self._forms.items():
            for name in fields:
                strangers = self.tries.strangers(self._rules[one.rule, one.method], who, name)
                for ident in (each for each in strangers if (name, str(each)) not in offered):
                    yield from self._sent(one, who, action, method.upper(), fields, name, ident)

    def _sent(self, one: Try, who: str, action: str, method: str, fields: dict, name: str, ident: int) -> Iterable[Try]:
        asked = [tuple({**fields, name: str(each)}.items()) for each in (ident, NOWHERE)]
        echo = (str(ident), str(NOWHERE))
        twin = Try(who, method, action, data=asked[1], rule=one.rule)
        yield Try(who, method, action, data=asked[0], echo=echo, twin=twin, rule=one.rule)

    def report(self) -> str:
        """What was found, and how much was tried."""
        total = sum(self.asked.values())
        lines = [
            f"{total:,} combinations of {len(self.met):,} rules and {len(self.tries.people)} people ({dict(self.asked)}); answers {dict(sorted(self.answers.items()))}"
        ]
        return "\n".join([*lines, *(f"\n{what}\n    {how}" for what, how in self.faults.items())])
