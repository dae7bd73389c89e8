"""Rights that open nothing without sight of what they work on: who may register cases and see none gets to no page where that is done.

What `cases.register` works on is seen by `cases.view`. Of rights that only show something, none asks for another.
"""

from collections.abc import Collection

from flask import current_app

from portal.accounts.rights import granted, roles_in
from portal.org.models import OrgUnit
from portal.permissions import Permission
from portal.separation import VIEWS


def sight_for(right: Permission) -> str:
    """Key of the permission to see what `right` works on; "" where it asks for none."""
    sight = f"{right.key.partition('.')[0]}.view"
    known = current_app.extensions["portal_permissions"]
    return sight if sight in known and sight != right.key and right.nature != VIEWS else ""


def blinded(held: Collection[str], taken: str) -> list[str]:
    """Labels of those of the permissions `held` that open nothing once `taken` is taken away."""
    return [each.label for each in _known(held) if sight_for(each) == taken]


def blind(unit: OrgUnit) -> list[str]:
    """Roles that have such rights in `unit` without sight, in words; one line each."""
    found = []
    for role, name in roles_in(unit).items():
        held = granted(role, unit)
        missing = [each for each in _known(held) if (sight := sight_for(each)) and sight not in held]
        if missing:
            sights = dict.fromkeys(right.label for right in _known({sight_for(each) for each in missing}))
            labels = "”“".join(each.label for each in missing)
            found.append(f"{name}有“{labels}”，没有“{'”“'.join(sights)}”，打不开办理的页面。")
    return found


def _known(keys: Collection[str]) -> list[Permission]:
    return [each for key, each in current_app.extensions["portal_permissions"].items() if key in keys]
