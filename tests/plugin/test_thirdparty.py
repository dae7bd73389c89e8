"""A plugin kept by somebody else: built, installed, on here and off there, taken away with its data, put back, purged."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.plugin.environment import Environment, wheel

HERE = Path(__file__).parent
SOURCE = HERE.parent / "thirdparty" / "portal-potholes"
ON, OFF = "昭君街道", "工业街道"


@pytest.fixture
def elsewhere(tmp_path, another_database):
    """Another machine, with a database of its own."""
    copies = another_database("thirdparty")
    variables = {"PORTAL_INSTANCE": str(tmp_path / "instance"), "PORTAL_DATABASE_URL": copies.url}
    elsewhere = Environment(tmp_path / "venv", variables).create()
    yield elsewhere
    elsewhere.close()
    copies.drop()


def test_it_comes_goes_and_comes_back(elsewhere, tmp_path):
    ask = elsewhere.ask

    def flask(*command, fails: bool = False) -> str:
        code, said = ask("flask", *command)
        assert (code != 0) == fails, said
        return said

    built = tmp_path / "built"
    built.mkdir()
    package = wheel(SOURCE, built)

    elsewhere.install(package)
    assert "数据库结构已是最新：potholes" in elsewhere.flask("migrate")
    ids = ask("furnish")
    case = ids["case"]
    flask("plugins", "on", "potholes", "--unit", ON, "--reason", "试点", "--yes")
    flask("plugins", "off", "potholes", "--unit", OFF, "--reason", "暂不需要", "--yes")
    pothole = ask("dig", case)

    here = ask("visit", "clerk", "/potholes/", f"/potholes/{pothole}", f"/cases/{case}", "/")
    assert {path: status for path, (status, _) in here.items()} == dict.fromkeys(here, 200)
    assert "迎宾路口" in here["/potholes/"][1]
    assert "道路坑洼" in here[f"/cases/{case}"][1]
    there = ask("visit", "outsider", "/potholes/", f"/potholes/{pothole}", "/")
    assert [there[path][0] for path in there] == [404, 404, 200]
    assert "坑洼" not in there["/"][1]
    pages = [f"/potholes/public/{ids[unit]}" for unit in ("street", "other_street")]
    street, other = ask("visit", "nobody", *pages).values()
    assert (street[0], "迎宾路口" in street[1], other[0]) == (200, True, 404)
    assert ask("work") == [[ON, "done", "新超期 1 处。"]]
    before = ask("rows")
    assert [row[2] for row in before] == ["迎宾路口"]
    assert "还有 1 处坑洼没有修补" in flask("plugins", "off", "potholes", "--unit", ON, "--reason", "试", fails=True)

    elsewhere.uninstall("portal-potholes")
    assert "全部一致" in flask("plugins", "check")
    assert "potholes" not in elsewhere.flask("plugins", "list")
    flask("migrate")
    gone = ask("visit", "clerk", "/potholes/", f"/cases/{case}", "/cases", "/")
    assert [gone[path][0] for path in gone] == [404, 200, 200, 200]
    assert "坑洼" not in "".join(words for _, words in gone.values())
    assert ask("rows") == before

    elsewhere.install(package)
    assert "全部一致" in flask("plugins", "check")
    back = ask("visit", "clerk", "/potholes/", f"/cases/{case}")
    assert [back[path][0] for path in back] == [200, 200]
    assert "迎宾路口" in back[f"/cases/{case}"][1]
    assert ask("rows") == before

    elsewhere.uninstall("portal-potholes")
    assert "1 行" in flask("plugins", "purge", "potholes", "--to", str(tmp_path / "kept"), "--yes")
    assert exported(tmp_path / "kept") == ["迎宾路口"]
    assert "全部一致" in flask("plugins", "check")
    assert "没有模块 potholes 的数据表" in flask("plugins", "purge", "potholes", "--yes", fails=True)


def exported(folder: Path) -> list[str]:
    with zipfile.ZipFile(next(folder.glob("potholes-*.zip"))) as archive:
        lines = archive.read("potholes_pothole.jsonl").decode().splitlines()
    return [json.loads(line)["place_name"] for line in lines]
