"""What hooks hand over: the value types that plugins and core modules give to the page that gathers them.

Only their base is imported here, so that everybody may import this file.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from types import NoneType
from typing import Any

from markupsafe import Markup

from portal.plugin.case_contributions import CaseColumn, CaseFields, CaseFilter, CaseFinder, PartForm, TriageOption
from portal.plugin.contribution import WORDS, Contribution

__all__ = [
    "NavItem",
    "Queue",
    "Card",
    "Action",
    "Panel",
    "Hit",
    "Report",
    "PublicPage",
    "TriageOption",
    "CaseFields",
    "CaseColumn",
    "CaseFilter",
    "CaseFinder",
    "PartForm",
    "Notice",
    "OpenRecord",
    "Serving",
    "BriefLine",
    "MOST_HITS",
    "TONES",
]

MOST_HITS = 10  # of one kind that a search answers
TONES = ("danger", "warn", "info", "neutral")  # of marks and cards, the most urgent first


def _is_row(row: Any) -> bool:
    """Whether this can stand on a card: four texts, the last a tone or empty, and perhaps a day or None."""
    if not isinstance(row, tuple) or len(row) not in (4, 5):
        return False
    *words, tone = row[:4]
    return (
        all(type(each) in WORDS for each in words)
        and tone in ("", *TONES)
        and type(row[-1]) in (*WORDS, date, NoneType)
    )


@dataclass(frozen=True)
class NavItem(Contribution):
    """One entry of the main navigation. `permission` decides who sees it, `order` where it stands; those of a `group`
    stand together, where the smallest order of the group stands: give a group a range of its own. `icon`: one of the portal's, or the address of a picture of your own,
    such as `/noise/static/meter.svg`. `count`: how much waits there. `active` is set by the menu: the reader is there."""

    label: str
    url: str
    icon: str = ""
    permission: str = ""
    group: str = ""
    order: int = 50
    count: int | None = None
    active: bool = False

    def closeness(self, path: str) -> int:
        """How much of the address `path` this entry stands for; 0 when it is elsewhere."""
        own = self.url.rstrip("/")
        return len(self.url) if path == self.url or (own and f"{path}/".startswith(f"{own}/")) else 0


@dataclass(frozen=True)
class Card(Contribution):
    """A card of the work desk: what waits, how much of it, and the first few.

    `rows` are `(text, url, meta, tone)`, with the day it is due where the queue shall go by it; `tone` of the card is danger,
    warn, info or neutral: red comes first. One that counts nothing is shown as a number only. `task`: what there is to do with
    a row (受理分流); by default the title, empty where `meta` says it all. `count`: how many, `more_url`: where all of them are.
    `ids`: of the rows, where a queue made them.
    `on_top`: what came back and waits for a decision, which stands before all that is due, however late that is.
    `act`: the address of the form for the task, with `{id}`, of rows that have `ids`; where it is empty one goes by way of the matter.
    """

    key: str
    title: str
    count: int | str
    url: str
    tone: str = "neutral"
    rows: list[tuple] = field(default_factory=list)
    more_url: str = ""
    order: int = 50
    task: str | None = None
    ids: list[int] = field(default_factory=list)
    on_top: bool = False
    act: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.tone not in TONES:
            raise ValueError(f"Card.tone is {self.tone!r}, not one of {', '.join(TONES)}")
        for row in self.rows:
            if not _is_row(row):
                raise TypeError(f"Card.rows has {row!r}, not (text, url, meta, tone) with or without the day it is due")

    @property
    def asks(self) -> str:
        return self.title if self.task is None else self.task

    @property
    def rank(self) -> tuple[int, int]:
        weight = TONES.index(self.tone) if self.count else 3
        return weight, self.order


@dataclass(frozen=True)
class Queue(Contribution):
    """A card of the work desk that is declared, not counted: the desk puts all queues of everybody into one statement.

    `rows(reader)` answers a select with the columns `id`, `text`, `due` (a day, a moment or null) and, if it helps, `place` and `tone` (of what is
    not past: danger, warn, neutral, or "" for that of the days left), the most urgent first; or a list of selects that have no row in common; or None where nothing can wait for this reader.
    It is called once for each kind of reader (`portal.accounts.reader.Reader`), not at each request: who reads and what
    time it is, `reader` gives as parameters. `show` is the address of one matter, with `{id}`. A queue with something late is
    red, whatever its `tone`. `task`, `act`, `order`, `on_top` and the rest are as in `Card`. `step`: the one that all of them wait for: its
    form is what `act` leads to, and its label the `task`, where these are not said.
    """

    key: str
    title: str
    url: str
    show: str
    rows: Callable[[Any], Any]
    tone: str = "info"
    order: int = 50
    task: str | None = None
    on_top: bool = False
    act: str = ""
    step: Any = None


@dataclass(frozen=True)
class Hit(Contribution):
    """One thing that the search found. `kind` names what it is (事项, 居民 …), `meta` says what tells it from others
    (number, state, day)."""

    kind: str
    title: str
    url: str
    meta: str = ""


@dataclass(frozen=True)
class Report(Contribution):
    """A link on the page 统计. `permission` decides who sees it."""

    title: str
    url: str
    summary: str = ""
    permission: str = ""


@dataclass(frozen=True)
class PublicPage(Contribution):
    """A link on the public page of a unit, for residents who have not signed in. `reports`: it is the form by which anybody says what is wrong
    there, to which a notice on a wall leads."""

    title: str
    url: str
    summary: str = ""
    reports: bool = False


@dataclass(frozen=True)
class Panel(Contribution):
    """A section of the page of a case, a resident, a family or a unit. `html` is safe markup, rendered by the plugin's own template;
    `flush` leaves out the margin around it, for rows that have their own. `order`: where it stands among the others."""

    title: str
    html: Markup
    flush: bool = False
    order: int = 50


@dataclass(frozen=True)
class Action(Contribution):
    """A button on the page of a case, a record or a resident, above the desk or a list: a link to the page where something is done.
    `main`: filled, as the one that comes next; at most one of a page."""

    label: str
    url: str
    icon: str = "chevron-right"
    main: bool = False


@dataclass(frozen=True)
class Notice(Contribution):
    """A line above the work desk for whoever reads, such as what is announced or about to lapse; with `url` it leads there. `tone`:
    danger, warn, info or neutral. It stands there as long as the hook gives it."""

    text: str
    url: str = ""
    tone: str = "info"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.tone not in TONES:
            raise ValueError(f"Notice.tone is {self.tone!r}, not one of {', '.join(TONES)}")


@dataclass(frozen=True)
class Serving(Contribution):
    """Somebody who serves: the name, what as (`post`: 单元长), and where (`place`: of which neighbourhood, `area`: for which part of it)."""

    name: str
    post: str
    place: str = ""
    area: str = ""


@dataclass(frozen=True)
class BriefLine(Contribution):
    """A line of the data page of 研判: what was counted, and how it stands, in words and numbers. It names nobody."""

    label: str
    text: str


@dataclass(frozen=True)
class OpenRecord(Contribution):
    """A record under way in which a resident takes part: until it is done nothing about the resident is erased.

    `what`: 未办结的事项; `number`: of the record; `todo`: what must be done first (办结).
    """

    what: str
    number: str
    todo: str

    def __str__(self) -> str:
        return f"{self.what}{self.number}，请先{self.todo}"
