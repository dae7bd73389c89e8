"""Whether the time of an answer tells that there is such an account: wrong passwords of a real, an invented and a disabled one, in turn."""

from random import Random
from statistics import median
from time import perf_counter, process_time

from sqlalchemy import delete

from bench.measuring import report
from bench.office import Office
from portal.accounts.guesses import ACCOUNT
from portal.accounts.models import User
from portal.extensions import db
from portal.guessing import Spent, spend

ROUNDS = {"checked": 200, "refused": 600}
NAMES = {"real": "clerk", "invented": "nobody-of-that-name", "disabled": "grid"}


def measure(place: Office) -> None:
    """Medians of wall and CPU milliseconds; then the same for those who have no guess left. The order is drawn anew in every round."""
    db.session.query(User).filter_by(username=NAMES["disabled"]).update({"active": False})
    db.session.commit()
    dice = Random(7)
    clients = {kind: _Guesser(place.app, name) for kind, name in NAMES.items()}
    for stage, rounds in ROUNDS.items():
        spent = {kind: [] for kind in NAMES}
        for _ in range(rounds):
            for kind in dice.sample(list(NAMES), len(NAMES)):
                _prepare(NAMES[kind], refused=stage == "refused")
                spent[kind].append(clients[kind].guess())
        for clock, number in (("wall", 0), ("cpu", 1)):
            medians = {kind: median(each[number] for each in times) for kind, times in spent.items()}
            apart = max(medians.values()) / min(medians.values()) - 1
            report("sign_in", stage=stage, clock=clock, **medians, apart=apart)


class _Guesser:
    """Sends one wrong password after another, without reading the page anew."""

    def __init__(self, app, name: str) -> None:
        self.client = app.test_client()
        page = self.client.page("/login")
        self.typed = page.fields(page.form()) | {"username": name, "password": "wrong"}

    def guess(self) -> tuple[float, float]:
        """Milliseconds by the clock on the wall, and of CPU."""
        began, worked = perf_counter(), process_time()
        self.client.post("/login", data=self.typed)
        return (perf_counter() - began) * 1000, (process_time() - worked) * 1000


def _prepare(name: str, *, refused: bool) -> None:
    """All shares are whole, or that of this name is used up."""
    db.session.execute(delete(Spent))
    while refused and not spend(ACCOUNT.of(name)):
        pass
    db.session.commit()
