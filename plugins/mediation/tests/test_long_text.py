"""核对 of what is longer than any field takes: it is checked before it is refused, and must not keep the others waiting."""

import re
from datetime import date
from importlib import import_module
from pkgutil import iter_modules

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.mediation import checking
from plugins.mediation.checking import Draft, findings_of
from plugins.mediation.checking.amounts import amounts_in
from plugins.mediation.checking.draft import LONGEST
from plugins.mediation.checking.parts_of_terms import TIMES
from plugins.mediation.models import Dispute
from portal.extensions import db

TODAY = date(2026, 11, 30)
RUNS = [
    "壹",
    "万",
    "1",
    ",",
    "1,",
    " ",
    "1 ",
    "一",
    "元",
    "1元",
    "1元壹元",
    "壹角",
    "月1",
    "2024年 ",
    "¥ ",
    "1.",
    "房屋归",
    "每元",
]
CLASS = re.compile(r"\\.|\[(?:\\.|[^\]])+\]")
GIVES_BACK = re.compile(r"(?<![*+?}(])[*+](?!\+)")  # x* or x+, other than x*+ and x++


def patterns() -> dict[str, str]:
    """By module and name: every pattern of the checks."""
    modules = [import_module(f"{checking.__name__}.{each.name}") for each in iter_modules(checking.__path__)]
    named = {
        f"{module.__name__}.{name}": value.pattern
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }
    words = import_module(f"{checking.__name__}.sensitive_words").SUBJECTS
    return named | {f"{each.rule}{kind}": getattr(each, kind) for each in words for kind in ("words", "unless")}


@pytest.mark.parametrize("name", patterns())
def test_no_pattern_gives_back_what_it_took_without_end(name):
    """`x*` followed by what may fail is tried again for each x: with a run of them that is the square or the cube of their number."""
    assert not GIVES_BACK.search(CLASS.sub("x", patterns()[name]))


@pytest.mark.parametrize("run", RUNS)
def test_a_run_of_twenty_thousand_is_checked(run):
    found = findings_of(Draft(terms=[run * 20_000] * 3, breach=run * 20_000, today=TODAY, amount_fen=500))
    assert len(found) == len(set(found))


def test_what_stands_beyond_the_longest_is_not_read():
    beyond = f"{'好' * LONGEST}赔偿6元"
    assert not any("6元" in each.said for each in findings_of(Draft(terms=[beyond], today=TODAY, amount_fen=500)))


@given(st.integers(16, 6000), st.sampled_from(["1{}元", "0.{}元", "¥{}", "1{}万元", "一{}元", "{}分"]))
@settings(max_examples=60, deadline=None)
def test_more_digits_than_any_amount_has_are_no_amount(many, written):
    digit = "一" if "一" in written else "1"
    assert amounts_in(written.format(digit * many)) == []


@pytest.mark.parametrize("time", ["12月31日前", "十二月三十一日前", "30 日内", "15个工作日内", "分十二期"])
def test_a_time_is_still_found(time):
    assert TIMES.search(time)


@pytest.mark.parametrize("text", ["三千元分两期付清", "叁元分期"])
def test_a_word_behind_the_amount_is_not_of_it(text):
    [amount] = amounts_in(text)
    assert amount.text == text[: text.index("元") + 1]


@pytest.mark.parametrize("digits", ["1" * 5000, "壹" * 1600])
@pytest.mark.database
def test_five_thousand_digits_are_refused_at_their_field_and_kept(as_user, written, digits):
    client, address = as_user("mediator"), f"/mediation/disputes/{written.id}/agreement"
    page = client.fill(client.page(address), terms__0__text=f"{digits}元", terms__1__text="字" * 2001)
    assert page.status == 422
    assert page.fields(page.form())["terms-0-text"] == f"{digits}元"


@pytest.mark.database
def test_five_thousand_digits_at_one_table_too(as_user, pending):
    client, address = as_user("mediator"), f"/mediation/disputes/{pending.id}/at-one-table"
    page = client.fill(client.page(address), terms__0__text=f"{'1' * 5000}元")
    assert page.status == 422
    assert db.session.get(Dispute, pending.id).status == "pending"
