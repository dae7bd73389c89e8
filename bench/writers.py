"""Twenty writers on SQLite at once (docs/adr/0002): errors, the longest wait, transactions a second."""

from collections.abc import Callable
from threading import Barrier, Thread
from time import perf_counter

from bench.measuring import report
from bench.office import Office
from portal.accounts.models import User
from portal.audit import trail
from portal.extensions import db
from portal.numbering import next_number
from portal.people.models import Person
from portal.testing import factories

WRITERS = 20


def measure(place: Office) -> None:
    """From the shortest transaction to the longest at the window: a number, an audit entry, a case with its timeline."""
    people = [factories.resident(place.cast.taixing).id for _ in range(WRITERS)]
    db.session.commit()
    ids = place.cast.user_ids
    users = [ids["clerk"], ids["mediator"], ids["director"], ids["grid"]]

    def note(writer: int) -> None:
        trail.record("reveal", actor=db.session.get(User, users[writer % len(users)]))

    def register(writer: int) -> None:
        factories.case(place.cast.taixing, by=place.cast.clerk, parties=[(1, db.session.get(Person, people[writer]))])

    _together(place, "take a number", lambda writer: next_number(writer, "bench", 2026), each=100)
    _together(place, "audit entry", note, each=40)
    _together(place, "register a case", register, each=10)


def _together(place: Office, name: str, work: Callable[[int], None], each: int) -> None:
    errors: list[str] = []
    waits: list[float] = []
    ready = Barrier(WRITERS + 1)

    def write(writer: int) -> None:
        ready.wait()
        for _ in range(each):
            with place.app.app_context():
                begun = perf_counter()
                try:
                    work(writer)
                    db.session.commit()
                except Exception as error:  # noqa: BLE001  what goes wrong is what is counted
                    errors.append(type(error).__name__)
                waits.append(perf_counter() - begun)

    threads = [Thread(target=write, args=[number]) for number in range(WRITERS)]
    for thread in threads:
        thread.start()
    ready.wait()
    begun = perf_counter()
    for thread in threads:
        thread.join()
    seconds = perf_counter() - begun
    report(
        "writers",
        work=name,
        writers=WRITERS,
        transactions=len(waits),
        errors=len(errors),
        kinds=sorted(set(errors)),
        longest_ms=max(waits) * 1000,
        per_second=len(waits) / seconds,
    )
