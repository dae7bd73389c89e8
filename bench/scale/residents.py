"""Invented residents, entered in bulk with the terms by which they are found and a telephone number, sealed as the portal seals it."""

from functools import lru_cache
from random import Random

from sqlalchemy import func, insert, select

from bench.crowd import full_name
from bench.scale.homes import Home
from portal import clock
from portal.demo.names import NameBook
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit
from portal.people.models import Person, PersonTerm
from portal.people.pinyin import terms
from portal.protection import hash_for

CHUNK = 2_000


def settle(places: list[OrgUnit], number: int) -> list[Home]:
    """Enter about `number` residents, as many in each township as it has `places`; answers these with whom there is to choose from."""
    random, book = Random(number), NameBook(number)
    townships: dict[int, list[OrgUnit]] = {}
    for each in places:
        townships.setdefault(each.township_id, []).append(each)
    ident = (db.session.scalar(select(func.max(Person.id))) or 0) + 1
    homes, people = list[Home](), list[dict]()
    for here in townships.values():
        many = max(9, number * len(here) // len(places))
        homes += [Home(each, ident, many) for each in here]
        for _ in range(many):
            people.append(_person(ident, random.choice(here), random, book))
            ident += 1
            if len(people) == CHUNK:
                _enter(people)
                people = []
    _enter(people)
    return homes


def _person(ident: int, home: OrgUnit, random: Random, book: NameBook) -> dict:
    phone = f"154{random.randrange(10**8):08d}"
    return {level: getattr(home, level) for level in LEVELS} | {
        "id": ident,
        "unit_id": home.id,
        "name": full_name(random, book),
        "gender": random.choice("男女"),
        "birth_year": random.randrange(1941, 2007),
        "phone": phone,
        "phone_hash": hash_for(Person.phone_hash, phone),
        "created_at": clock.now(),
    }


def _enter(people: list[dict]) -> None:
    if people:
        db.session.execute(insert(Person), people)
        words = [
            {"scope": scope, "term": term, "person_id": each["id"]}
            for each in people
            for term in _terms(each["name"])
            for scope in (each["county_id"], each["township_id"], each["community_id"])
        ]
        db.session.execute(insert(PersonTerm), words)
        db.session.commit()


@lru_cache(maxsize=100_000)
def _terms(name: str) -> frozenset[str]:
    return terms(name)
