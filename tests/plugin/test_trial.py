"""A plugin is tried on a masked copy of a district: nobody of the district is in it, the portal works on it, and nothing is left behind."""

import base64
import re
import secrets
import sqlite3
import tempfile
from contextlib import closing
from datetime import date
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from sqlalchemy import select

from plugins.heroes.samples import DEEDS
from plugins.mediation.samples import DISPUTES
from portal import trial
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.people.id_number import IdNumber
from portal.people.models import Person
from portal.people.phone import mask_phone
from portal.plugin_admin.trial.copying import Copy
from portal.plugin_admin.trial.masking import Mask
from portal.plugin_admin.trial.programs import surroundings
from portal.plugin_admin.trial.trying import opened
from portal.plugin_admin.trial.wheels import unpack
from portal.protection import Keyring
from portal.records.people import Contact
from portal.testing import factories
from tests.plugin.environment import wheel

POTHOLES = Path(__file__).parents[1] / "thirdparty" / "portal-potholes"
SOMEBODY = "150621199303079990"


def test_the_same_is_replaced_by_the_same_and_by_another_in_another_copy():
    one, other = Mask(), Mask()
    assert one.name("王建国") == one.name("王建国") != "王建国"
    assert [one.phone("13800001234"), one.name("王建国")] != [other.phone("13800001234"), other.name("王建国")]


def test_an_id_number_stays_one_of_the_same_month_and_sex_and_of_nobody():
    masked = IdNumber.parse(Mask().id_number(SOMEBODY), today=date(2026, 11, 28))
    assert (masked.birth_date.year, masked.birth_date.month, masked.gender) == (
        1993,
        3,
        IdNumber.parse(SOMEBODY).gender,
    )
    assert masked.prefix == "150699"


def test_no_two_get_the_same_number():
    mask = Mask()
    numbers = [
        f"1506211993{month:02d}{day:02d}{order:03d}" for month in (1, 2) for day in range(1, 29) for order in range(60)
    ]
    assert len({mask.id_number(f"{each}0") for each in numbers}) == len(numbers)


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("王建国打电话13800001234来，", ["王建国", "13800001234"]),
        (f"证件{SOMEBODY}，电话0477-3951234", [SOMEBODY, "3951234"]),
        ("甲" * 121, ["甲"]),
        ("王 建国、王　建\u200b国", ["建国", "建 国", "王 ", "王　"]),
        ("电话138 0000 1234，或138-0000-1234", ["0000"]),
        ("电话１３８００００１２３４", ["０００"]),
        ("电话一三八零零零零一二三四", ["零零"]),
        (f"证件{SOMEBODY[:6]} {SOMEBODY[6:14]} {SOMEBODY[14:]}", [SOMEBODY[6:14], SOMEBODY[14:]]),
        ("证件" + SOMEBODY.translate({ord(each): ord(each) + 0xFEE0 for each in "0123456789"}), ["１９９３"]),
        ("卡号6217 0000 1234 5678 901", ["6217", "5678"]),
    ],
)
def test_in_a_text_names_and_numbers_are_replaced_and_a_long_one_is_hidden(text, gone):
    mask = Mask()
    mask.name("王建国")
    assert not [each for each in gone if each in mask.words(text)]


@pytest.mark.parametrize(
    "text", ["夜间施工噪音", "2026-11-13、2026-11-14两次上门", "调字〔2026〕12号，金额1,300.00元", "一九九三年以来"]
)
def test_words_that_are_nobody_stay(text):
    mask = Mask()
    mask.name("王建国")
    assert mask.words(text) == text


def test_the_dot_of_a_name_may_be_another():
    mask = Mask()
    mask.names.add("买买提·艾力")
    assert "艾力" not in mask.words("买买提•艾力来访")


@pytest.mark.database
def test_whoever_is_not_copied_is_known_by_name(app, cast, tmp_path):
    factories.resident(cast.dongsheng, name="呼和巴雅尔")
    case = factories.case(cast.taixing, by=cast.clerk)
    case.title = "呼和巴雅尔反映漏水"
    db.session.commit()
    Copy(cast.county, tmp_path / "copy.db", base64.b64encode(secrets.token_bytes(32)).decode()).make()
    assert "反映漏水" in str(cells(tmp_path / "copy.db")["cases_case"])
    assert "呼和巴雅尔" not in str(cells(tmp_path / "copy.db")), "of another district"


@pytest.fixture
def copied(app, cast, stage, tmp_path):
    """`(file, key)` of a copy of the district, with people in all kinds of columns."""
    stage.resident(name="欧阳建国", phone="13847712345", address="树林召镇平原路12号3单元501室")
    case = factories.case(cast.taixing, by=cast.clerk)
    case.title, case.description = "欧阳建国反映楼上漏水", "欧阳建国（13847712345）说，漏水已经三天。" * 20
    for samples, status in ((DEEDS, "published"), (DISPUTES, "mediating")):
        samples.bring(status, stage)
    db.session.commit()
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    Copy(cast.county, tmp_path / "copy.db", key).make()
    return tmp_path / "copy.db", key


