"""The walk of `portal.testing.conformance.test_offices` through the addresses of the core."""

from functools import cached_property

import pytest

from portal.extensions import db
from portal.permissions import ROLES
from portal.testing.conformance import report
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.test_offices import nothing_kept, walked

# In a process that furnishes the office for the plugins, too.
pytestmark = pytest.mark.xdist_group("conformance")

OF_THE_READER = {  # pages that name the offices of who reads, to change between them, and the account itself, for the telephone that makes its codes
    "accounts.mine",
    "units.index",
    "signing_in.new_factor",
    "accounts.delegated",
    "people.new_movement",
}


class Core(Subject):
    """What belongs to no plugin, looked at like one."""

    @cached_property
    def tables(self) -> list:
        plugins = tuple(f"{key}_" for key in self.registry.manifests)
        return [each for each in db.metadata.sorted_tables if not each.name.startswith(plugins)]

    @property
    def roles(self) -> list[str]:
        return [*ROLES, *(role.key for each in self.registry.manifests.values() for role in each.roles)]

    @cached_property
    def rules(self) -> list:
        return [
            rule
            for rule in self.app.url_map.iter_rules()
            if rule.endpoint.partition(".")[0] not in self.registry.manifests
            and not rule.endpoint.endswith("static")
            and rule.endpoint not in OF_THE_READER
        ]


def test_an_office_elsewhere_adds_nothing(office: Office, record_property):
    for key in office.app.extensions["portal_plugins"].manifests:
        office.put(Subject(key, office.app), "on")
    with nothing_kept(office):
        report(walked(Core("core", office.app), office, record_property))
