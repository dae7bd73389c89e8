"""The conformance suite names what is wrong: a plugin that breaks every rule it can, examined in another environment."""

import pytest

from portal.plugin_admin.cli import scaffold
from tests.plugin.environment import Environment

WRONGS = {
    "views.py": [
        ('@bp.get("/<int:entry_id>")\n@requires("careless.view")', '@bp.get("/<int:entry_id>")'),
        ("get_or_404(Entry.visible_to(current_user), entry_id)", "db.session.get(Entry, entry_id)"),
        (
            '"""The list, newest first."""',
            '"""The list, newest first."""\n    [db.session.execute(select(Entry.id + n)).all() for n in range(20)]',
        ),
    ],
    "__init__.py": [
        ('data_class="none"', 'data_class="personal"'),
        ("    @hookimpl\n    def home_cards", "    def home_cards"),
    ],
    "models.py": [
        ("title: Mapped[str] = mapped_column(String(100))", "title: Mapped[str] = mapped_column(String(90))")
    ],
    "templates/careless/show.html": [("<section class", '<section style="color: red" class')],
}
COMPLAINTS = (
    "the view careless.show has no guard",
    "of another district, where the plugin is on too",
    "statements as",
    "personal_data_export is missing",
    "home_cards has the name of a hook but no @hookimpl",
    "after the upgrade the database differs from the models",
    "show.html:6: inline style or script",
)


@pytest.fixture
def careless(app, tmp_path):
    """A plugin written by the scaffold, and then spoilt."""
    assert app.test_cli_runner().invoke(scaffold.new, ["careless", "--into", str(tmp_path)]).exit_code == 0
    package = tmp_path / "portal-careless" / "src" / "portal_careless"
    for name, changes in WRONGS.items():
        source = (package / name).read_text()
        for right, wrong in changes:
            assert right in source, right
            source = source.replace(right, wrong)
        (package / name).write_text(source)
    return package.parents[1]


def test_every_wrong_is_named(careless, tmp_path):
    elsewhere = Environment(tmp_path / "venv", {"PORTAL_INSTANCE": str(tmp_path / "instance")}).create()
    elsewhere.install("--editable", str(careless))
    said = elsewhere.run(
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--pyargs",
        "portal.testing.conformance",
        "--portal-plugin",
        "careless",
        folder=careless,
        check=False,
    )
    assert "KeyError" not in said, said[-20000:]
    assert [complaint for complaint in COMPLAINTS if complaint not in said] == [], said[-20000:]