def cells(file: Path) -> dict[str, list]:
    """Table → all its values."""
    with closing(sqlite3.connect(file)) as found:
        tables = [name for (name,) in found.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [value for row in found.execute(f'SELECT * FROM "{name}"') for value in row] for name in tables}


@pytest.mark.database
def test_nobody_of_the_district_is_in_the_copy(copied):
    file, key = copied
    ring, found = Keyring(), cells(file)
    ring.load(key)
    places = {"people_person": Person, "records_contact": Contact}
    with closing(sqlite3.connect(file)) as there:
        for table, model in places.items():
            for column in (
                ("name", "id_number", "phone", "address")
                if table == "records_contact"
                else ("id_number", "phone", "address")
            ):
                stored = [value for (value,) in there.execute(f"SELECT {column} FROM {table}") if value]
                found[f"{table}.{column}"] = [ring.decrypt(each, f"{table}.{column}") for each in stored]
            assert len(found[table]) > 0
            del model
    words = "\n".join(str(value) for values in found.values() for value in values)
    people = db.session.scalars(select(Person)).all()
    known = {value for each in people for value in (each.name, each.id_number, each.phone, each.address) if value}
    known |= {
        value
        for each in db.session.scalars(select(Contact))
        for value in (each.name, each.phone, each.id_number)
        if value
    }
    known |= {each.name for each in db.session.scalars(select(User))}
    assert len(known) > 20
    assert not {each for each in known if len(each) > 2 and each in words}
    assert not re.search(r"argon2|\$2b\$", words), "no password of anybody"


@pytest.mark.database
def test_who_is_found_by_a_number_is_found_by_what_stands_for_it(copied):
    file, key = copied
    ring = Keyring()
    ring.load(key)
    with closing(sqlite3.connect(file)) as there:
        rows = there.execute(
            "SELECT id_number, id_hash, phone, phone_hash, birth_date, name, id FROM people_person"
        ).fetchall()
        terms = {ident for (ident,) in there.execute("SELECT person_id FROM people_term")}
        contacts = there.execute("SELECT phone, phone_hash FROM records_contact WHERE phone > ''").fetchall()
    for number, id_hash, phone, phone_hash, birth, _, ident in rows:
        number, phone = ring.decrypt(number, "people_person.id_number"), ring.decrypt(phone, "people_person.phone")
        assert ring.index(number, "id_number") == id_hash
        assert ring.index(phone, "phone") == phone_hash
        assert IdNumber.parse(number).birth_date.isoformat() == ring.decrypt(birth, "people_person.birth_date")
        assert mask_phone(phone).startswith("154")
        assert ident in terms
    for phone, phone_hash in contacts:
        assert ring.index(ring.decrypt(phone, "records_contact.phone"), "phone") == phone_hash


def test_what_is_no_plugin_is_refused_in_words(tmp_path):
    empty = tmp_path / "empty.whl"
    empty.write_bytes(b"PK\x05\x06" + bytes(18))
    for number, (path, said) in enumerate(
        ((empty, "正好有一个功能模块"), (tmp_path / "none.whl", "不是能打开的安装包"))
    ):
        with pytest.raises(RuleError, match=said):
            unpack([path], tmp_path / f"to-{number}")


def test_programs_of_a_trial_know_nothing_of_the_portal_that_is_running(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_DATABASE_URL", "postgresql://secret")
    monkeypatch.setenv("PORTAL_DATA_KEY", "secret")
    known = surroundings(tmp_path, tmp_path / "wheels", {})
    assert {name for name in known if name.startswith("PORTAL_")} == {"PORTAL_INSTANCE"}
    assert known["PYTHONPATH"].startswith(f"{tmp_path / 'wheels'}:")


def test_a_wheel_is_served_on_the_copy_and_nothing_is_left(app, cast, tmp_path, monkeypatch):
    factories.resident(cast.taixing)
    db.session.commit()
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    package = wheel(POTHOLES, _folder(tmp_path / "built"))
    with opened([Path(package)], cast.county) as here:
        visitor = build_opener(HTTPCookieProcessor(CookieJar()))
        form = visitor.open(f"{here.address}/login").read().decode()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form).group(1)
        clerk = next(username for username, what in here.accounts.items() if what.startswith("受理员"))
        sent = urlencode({"csrf_token": token, "username": clerk, "password": here.password}).encode()
        assert "试用受理员" in visitor.open(f"{here.address}/login", sent).read().decode()
        assert "坑洼" in visitor.open(f"{here.address}/potholes/").read().decode()
    assert here.process.poll() is not None
    assert list((tmp_path / "temporary").iterdir()) == []
    with pytest.raises(OSError, match="refused"):
        visitor.open(f"{here.address}/healthz")


def test_when_its_starter_is_killed_the_copy_goes_and_the_program_ends(tmp_path, monkeypatch):
    ended, parents = [], iter((7, 7, 1))
    monkeypatch.setattr(trial.os, "getppid", lambda: next(parents))
    monkeypatch.setattr(trial.os, "_exit", ended.append)
    monkeypatch.setattr(trial, "sleep", lambda seconds: None)
    folder = _folder(tmp_path / "copy")
    (folder / "portal.db").write_text("somebody")
    trial._go_with(7, folder)
    assert (ended, folder.exists()) == ([1], False)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path
