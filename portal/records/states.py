"""The states a record may stand in: name, tone, whether it is still open, and its place on the way that pages show."""

from collections.abc import Iterator
from dataclasses import dataclass

TONES = ("neutral", "info", "ok", "warn", "danger")


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Where a state stands on the way: `way` makes it a station with that label; `at` names the station it is shown at."""

    way: str = ""
    at: str = ""


@dataclass(frozen=True)
class State(_Place):
    """One state: its stored `key`, its Chinese `name`, the `tone` of its mark, and whether work is still `open`.

    A state with `way` is a station of the way shown on the record's page, labelled so; one with `at` is shown at the
    station of that key; one with neither has left the way. At a `final` station everything is done. `next` says what comes
    next, and by whom.
    Raises ValueError for a tone the style sheet does not have.
    """

    key: str
    name: str
    tone: str = "info"
    open: bool = False
    final: bool = False
    next: str = ""

    def __post_init__(self) -> None:
        if self.tone not in TONES:
            raise ValueError(f"state {self.key}: {self.tone!r} is none of {TONES}")


class States:
    """The states of one kind of record, in the order of its way; the first is where a record begins."""

    def __init__(self, *states: State) -> None:
        """Raises ValueError for a key given twice or a station that is none."""
        self._states = {each.key: each for each in states}
        stations = {each.key for each in states if each.way}
        if len(self._states) < len(states):
            raise ValueError("a state is declared twice")
        if lost := [each.key for each in states if each.at and each.at not in stations]:
            raise ValueError(f"states {lost} stand at a station that is none")

    def __getitem__(self, key: str) -> State:
        return self._states[key]

    def __iter__(self) -> Iterator[State]:
        return iter(self._states.values())

    def __contains__(self, key: str) -> bool:
        return key in self._states

    @property
    def first(self) -> str:
        return next(iter(self._states), "")

    @property
    def names(self) -> dict[str, str]:
        """Key → name, as choices of a field or filter."""
        return {each.key: each.name for each in self}

    @property
    def tones(self) -> dict[str, str]:
        return {each.key: each.tone for each in self}

    @property
    def open(self) -> tuple[str, ...]:
        """Keys of the states in which work is still open."""
        return tuple(each.key for each in self if each.open)

    def way(self, key: str) -> list[dict[str, str]]:
        """The way as the macro `steps` shows it, for a record standing at `key`: `label` and `state` (done, current, todo).

        A record that left the way (declined, revoked) shows only its first station and the state it is in. Nothing where no state
        is a station.
        """
        now, stations = self[key], [each for each in self if each.way]
        if not stations:
            return []
        if not (now.way or now.at):
            return [{"label": stations[0].way, "state": "done"}, {"label": now.name, "state": "current"}]
        place = [each.key for each in stations].index(now.key if now.way else now.at)
        return [
            {
                "label": each.way,
                "state": "done" if number < place or now.final else "current" if number == place else "todo",
            }
            for number, each in enumerate(stations)
        ]
