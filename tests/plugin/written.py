"""Two plugins written by `plugins new`, one of them then spoilt; the conformance suite examines both in one run."""

from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from flask import Flask

from portal.plugin_admin.cli import scaffold
from tests.plugin.environment import Environment

BAD_IMPORTS = """from uuid import uuid4
from portal import money
from portal.extensions import db
from portal.plugin.gate import plugin_of


def again(ctx, progress):
    item = CarelessItem(title="一次又一次", number=uuid4().hex)
    item.place(ctx.unit)
    db.session.add(item)
    money.MAX_FEN = int(str(money.MAX_FEN))
"""
BAD_HOOKS = """    @hookimpl
    def case_panels(self, ctx, case):
        return plugin_of(case) / 0

    @hookimpl
    def person_panels(self, ctx, person):
        return []
"""
WRONGS = {
    "views.py": [
        ('@bp.get(ONE)\n@requires("careless.view")', "@bp.get(ONE)"),
        ("get_or_404(CarelessItem.visible_to(current_user), item_id)", "db.session.get(CarelessItem, item_id)"),
        (
            "    item = db.session.get",
            "    [db.session.execute(select(CarelessItem.id + n)).all() for n in range(20)]\n    item = db.session.get",
        ),
        (
            "from flask import Blueprint",
            "from sqlalchemy import select\nfrom portal.extensions import db\nfrom flask import Blueprint",
        ),
    ],
    "__init__.py": [
        ("    @hookimpl\n    def home_cards", "    def home_cards"),
        ("    @hookimpl\n    def demo_data", f"{BAD_HOOKS}\n    @hookimpl\n    def demo_data"),
        (
            "        settings=CarelessSettings,",
            "        settings=CarelessSettings,\n        jobs=(Job(key='again', name='再来一次', run=again),),",
        ),
        ("import Manifest\n", f"import Job, Manifest\n{BAD_IMPORTS}"),
    ],
    "models.py": [
        ("from portal.columns", "from portal.protection import EncryptedText\nfrom portal.columns"),
        (
            "title: Mapped[str] = mapped_column(String(80))",
            "title: Mapped[str] = mapped_column(String(70))\n"
            '    address: Mapped[str | None] = mapped_column(EncryptedText("careless_item.address"))',
        ),
    ],
    "migrations/careless_0001_first.py": [
        ('sa.Column("cost_fen"', 'sa.Column("address", sa.String(), nullable=True),\n        sa.Column("cost_fen"'),
        (
            '    op.drop_table("careless_item")',
            "    op.drop_table(\"careless_item\")\n    op.drop_index('ix_cases_case_kind')",
        ),
    ],
    "templates/careless/show.html": [("<section class", '<section style="color: red" class')],
}


@dataclass
class Written:
    """`folder` holds the plugin well_cover, as it was written; `said` is what pytest said of both in `elsewhere`."""

    elsewhere: Environment
    folder: Path
    said: str = ""

    def faults(self, key: str) -> list[str]:
        """Tests that did not pass, of those with `key` in their name or file. AssertionError when there are none at all."""
        tests = ElementTree.parse(self.folder / "report.xml").findall(".//testcase")
        about = [each for each in tests if key in each.get("name") + each.get("classname")]
        assert about, self.said[-20000:]
        return [each.get("name") for each in about if {part.tag for part in each} & {"failure", "error"}]


def write(app: Flask, folder: Path) -> Written:
    """Write, spoil, install and examine."""
    good, careless = _new(app, "well_cover", "井盖管护", folder), _new(app, "careless", "粗心", folder)
    spoil(careless / "src" / "portal_careless")
    elsewhere = Environment(folder / "venv", {"PORTAL_INSTANCE": str(folder / "instance")}).create()
    elsewhere.install("--editable", str(good), "--editable", str(careless))
    command = "-m pytest -q -p no:cacheprovider --junitxml report.xml --pyargs tests portal.testing.conformance".split()
    keys = ("--portal-plugin", "well_cover", "--portal-plugin", "careless")
    return Written(elsewhere, good, elsewhere.run(*command, *keys, folder=good, check=False))


def _new(app: Flask, key: str, name: str, folder: Path) -> Path:
    result = app.test_cli_runner().invoke(scaffold.new, [key, "--name", name, "--into", str(folder)])
    assert result.exit_code == 0, result.output
    return folder / f"portal-{key.replace('_', '-')}"


def spoil(package: Path) -> None:
    for name, changes in WRONGS.items():
        source = (package / name).read_text()
        for right, wrong in changes:
            assert right in source, right
            source = source.replace(right, wrong)
        (package / name).write_text(source)
