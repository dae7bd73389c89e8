"""The dry run of an import: the rules of entering say what is wrong before anything is entered, and nothing of it stays."""

import pytest

from portal.errors import RuleError
from portal.extensions import db
from portal.families import Family
from portal.families.forms import FamilyForm
from portal.records import dry_run, import_batch
from portal.records.dry_run import DryRun
from portal.records.import_batch import ImportBatch
from portal.records.imports import Import, Sheet, mark
from portal.records.people import Contact
from portal.testing.statements import statements

pytestmark = pytest.mark.database
HEADINGS = ["联系人姓名", "电话"]
PHONE, OTHER = "13804770001", "13804770002"


def enter(unit, *, by, **fields) -> Family:
    return Family.enter(unit=unit, by=by, **fields)


FAMILIES = Import("test.families", "导入家庭", FamilyForm, "cases.view", Family, add=enter)


def mapping() -> dict[str, str]:
    return {mark("联系人姓名"): "name", mark("电话"): "phone"}


def sheet(*rows: tuple[str, str]) -> Sheet:
    return Sheet(HEADINGS, [(number, list(row)) for number, row in enumerate(rows, start=2)])


@pytest.fixture(autouse=True)
def request_of_a_clerk(app):
    with app.test_request_context(method="POST"):
        yield


def tried(kind: Import, given: Sheet, cast) -> dict[str, list[str]]:
    """What the dry run of a short sheet says, in the order of the rows."""
    run = DryRun(kind, given, mapping(), lambda: cast.street, cast.clerk)
    run.run()
    return {number: run.wrong[number] for number in sorted(run.wrong, key=int)}


@pytest.fixture
def check(cast):
    """`check(sheet)` is what its dry run says."""
    return lambda given: tried(FAMILIES, given, cast)


def test_rules_of_entering_and_of_the_form_are_said_in_the_order_of_the_rows(check, cast):
    Family.enter(unit=cast.street, name="王桂兰", phone=PHONE, by=cast.clerk)
    db.session.commit()
    wrong = check(sheet(("甲", OTHER), ("乙", PHONE), ("丙", "12"), ("丁", OTHER)))
    assert list(wrong) == ["3", "4", "5"], "the last has the number of the first"
    assert "这个电话已经有一户" in wrong["3"][0]
    assert "手机号码应为11位" in wrong["4"][0]
    assert "这个电话已经有一户" in wrong["5"][0]


def test_a_long_sheet_is_tried_in_parts_and_each_row_once(check, monkeypatch):
    monkeypatch.setattr(dry_run, "TRIED_AT_ONCE", 2)
    phones = [f"1380477{number:04d}" for number in range(4)]
    assert list(check(sheet(*[("甲", phone) for phone in phones[:3]], ("乙", phones[3])))) == []
    assert list(check(sheet(("甲", phones[0]), ("乙", phones[0]), ("丙", phones[1])))) == ["3"]


def test_a_row_knows_those_of_earlier_parts_that_are_like_it(check, monkeypatch):
    monkeypatch.setattr(dry_run, "TRIED_AT_ONCE", 2)
    phones = [f"1380477{number:04d}" for number in range(5)]
    rows = [
        ("甲", phones[0]),
        ("乙", phones[1]),
        ("丙", phones[2]),
        ("丁", phones[3]),
        ("戊", phones[0]),
        ("己", phones[4]),
    ]
    wrong = check(sheet(*rows))
    assert list(wrong) == ["6"]
    assert "这个电话已经有一户" in wrong["6"][0]


def test_nothing_of_it_stays(check):
    assert check(sheet(("甲", PHONE), ("乙", OTHER))) == {}
    assert db.session.scalar(db.select(db.func.count(Family.id))) == 0
    assert db.session.scalar(db.select(db.func.count(Contact.id))) == 0


def test_what_breaks_off_leaves_nothing_either(cast):
    def first_only(unit, *, by, name, phone):
        if name != "甲":
            raise LookupError(name)
        return Family.enter(unit=unit, name=name, phone=phone, by=by)

    broken = Import("test.families", "导入家庭", FamilyForm, "cases.view", Family, add=first_only)
    with pytest.raises(LookupError):
        tried(broken, sheet(("甲", PHONE), ("乙", OTHER)), cast)
    assert db.session.scalar(db.select(db.func.count(Family.id))) == 0


@pytest.mark.parametrize("hold", [import_batch.HOLD, 0], ids=["as it is", "one row a turn"])
def test_as_many_rows_are_entered_as_were_promised(check, cast, monkeypatch, hold):
    monkeypatch.setattr(import_batch, "HOLD", hold)
    given = sheet(("甲", PHONE), ("乙", PHONE), ("丙", OTHER))
    wrong = check(given)
    batch = ImportBatch.take_in(FAMILIES, given, mapping(), wrong, owner=cast.street, name="家庭.xlsx", by=cast.clerk)
    db.session.commit()
    promised = batch.good
    batch.enter(FAMILIES, lambda: cast.street, by=cast.clerk)
    assert (promised, len(batch.made), [number for number, _ in batch.complaints]) == (2, 2, ["3"])


def test_what_is_wrong_is_read_no_oftener_where_rows_are_entered_in_many_parts(cast, monkeypatch):
    monkeypatch.setattr(import_batch, "HOLD", 60)
    given = sheet(*((f"甲{number}", f"1380477{number:04}") for number in range(12)))
    wrong, read = {"2": ["不行。"]}, list[int]()
    for at_once in (12, 1):
        monkeypatch.setattr(import_batch, "AT_ONCE", at_once)
        batch = ImportBatch.take_in(FAMILIES, given, mapping(), wrong, owner=cast.street, name="甲", by=cast.clerk)
        db.session.commit()
        with statements() as sent:
            batch.enter(FAMILIES, lambda: cast.street, by=cast.clerk)
        read.append(sum("records_import.wrong" in each for each in sent))
    assert read[0] == read[1] > 0


def test_what_has_become_wrong_since_is_added_in_the_order_of_the_rows(check, cast):
    given = sheet(("甲", PHONE), ("丙", "12"))
    batch = ImportBatch.take_in(
        FAMILIES, given, mapping(), check(given), owner=cast.street, name="家庭.xlsx", by=cast.clerk
    )
    Family.enter(unit=cast.street, name="王桂兰", phone=PHONE, by=cast.clerk)
    db.session.commit()
    batch.enter(FAMILIES, lambda: cast.street, by=cast.clerk)
    assert (batch.made, [number for number, _ in batch.complaints]) == ([], ["2", "3"])


def test_a_row_that_a_rule_forbids_is_no_fault_of_the_others(cast):
    def only_named(unit, *, by, name, phone):
        made = Family.enter(unit=unit, name=name, phone=phone, by=by)
        db.session.flush()
        if name == "甲":
            raise RuleError("不行。")
        return made

    kind = Import("test.families", "导入家庭", FamilyForm, "cases.view", Family, add=only_named)
    wrong = tried(kind, sheet(("甲", PHONE), ("乙", PHONE)), cast)
    assert wrong == {"2": ["不行。"]}, "what was taken back does not stand in the way of the next"
