"""Writes docs/permissions.md: who may do what, from the declarations of the core and of every plugin."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from portal import create_app
from portal.config import Settings
from portal.permissions import Permission, every_role
from portal.records.mounted import all_mounted
from portal.records.mounting import StepPages

TARGET = Path(__file__).resolve().parents[1] / "docs" / "permissions.md"
HEAD = """# Who may do what

Made by `make permissions` from the permissions that the core and the plugins declare, and the steps that need them; do not edit. A
district may give a role more or less on a page (系统管理 → 权限). A right counts only in the unit where it was given. Its nature says with which others no
account holds it ([ADR 0038](adr/0038-duties-are-kept-apart-by-rules.md)).

"""


def main() -> None:
    """Write the page."""
    TARGET.write_text(page(), encoding="utf-8")


def page() -> str:
    """The page as it should be."""
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(env="testing", instance=Path(folder)))
        with app.app_context():
            steps, roles = _steps(), every_role()
            known = app.extensions["portal_permissions"].values()
            lines = [_line(each, roles, steps.get(each.key, [])) for each in known]
    names = " | ".join(f"{name}<br>`{key}`" for key, name in roles.items())
    rule = "|".join(":-:" for _ in roles)
    return f"{HEAD}| permission | | nature | {names} | steps |\n|---|---|---|{rule}|---|\n" + "\n".join(lines) + "\n"


def _line(permission: Permission, roles: Iterable[str], steps: list[str]) -> str:
    ticks = " | ".join("●" if role in permission.roles else "" for role in roles)
    return f"| `{permission.key}` | {permission.label} | {permission.nature} | {ticks} | {'、'.join(dict.fromkeys(steps))} |"


def _steps() -> dict[str, list[str]]:
    """Permission → labels of the steps that need it, of every record that has step pages."""
    found: dict[str, list[str]] = {}
    for pages in all_mounted(StepPages):
        for each in pages.pages:
            found.setdefault(each.needs, []).extend(step.label for step in each.steps)
    return found


if __name__ == "__main__":
    main()
