"""Its jobs: each runs where the plugin is on, says what it did, and a second run at the same moment finds nothing left to do."""

from collections.abc import Iterator

import pytest

from portal import clock
from portal.extensions import db
from portal.plugin.hookspecs import Context
from portal.plugin.manifest import Job
from portal.testing.conformance import report
from portal.testing.conformance.contents import changed, contents
from portal.testing.conformance.listening import listening
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.tried import count

Runs = list[tuple[Job, str]]
PLACES = ("county", "foreign_county")


def test_jobs_may_run_twice(subject: Subject, office: Office, record_property):
    jobs = subject.manifest.jobs
    if not jobs:
        pytest.skip("has no jobs")
    office.put(subject, "on")
    count(record_property, subject.key, "jobs", len(jobs) * len(PLACES))
    runs = [(job, place) for job in jobs for place in PLACES]
    with listening(subject) as heard, clock.pretend(clock.now()):
        found = [*_first(runs, office), *_again(runs, office)]
    report([*found, *heard.complaints()])


def _first(runs: Runs, office: Office) -> Iterator[str]:
    for job, place in runs:
        yield from _run(job, office, place)


def _again(runs: Runs, office: Office) -> Iterator[str]:
    before = contents()
    for job, place in runs:
        yield from _run(job, office, place)
        after = contents()
        for name in changed(before, after):
            yield f"the job {job.key}, run a second time at the same moment in {place}, changes {name}: a worker that dies runs it again"
        before = after


def _run(job: Job, office: Office, place: str) -> Iterator[str]:
    try:
        said = job.run(Context(getattr(office, place), None, clock.now()), lambda done, total: db.session.commit())
        db.session.commit()
    except Exception as error:  # noqa: BLE001  whatever it raises is the complaint
        db.session.rollback()
        yield f"the job {job.key} fails in {place}: {type(error).__name__}: {error}"
    else:
        if said is not None and not isinstance(said, str):
            yield f"the job {job.key} answers {said!r}, not a sentence about what was done"
