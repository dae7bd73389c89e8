"""One or two bad plugins among fifteen are found in at most nine answers, whichever they are and whatever they require."""

from itertools import combinations

import pytest

from portal.plugin_admin.bisecting import Bisection, Suspicion
from portal.plugin_admin.cli import plugins_cli
from portal.plugin_admin.cli.bisecting import needs_of

MOST = 9
FIFTEEN = [f"p{number:02}" for number in range(15)]
APART = dict.fromkeys(FIFTEEN, ())
BUILT = APART | {"p03": ("p02",), "p04": ("p02", "p03"), "p10": ("p02",), "p14": ("p13",)}


def ways(bisection: Bisection, asked: int = 0):
    """`(answers, what is left)` at the end of every way through the questions."""
    kept = bisection.question()
    if kept is None:
        yield asked, bisection.left
        return
    for bad in (True, False):
        other = Bisection(bisection.needs)
        other.left = list(bisection.left)
        other.answer(kept, bad=bad)
        if other.left:
            yield from ways(other, asked + 1)


def suspicions() -> list[Suspicion]:
    pairs = [frozenset(each) for each in combinations(FIFTEEN, 2)]
    alone = [frozenset({each}) for each in FIFTEEN]
    return [*map(Suspicion, [frozenset(), *alone, *pairs]), *(Suspicion(each, together=True) for each in pairs)]


def test_every_one_and_every_pair_is_found_in_nine_answers():
    ends = list(ways(Bisection(APART)))
    assert max(asked for asked, _ in ends) <= MOST
    assert [len(left) for _, left in ends] == [1] * 226
    assert {left[0] for _, left in ends} == set(suspicions())


def test_where_some_require_others_nobody_innocent_is_named():
    ends = list(ways(Bisection(BUILT)))
    assert max(asked for asked, _ in ends) <= MOST
    assert {each for _, left in ends for each in left} == set(suspicions()), "none is ruled out wrongly"
    for _, left in ends:
        answers = {tuple(each.bad_with(kept) for kept in allowed()) for each in left}
        assert len(answers) == 1, "what is left together cannot be told apart"


def allowed() -> list[set[str]]:
    """All that one, two or three plugins need: enough to tell two suspicions apart."""
    chosen = [set(each) for size in (1, 2, 3) for each in combinations(FIFTEEN, size)]
    return [each.union(*(BUILT[key] for key in each)) for each in chosen]


@pytest.mark.parametrize("kept", [frozenset({"p04"}), frozenset({"p04", "p14"})])
def test_what_is_kept_has_all_that_it_requires(kept):
    bisection = Bisection(BUILT)
    while (asked := bisection.question()) is not None:
        assert all(set(BUILT[key]) <= asked for key in asked)
        bisection.answer(asked, bad=kept <= asked)


def test_a_command_answers_for_a_person(app):
    """The module heroes does it: the command says so by its exit code."""
    result = app.test_cli_runner().invoke(
        plugins_cli, ["bisect", "--command", "case ,$PORTAL_LEAVE_OUT, in *,heroes,*) exit 0;; esac; exit 1"]
    )
    assert (result.exit_code, result.output.splitlines()[-1][-13:]) == (0, "heroes：有它就这样。")


def test_a_command_that_cannot_be_run_is_no_answer(app):
    result = app.test_cli_runner().invoke(plugins_cli, ["bisect", "--command", "/no/such/program 2>/dev/null"])
    assert (result.exit_code, "命令没有执行成（127）" in result.output) == (1, True)


def test_by_hand_and_it_is_none_of_them(app):
    result = app.test_cli_runner().invoke(plugins_cli, ["bisect"], input="y\n" * 2 * MOST)
    assert (result.exit_code, "和功能模块无关" in result.output) == (0, True)
    assert "PORTAL_LEAVE_OUT=" in result.output


def test_answers_that_contradict_each_other_are_said_to():
    bisection = Bisection(APART)
    bisection.answer(frozenset(FIFTEEN), bad=False)
    bisection.answer(frozenset(), bad=True)
    assert not bisection.left


def test_what_the_plugins_of_the_house_require_is_known(app):
    registry = app.extensions["portal_plugins"]
    needs = needs_of(registry)
    assert set(needs) == set(registry.manifests)
    assert all(set(manifest.needs) <= set(needs[key]) for key, manifest in registry.manifests.items())
