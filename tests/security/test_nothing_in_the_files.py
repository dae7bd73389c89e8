"""Nothing outside the encrypted columns tells a whole number: the file of the database with what is left over in it, the files beside it, logs, lists taken
as files; and none but the papers a name."""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.extensions import db
from portal.people.models import Person
from tests.security.test_nothing_in_the_open import LENGTHS, Known

pytestmark = pytest.mark.xdist_group("conformance")
DIGITS = re.compile(rb"[0-9]{11,}[0-9Xx]?")
WIDE = re.compile(rb"(?:[0-9Xx]\x00){11,}")  # as UTF-16
PIECE = 1 << 22
OVERLAP = 64
PAPERS = "files"  # stored papers and attachments: they name people by law, and lie under their hash


def numbers_in(content: bytes, known: set[str]) -> set[str]:
    """Those of `known` that stand in `content` as text, of one byte a digit or of two."""
    runs = [*DIGITS.findall(content), *(each.replace(b"\x00", b"") for each in WIDE.findall(content))]
    texts = (each.decode("ascii").upper() for each in runs)
    windows = (run[at : at + length] for run in texts for length in LENGTHS for at in range(len(run) - length + 1))
    return {each for each in windows if each in known}


def pieces(path: Path) -> Iterator[bytes]:
    """The file in pieces that overlap by more than the longest number."""
    with path.open("rb") as file:
        before = b""
        while piece := file.read(PIECE):
            yield before + piece
            before = piece[-OVERLAP:]


@pytest.fixture
def known(office) -> Known:
    found = Known()
    assert len(found.whole) > 300
    return found


@pytest.fixture
def names(office) -> set[str]:
    """Of residents, as far as no other word is likely to hold them."""
    found = db.session.scalars(select(Person.name).where(Person.erased_at.is_(None)))
    return {each for each in found if len(each) > 2}


def test_the_file_of_the_database_tells_no_number_not_even_where_something_was_deleted(office, known):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("the files are the server's")
    database = Path(db.engine.url.database)
    files = [each for each in database.parent.glob(f"{database.name}*") if each.is_file()]
    assert database in files
    for path in files:
        told = {number for piece in pieces(path) for number in numbers_in(piece, known.whole)}
        assert {f"{each[:3]}…" for each in told} == set(), path.name


def test_the_files_beside_it_tell_no_number_and_no_name(office, known, names):
    for path in sorted(office.settings.instance.rglob("*")):
        inside = path.relative_to(office.settings.instance)
        if not path.is_file() or inside.parts[0] == PAPERS or path.name.startswith("portal.db"):
            continue
        told = {number for piece in pieces(path) for number in numbers_in(piece, known.whole)}
        assert {f"{each[:3]}…" for each in told} == set(), inside
        text = path.read_bytes().decode("utf-8", "ignore")
        assert not any(name in text for name in names), inside


def test_logs_tell_neither_who_was_looked_for_nor_who_was_looked_at(office, known, names, caplog):
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.WARNING, "sqlalchemy")
    clerk = office.client("clerk")
    people = db.session.scalars(select(Person).where(Person.reach(_user("own_clerk"), "people.view")).limit(5)).all()
    assert people
    for who in people:
        page = clerk.page("/people")
        for text in filter(None, (who.name, who.id_number, who.phone)):
            clerk.post("/people", data=page.fields(page.form("/people")) | {"q": text})
        clerk.get(f"/people/{who.id}")
        clerk.get(f"/people?q={who.id_number}")
        clerk.get("/nowhere", query_string={"name": who.name})
        logging.getLogger("portal.tried").warning("somebody wrote %s and %s into a log", who.id_number, who.phone)
    assert caplog.text
    assert numbers_in(caplog.text.encode(), known.whole) == set()
    for who in people:
        assert who.name not in caplog.text


@pytest.mark.parametrize("role", ["director", "district", "auditor"])
def test_no_list_taken_as_a_file_tells_a_whole_number(office, known, role):
    client = office.client(role)
    rules = [
        each.rule for each in office.app.url_map.iter_rules() if each.arguments == {"form"} and "GET" in each.methods
    ]
    taken = 0
    for rule in sorted(rules):
        for form in ("csv", "xlsx"):
            answer = client.get(re.sub(r"<[^>]+>", form, rule), query_string={"export_purpose": "核对"})
            assert answer.status_code < 500, rule
            if answer.status_code == 200:
                taken += 1
                told = numbers_in(_unpacked(answer.get_data(), form), known.whole)
                assert {f"{each[:3]}…" for each in told} == set(), rule
    assert taken or role != "director"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"x150621195703091234y", True),
        ("150621195703091234".encode("utf-16-le"), True),
        (b"1506211957030912345", True),
        (b"150621 195703091234", False),
        (b"15062119570309123", False),
    ],
)
def test_the_search_finds_a_number_in_bytes(content, told):
    assert bool(numbers_in(content, {"150621195703091234"})) == told


def _unpacked(content: bytes, form: str) -> bytes:
    if form == "csv":
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return b"\n".join(book.read(name) for name in book.namelist())


def _user(role: str):
    return User.known_as(role)
