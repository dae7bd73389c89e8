"""Prints every kind of paper that the plugins declare, from the demo, page by page: `make papers`.

Writes build/papers/<plugin>-<kind>.pdf and a picture of each page, of the shortest and of the longest example, and says of which
kinds the demo has none. With names of kinds behind it (`PAPERS="heroes mediation-record"`) only those.
"""

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path

import pikepdf
from flask import Flask, url_for
from sqlalchemy import select

from portal import create_app
from portal.accounts.models import Appointment, User
from portal.config import Settings
from portal.demo.cli import build
from portal.extensions import db
from portal.migrating import upgrade_all
from portal.records.mounted import all_mounted
from portal.records.papers import Paper, PaperPages
from portal.testing.client import PortalClient

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "papers"
LOOKED_AT = 2  # records in each state
NUMBERS = range(1, 30)  # tried where an address is not declared as that of a paper of a record
MANY = 8  # readers, where addresses are tried; those with most rights come first
DPI = 80


@dataclass(frozen=True)
class Kind:
    """One kind of paper: plugin and kind, the addresses where the demo may have one, and whether these are of its records."""

    name: str
    addresses: list[str]
    declared: bool


def main(wanted: list[str]) -> None:
    """Print them all, or those whose names begin as `wanted` says."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        app = demo_in(Path(folder))
        readers = signed_in(app)
        for kind in kinds(app):
            if not wanted or kind.name.startswith(tuple(wanted)):
                examples = sorted(printed(kind, readers), key=lambda pdf: (pages_of(pdf), len(pdf)))
                print(
                    f"{kind.name}: {'、'.join(f'{pages_of(each)} 页' for each in examples) or '演示数据里没有'}",
                    flush=True,
                )
                for example, name in zip(
                    examples[:1] + examples[1:][-1:], (kind.name, f"{kind.name}-long"), strict=False
                ):
                    draw(example, FOLDER / name)


def demo_in(folder: Path) -> Flask:
    """The portal with the demo in `folder`."""
    app = create_app(Settings(env="demo", instance=folder, rate_limits=False, public_url="https://portal.example.cn"))
    app.test_client_class = PortalClient
    with app.app_context():
        upgrade_all()
        build()
        db.session.commit()
    return app


def signed_in(app: Flask) -> list[PortalClient]:
    """Everybody who works in the demo."""
    with app.app_context():
        people = [each.id for each in sorted(db.session.scalars(select(User)), key=lambda each: -len(each.permissions))]
    readers = [app.test_client() for _ in people]
    for reader, ident in zip(readers, people, strict=True):
        reader.be(ident)
    return readers


def kinds(app: Flask) -> list[Kind]:
    """The papers of records, and whatever else is answered as a PDF: sheets for the wall, cards, ballots."""
    with app.app_context(), app.test_request_context():
        of_records = {
            f"{pages.bp.name}.print_{paper.kind}": list(of_record(pages, paper))
            for pages in all_mounted(PaperPages)
            for paper in pages.papers
        }
        units = sorted(set(db.session.scalars(select(Appointment.unit_id))))
        return [
            Kind(
                name_of(rule.endpoint),
                of_records[rule.endpoint]
                if rule.endpoint in of_records
                else [url_for(rule.endpoint, **given) for given in guesses(rule, units)],
                rule.endpoint in of_records,
            )
            for rule in app.url_map.iter_rules()
            if is_paper(rule)
        ]


def is_paper(rule) -> bool:
    """Whether a PDF is answered there to whoever opens it."""
    return rule.rule.endswith(".pdf") and "GET" in rule.methods


def name_of(endpoint: str) -> str:
    """What a kind of paper is called here, from where it is printed: plugin and kind."""
    return endpoint.replace(".print_", "-").replace(".", "-")


def of_record(pages: PaperPages, paper: Paper) -> Iterator[str]:
    """Addresses of `paper`: the newest records of each state of which it may be printed."""
    seen: dict[str, int] = {}
    for record in db.session.scalars(select(pages.model).order_by(pages.model.id.desc())).unique():
        state = getattr(record, "status", "")
        for rows in [(each,) for each in paper.rows(record)] if paper.rows else [()]:
            if seen.get(state, 0) < LOOKED_AT and not paper.objection(record, *rows):
                seen[state] = seen.get(state, 0) + 1
                yield pages.url(paper.kind, record, *rows)


def guesses(rule, units: list[int]) -> Iterator[dict[str, int]]:
    """What the numbers in an address may be."""
    names = sorted(rule.arguments)
    for numbers in product(*(units if name == "unit_id" else NUMBERS for name in names)):
        yield dict(zip(names, numbers, strict=True))


def printed(kind: Kind, readers: list[PortalClient]) -> Iterator[bytes]:
    """The examples of `kind`; of those whose address is guessed one is enough."""
    asked = readers if kind.declared else readers[:MANY]
    found = (content for address in kind.addresses if (content := first_answer(address, asked)))
    return found if kind.declared else islice(found, 1)


def first_answer(address: str, readers: list[PortalClient]) -> bytes:
    """The PDF at `address`, for the first who may see it; nothing where there is none."""
    for reader in readers:
        answer = reader.get(address)
        if answer.status_code == 200:
            return answer.data
    return b""


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def draw(pdf: bytes, path: Path) -> None:
    """The paper and a picture of each page, side by side in one folder."""
    for earlier in path.parent.glob(f"{path.name}-[0-9]*.png"):
        earlier.unlink()
    path.with_suffix(".pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-png", "-r", str(DPI), "-", str(path)], input=pdf, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
