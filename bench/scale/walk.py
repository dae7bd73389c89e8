"""What a reader can open: every page that needs no record, every list of what hangs on cases with each filter, order and depth, some records
of each, the file of it, the search, the figures of now and of past days. Put together from what the kit knows of its pages."""

import re
from collections.abc import Iterator
from datetime import timedelta

from flask import current_app
from flask.testing import FlaskClient
from flask_login import current_user
from sqlalchemy import Date, Table
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.records.filters import Control
from portal.records.lists import ListPage
from portal.records.mounted import all_mounted
from portal.records.register import Register

MOST = 8  # choices of one filter: the first and the last
DEPTH, LAST_ID = timedelta(days=540), 2**31 - 1
SOUGHT = {"word": "漏水", "rare word": "泰兴社区第一", "name": "王建国", "initials": "zwg", "nothing": "鲸鱼搁浅"}
PAST = {"yesterday": 1, "a year ago": 400}
COUNTED = ("came", "closed", "open", "overdue", "visited")
FILE = " file"  # how what is taken away is called
LEFT_OUT = ("/static", "/logout", "/login", "/healthz", "/public")


def addresses(client: FlaskClient, grown: set[Table]) -> Iterator[tuple[str, str]]:
    """(what, address) for whoever is signed in with `client`; `grown`: the tables that were filled."""
    with client:
        client.get("/")  # whose request goes on: forms and filters depend on who asks
        yield from _without_record()
        yield from ((f"search: {what}", f"/search?q={text}") for what, text in SOUGHT.items())
        yield from _figures()
        found = [(what, address) for each in _lists(grown) for what, address in _list(each)]
    yield from found
    for what, address in [each for each in found if "status=" in each[1] or "=" not in each[1]]:
        if record := _first_record(client, address):
            yield f"{what.partition(' ')[0]}: a record ({address.partition('?')[2]})", record


def files(client: FlaskClient, grown: set[Table]) -> Iterator[tuple[str, str]]:
    """The files among them."""
    with client:
        client.get("/")
        yield from [file for each in _lists(grown) for file in _file(each)]


def _lists(grown: set[Table]) -> list[ListPage]:
    return [each for each in all_mounted(ListPage) if each.register.model.__table__ in grown]


def _without_record() -> Iterator[tuple[str, str]]:
    for rule in current_app.url_map.iter_rules():
        asks = "GET" in rule.methods and not rule.arguments and "." not in rule.rule
        if asks and not rule.rule.startswith(LEFT_OUT):
            yield rule.rule, rule.rule


def _figures() -> Iterator[tuple[str, str]]:
    today = clock.today()
    for when, days in PAST.items():
        yield f"figures as of {when}", f"/reports/figures?as_of={today - timedelta(days=days)}"
    for what in COUNTED:
        yield f"figures: the cases that {what}", f"/reports/figures/records?what={what}"


def _list(page: ListPage) -> Iterator[tuple[str, str]]:
    register, title = page.register, page.register.key
    controls = register.controls(MultiDict(), register.ask(MultiDict()))
    for given in [*_orders(register), *_filtered(register, controls)]:
        yield f"{title} {' '.join(f'{name}={value}' for name, value in given.items())}".strip(), page.url(**given)
    if register.finds_by:
        yield from ((f"{title} sought: {what}", page.url(q=text)) for what, text in SOUGHT.items())
    yield from _file(page)


def _file(page: ListPage) -> Iterator[tuple[str, str]]:
    """What is under way as a file, for whoever may take it away."""
    if page.export and current_user.can(page.export):
        register = page.register
        few = _few(register.controls(MultiDict(), register.ask(MultiDict())))
        yield f"{register.key}{FILE}", page.url("export", form="csv", export_purpose="测量", **few)


def _orders(register: Register) -> Iterator[dict[str, str]]:
    """As the list is sorted, from the beginning and from the middle."""
    for name in register.sorts:
        given = {"sort": name} if name else {}
        yield from (given, given | {"after": _after(register, name)})


def _filtered(register: Register, controls: list[Control]) -> Iterator[dict[str, str]]:
    """By each value of each filter, by the last of them from the middle, and by the last of three together."""
    for each in controls:
        yield from ({each.name: value} for value in _values(each))
        yield from ({each.name: value, "after": _after(register, "")} for value in _values(each)[-1:])
    last = {each.name: _values(each)[-1] for each in controls if len(_values(each)) > 1}
    if len(last) > 1:
        yield dict(list(last.items())[:3])


def _values(control: Control) -> list[str]:
    if control.type == "BooleanField":
        return ["1"]
    if control.type != "SelectField":
        return [f"{clock.today().year - 1}"] if control.name == "year" else []
    offered = [each for each in control.choices if each]
    return [*offered[: MOST // 2], *offered[MOST // 2 :][-MOST // 2 :]]


def _few(controls: list[Control]) -> dict[str, str]:
    """What narrows a list to what is under way."""
    states = next((each for each in controls if each.name == "status"), None)
    return {"status": _values(states)[0]} if states and _values(states) else {}


def _after(register: Register, sort: str) -> str:
    """A place in the middle of all there is; of what is open, by its time, now."""
    moment = clock.now() if sort == "due" else clock.now() - DEPTH
    dated = isinstance(register.sorts[sort][0].type, Date)
    return f"{moment.date() if dated else int(moment.timestamp())}_{LAST_ID}"


def _first_record(client: FlaskClient, address: str) -> str:
    """The address of the first record of a list; "" where there is none."""
    html = client.get(address).get_data(as_text=True).partition("<tbody")[2]
    found = re.search(r'href="(/[a-z_/]+/\d+)"', html)
    return found[1] if found else ""
