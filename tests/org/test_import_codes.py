"""`org import-codes`: the civil-affairs codes hung on units found by their statistical code."""

import re

import pytest
from sqlalchemy import select

from portal.extensions import db
from portal.org.code_map import import_codes
from portal.org.csv_file import ImportRefused
from portal.org.importing import import_divisions
from portal.org.models import OrgUnit, UnitCode

pytestmark = pytest.mark.database

HEADER = "code_stats2023,code_mca2026,name,county,note\n"
INDUSTRY = "150621001000,150621004000,工业街道,达拉特旗,differs\n"
XINI = "150621003000,150621001000,锡尼街道,达拉特旗,differs\n"


@pytest.fixture
def dalad(session, ordos):
    """达拉特旗 with its townships."""
    places = [line for line in ordos.splitlines() if re.match(rb"code|15(06(21(\d{3})?)?)?0+,", line)]
    assert len(import_divisions(b"\n".join(places)).added) == 18
    return session


def load(*rows: str):
    return import_codes((HEADER + "".join(rows)).encode())


def named(system: str, code: str) -> str:
    query = select(OrgUnit.name).join(OrgUnit.codes).where(UnitCode.code_system == system, UnitCode.code == code)
    return db.session.scalars(query).one()


def test_every_township_of_ordos_gets_its_second_code(session, ordos, code_map):
    import_divisions(ordos)
    first = import_codes(code_map)
    assert (len(first.added), len(first.skipped["库中没有这个统计代码"])) == (77, 202)
    second = import_codes(code_map)
    assert (len(second.added), len(second.changed), second.unchanged) == (0, 0, 77)


def test_one_code_two_places(dalad, code_map):
    import_codes(code_map)
    assert named("stats2023", "150621001000") == "工业街道"
    assert named("mca2026", "150621001000") == "锡尼街道"
    assert named("mca2026", "150621004000") == "工业街道"


def test_divisions_of_the_second_book_find_the_same_units(dalad, code_map):
    import_codes(code_map)
    top = "code,parent_code,level,name\n150000000000,,1,内蒙古自治区\n150600000000,150000000000,2,鄂尔多斯市\n"
    town = "150621000000,150600000000,3,达拉特旗\n150621001000,150621000000,4,锡尼街道\n"
    report = import_divisions((top + town).encode(), system="mca2026")
    assert (len(report.added), len(report.matched), report.unchanged) == (0, 3, 1)


def test_columns_the_wrong_way_round_hang_nothing_on_a_stranger(dalad):
    report = load("150621004000,150621001000,工业街道,达拉特旗,\n")
    assert not report.added
    assert report.attention["名称不符，疑为另一单位（未挂接）"]


def test_an_abolished_township_is_left_off(dalad):
    assert load("150621001000,150621004000,工业街道（撤销）,达拉特旗,\n").skipped["名称标有（撤销）"]


def test_codes_may_be_exchanged_in_a_later_edition(dalad):
    load(INDUSTRY, XINI)
    report = load("150621001000,150621001000,工业街道,达拉特旗,\n", "150621003000,150621004000,锡尼街道,达拉特旗,\n")
    assert len(report.changed) == 2
    assert named("mca2026", "150621001000") == "工业街道"


def test_a_code_held_by_another_unit_is_refused(dalad):
    load(XINI)
    with pytest.raises(ImportRefused, match="已属于另一单位 锡尼街道"):
        load("150621001000,150621001000,工业街道,达拉特旗,\n")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (
            [INDUSTRY, "150621001000,150621009000,工业街道,达拉特旗,\n"],
            "国家统计局.*150621001000 与第 2 行矛盾",
        ),
        ([INDUSTRY, "150621003000,150621004000,锡尼街道,达拉特旗,\n"], "民政部.*150621004000 与第 2 行矛盾"),
        (["150621001000,150621004,工业街道,达拉特旗,\n"], "第 2 行：代码 “150621004” 不是 12 位数字"),
    ],
)
def test_a_contradictory_map_is_refused(dalad, rows, reason):
    with pytest.raises(ImportRefused, match=reason):
        load(*rows)


@pytest.mark.parametrize("command", ["import-codes", "import"])
def test_the_command_says_what_it_hung(app, dalad, tmp_path, command):
    db.session.commit()
    file = tmp_path / "map.csv"
    file.write_text(HEADER + INDUSTRY, encoding="utf-8")
    result = app.test_cli_runner().invoke(args=["org", command, str(file)])
    assert result.exit_code == 0
    assert "新增：民政代码 1" in result.output
