"""Its steps, played by the samples it declares (portal.records.samples): who may open the page of which step in every state, and
each step taken once by its page. By the cast, on a database without the demo."""

from portal.extensions import db
from portal.plugin.gate import plugin_of
from portal.records.mounted import all_mounted
from portal.records.mounting import StepPages
from portal.records.record import steps_of
from portal.records.samples import Samples, Stage
from portal.testing.cast import Cast
from portal.testing.conformance import report
from portal.testing.conformance.access import combinations
from portal.testing.conformance.player import Player
from portal.testing.conformance.tried import count
from portal.testing.conformance.typist import Typist
from portal.testing.lock_times import too_long, watched

AT_FIRST = 0.25  # seconds under the writers' lock, of a process in which every statement and template is new


def test_every_step_has_a_sample(plugin_key: str, samples: tuple[Samples, ...]):
    sampled = {step for each in samples for step in each.steps}
    models = {
        each.model: None
        for each in [*samples, *(pages for pages in all_mounted(StepPages) if _is_of(pages, plugin_key))]
    }
    report(
        f"the step {step.label} ({model.__name__}.{name}) has no sample"
        for model in models
        for name, step in steps_of(model).items()
        if step not in sampled
    )


def _is_of(pages, plugin_key: str) -> bool:
    return plugin_of(pages.bp.name) == plugin_key


def test_pages_of_steps_open_for_whom_they_should(
    plugin_key: str,
    samples: tuple[Samples, ...],
    cast: Cast,
    stage: Stage,
    as_user,
    client,
    record_property,
    short_refusals,
):
    """Each state, each page, each of the cast whom the page does not turn away whatever the state; these, and somebody who has not signed
    in, once a page."""
    records = [(kind, _standing(kind, status, stage)) for kind in samples for status in kind.reachable]
    people = {"nobody": None, **{name: cast[name] for name in cast.roles}}
    turned_away: set = set()
    tries = [
        (record.status, *each)
        for kind, record in records
        for each in combinations(kind, record, stage, people, turned_away)
    ]
    db.session.commit()
    visitors = {name: as_user(name) if user else client for name, user in people.items()}
    count(record_property, plugin_key, "pages", len(tries))
    report(["no page of a step was tried: `mount` them, or take the samples away"] if not tries else [])
    report(
        f"GET {path} of a record that is {state!r} answers {got} to {who}, not {status}"
        for state, who, path, status in tries
        if (got := visitors[who].get(path).status_code) != status
    )


def _standing(samples: Samples, status: str, stage: Stage):
    """A record in `status`; one without states has rows below it, so that there is something to take steps of."""
    record = samples.bring(status, stage)
    for step in [] if status else samples.steps:
        samples.ready(step, record, stage)
    return record


def test_every_step_is_taken_by_its_page(samples: tuple[Samples, ...], player: Player):
    """Records are begun and steps taken by forms filled with the arguments of the samples; what has no page is taken as jobs take it. None
    keeps others waiting for long."""
    with watched() as holds:
        said = [*map(player.begin, samples), *(player.take(kind, step) for kind in samples for step in kind.steps)]
    by_page = [each for each in holds if "." in each.by]  # outside of requests the records are made ready
    report([*filter(None, said), *too_long(by_page, AT_FIRST)])


def test_who_took_an_earlier_step_is_kept_from_the_next(samples: tuple[Samples, ...], player: Player, app, monkeypatch):
    """What `not_by` of a step says: no button, no card on the desk, and a refusal in words to whoever goes there all the same."""
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)  # posts without a form, to see whether it is refused
    tried = [(kind, step, name) for kind in samples for step in kind.steps for name in step.not_by]
    report(said for each in tried for said in player.kept_from(*each))


def test_no_text_box_keeps_an_id_number(plugin_key: str, samples: tuple[Samples, ...], typist: Typist, record_property):
    """Numbers of people have fields of their own, which are encrypted. Each box of each page is tried with one."""
    for each in samples:
        typist.begin(each)
    for kind in samples:
        for step in kind.steps:
            typist.take(kind, step)
    count(record_property, plugin_key, "boxes", typist.typed)
    report(typist.found)
