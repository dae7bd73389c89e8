"""Reads the form of a page and fills it in as somebody might who has no idea what it is about, but no ill will."""

import io
import re
from datetime import timedelta
from functools import cache
from random import Random
from urllib.parse import urljoin, urlsplit

from lxml import html
from PIL import Image

from portal import clock
from portal.demo.names import NameBook
from tests.fuzz.bodies import Pair

NEVER_SENT = ("submit", "button", "reset", "image")
DAY = re.compile(r"(_on|day|date|since|until|begins|ends|from|to)$")
book = NameBook()


def form_for(content: bytes, page: str, target: str) -> html.HtmlElement | None:
    """The form of `page` that is sent to the path `target`."""
    for form in html.fromstring(content or b"<p/>").iter("form"):
        if (form.get("method") or "").lower() == "post" and urlsplit(
            urljoin(page, form.get("action") or "")
        ).path == target:
            return form
    return None


def filled(form: html.HtmlElement, dice: Random) -> list[Pair]:
    """What the form sends, with every box filled in."""
    pairs: list[Pair] = []
    chosen: dict[str, list[str]] = {}
    for box in form.iter("input", "select", "textarea", "button"):
        name, kind = box.get("name"), (box.get("type") or box.tag).lower()
        if not name or (kind in NEVER_SENT and box.tag != "button"):
            continue
        if kind in ("radio", "checkbox"):
            chosen.setdefault(name, []).append(box.get("value") or "on")
        elif box.tag == "button":
            if dice.random() < 0.2:
                pairs.append((name.encode(), (box.get("value") or "").encode()))
        elif kind == "file":
            pairs.append((name.encode(), _file(box.get("accept") or "", dice)))
        else:
            pairs.append((name.encode(), _value(box, kind, name, dice).encode()))
    for name, values in chosen.items():
        picked = [dice.choice(values)] if len(values) > 1 else values[: dice.random() < 0.8]
        pairs += [(name.encode(), each.encode()) for each in picked]
    return pairs


def _value(box: html.HtmlElement, kind: str, name: str, dice: Random) -> str:
    there = (box.text or "").removeprefix("\n") if kind == "textarea" else box.get("value") or ""
    if kind == "select":
        options = [each.get("value", each.text or "") for each in box.iter("option")]
        marked = [each.get("value") for each in box.iter("option") if each.get("selected") is not None]
        return marked[0] if marked and marked[0] and dice.random() < 0.7 else dice.choice([*filter(None, options), ""])
    if kind == "hidden" or (there and dice.random() < 0.7):
        return there
    return _typed(name.rpartition("-")[2], box, dice)


def _typed(name: str, box: html.HtmlElement, dice: Random) -> str:
    """For an empty box."""
    hint = box.get("placeholder") or ""
    if "id_number" in name:
        return book.person().id_number
    if "uscc" in name:
        return book.organisation("泰兴").uscc
    if "phone" in name or box.get("type") == "tel":
        return book.person().phone
    if re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d", hint) or name.endswith("_at"):
        return f"{clock.local(clock.now()) + timedelta(hours=dice.randrange(-48, 480)):%Y-%m-%d %H:%M}"
    if re.search(r"\d{4}-\d\d-\d\d", hint) or DAY.search(name):
        return f"{clock.today() + timedelta(days=dice.randrange(-40, 40))}"
    if box.get("type") == "number" or box.get("inputmode") in ("numeric", "decimal"):
        return str(dice.randint(int(box.get("min") or 1), min(int(float(box.get("max") or 60)), 10**6)))
    if "name" in name:
        return book.person().name
    return dice.choice(("楼上漏水，请来看看。", "泰兴社区", "已经核实。", "3", "2026-1"))


def _file(accept: str, dice: Random) -> tuple[bytes, bytes, bytes]:
    if "sheet" in accept or "xls" in accept:
        return b"roster.csv", "姓名,身份证号,电话,日期,金额\n张三,,13800138000,2026-01-01,10\n".encode(), b"text/csv"
    if dice.random() < 0.4:
        return b"", b"", b"application/octet-stream"
    return b"photo.png", picture(), b"image/png"


@cache
def picture() -> bytes:
    """A small photo."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 40, 40)).save(out, "PNG")
    return out.getvalue()
