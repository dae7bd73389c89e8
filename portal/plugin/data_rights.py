"""The duties of a plugin towards residents (个人信息保护法 §45, §47), where one module of it answers all three."""

from types import ModuleType
from typing import Any

from portal.plugin.contributions import OpenRecord
from portal.plugin.hookspecs import hookimpl

__all__ = ["DataRights"]


class DataRights:
    """Hooks of a plugin whose module `data_rights` has `held(person)`, `under_way(person)` and `erase(person)`:

        class Heroes(DataRights):
            data_rights = data_rights

    What each of them answers, the hooks say.
    """

    data_rights: ModuleType

    @hookimpl
    def personal_data_export(self, person: Any) -> dict[str, list[dict]]:
        return self.data_rights.held(person)

    @hookimpl
    def personal_data_open(self, person: Any) -> list[OpenRecord]:
        return self.data_rights.under_way(person)

    @hookimpl
    def personal_data_erase(self, person: Any) -> list[str]:
        return self.data_rights.erase(person)
