"""Asks Cedar, many requests at once."""

import json
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cedarpy import Entities, PolicySet, is_authorized_batch

TEXT = Path(__file__).with_name("policies.cedar").read_text(encoding="utf-8")
POLICIES = PolicySet.from_str(TEXT)
deciding: Counter[str] = Counter()
"""Name of a policy → how often it was a reason for an answer."""


class Request(NamedTuple):
    """May `who` do `action` with `what`? Both as kind and key. `held`: rights that offices of the account have on the row."""

    who: tuple[str, str]
    action: str
    what: tuple[str, str]
    purpose: str = "reach"
    right: str = ""
    held: frozenset[str] = frozenset()


def allowed(entities: Entities, requests: Iterable[Request]) -> dict[Request, bool]:
    """The answer to each. Raises AssertionError where a policy could not be evaluated: Cedar would leave it out."""
    asked = list(requests)
    answers = is_authorized_batch([_written(each) for each in asked], POLICIES, entities) if asked else []
    for each in answers:
        assert not each.diagnostics.errors, each.diagnostics.errors
        deciding.update(each.diagnostics.id_annotations_by_reason.values())
    return {each: answer.allowed for each, answer in zip(asked, answers, strict=True)}


def _written(one: Request) -> dict:
    return {
        "principal": {"type": one.who[0], "id": one.who[1]},
        "action": {"type": "Action", "id": one.action},
        "resource": {"type": one.what[0], "id": one.what[1]},
        "context": _context(one.right or one.action, one.purpose, one.held),
    }


@cache
def _context(right: str, purpose: str, held: frozenset[str]) -> str:
    known = {"today": 0, "module": right.partition(".")[0], "right": right, "purpose": purpose, "held": sorted(held)}
    return json.dumps(known)
