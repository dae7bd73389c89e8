"""`plugins new`: what it writes runs, passes its own tests and the conformance suite; what it refuses it leaves alone."""

import pytest

from portal.plugin_admin.cli import scaffold

pytestmark = pytest.mark.xdist_group("written")  # test_conformance_finds.py uses the same run


@pytest.fixture
def command(app):
    """`command(arguments…)` answers the exit code and what was said."""

    def run(*arguments) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(scaffold.new, [str(each) for each in arguments])
        return result.exit_code, result.output

    return run


def test_what_it_writes_passes_its_tests_and_the_conformance_suite(written):
    assert written.faults("tests.test_") == []
    assert written.faults("[well_cover]") == []
    written.elsewhere.uninstall("portal-careless")
    flask(written, "migrate")
    flask(written, "migration", "well_cover", "-m", "nothing changed")
    migrations = list(written.folder.rglob("migrations/*.py"))
    assert len(migrations) == 1, "the migration that was written fits the models"
    assert flask(written, "plugins", "check").strip() == "全部一致。"


def flask(written, *command: str) -> str:
    code, said = written.elsewhere.ask("flask", *command)
    assert code == 0, said
    return said


def test_inside_the_repository_it_names_the_line_to_add(command, tmp_path, monkeypatch):
    monkeypatch.setattr(scaffold, "ROOT", tmp_path)
    code, said = command("well_cover")
    assert code == 0, said
    assert 'well_cover = "plugins.well_cover:plugin"' in said
    assert "from plugins.well_cover import" in (tmp_path / "plugins" / "well_cover" / "__init__.py").read_text()


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["Well"], "不能作模块的键"),
        (["class"], "不能作模块的键"),
        (["mediation"], "与已有的“mediation”重名"),
        (["mediation_more"], "数据表的名称会混在一起"),
        (["cases"], "与已有的“cases”重名"),
        (["well_cover", "--name", 'a"b'], "名称"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(command, tmp_path, arguments, complaint):
    code, said = command(*arguments, "--into", tmp_path)
    assert code != 0
    assert complaint in said
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_is_left_alone(command, tmp_path):
    folder = tmp_path / "portal-well-cover"
    folder.mkdir()
    (folder / "mine.txt").write_text("keep")
    code, said = command("well_cover", "--into", tmp_path)
    assert code != 0
    assert "已经存在" in said
    assert [each.name for each in tmp_path.rglob("*")] == ["portal-well-cover", "mine.txt"]


def test_when_writing_fails_half_way_nothing_is_left(command, tmp_path, monkeypatch):
    def full(*arguments):
        raise OSError("no space left on device")

    monkeypatch.setattr("pathlib.Path.rename", full)
    code, _ = command("well_cover", "--into", tmp_path)
    assert code != 0
    assert list(tmp_path.iterdir()) == []
