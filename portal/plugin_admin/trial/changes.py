"""What becomes of the columns of a table in a masked copy: told by their types and names, for plugins that nobody here knows, too."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import JSON, Column, String, Table

from portal.people.id_number import IdNumber
from portal.people.masking import ERASED
from portal.personal_names import normalise_name
from portal.plugin_admin.trial.masking import ID_NUMBER, Mask
from portal.protection import EncryptedDate, EncryptedJSON, EncryptedText, KeyedHash, Keyring, keyring

Change = Callable[[Any], Any]
AS_IT_IS = (
    "org_",
    "workdays_",
    "settings_row",
    "accounts_role_grant",
    "accounts_appointment",
    "documents_number_series",
)
OF_PEOPLE = {
    "person_id",
    "contact_id",
    "hero_id",
    "gender",
    "password_hash",
}  # where one of these is, `name` is somebody's
SOMEBODY = {
    "agent", "askers", "chair", "confirmed_by", "convener", "legal_person", "member", "payee", "recommended_by", "recorder",
    "responsible", "run_by", "signer", "speaker",
}  # fmt: skip
ADDRESSES = {"address", "household", "workplace", "location"}
SECRETS = {"key", "seal"}  # what nobody types, and only its being the same matters
PERSON, HASH = re.compile(r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff·]{3,12}"), re.compile(r"[0-9a-f]{16,64}")
PLACES = {
    "name": "contact_name",
    "phone": "phone",
    "id_number": "id_number",
}  # what is hashed to be found → under which name


@dataclass
class Changes:
    """Those of all tables of one copy, whose data key `ring` has."""

    mask: Mask
    ring: Keyring
    hashes: dict[str, str] = field(default_factory=dict, repr=False)

    def of(self, table: Table) -> dict[str, Change]:
        """Column → what is done with its values; columns that stay are left out."""
        if table.name.startswith(AS_IT_IS):
            return {"reason": self.mask.words} if "reason" in table.c else {}
        named = bool(OF_PEOPLE & set(table.c.keys()))
        return {
            each.name: change for each in table.columns if (change := self._of(each, named)) and not each.primary_key
        }

    def _of(self, column: Column, named: bool) -> Change | None:
        kind, name = column.type, column.name
        if isinstance(kind, EncryptedDate):
            return self.mask.birth
        if isinstance(kind, EncryptedText):
            return {"name": self.mask.name, "phone": self.mask.phone, "id_number": self.mask.id_number}.get(name) or (
                self.mask.address
                if name in ADDRESSES
                else self.mask.words
                if "account" not in name
                else self.mask.account
            )
        if isinstance(kind, (JSON, EncryptedJSON)):
            return self._within
        if not isinstance(kind, (String, KeyedHash)):
            return None
        if name == "username":
            return self.mask.username
        if name == "password_hash":
            return lambda value: "!"
        if name.endswith("_hash") or name in SECRETS:
            return self._hashed
        if name == "name" and named:
            return self._named
        if name in ADDRESSES:
            return self.mask.address
        return self._somebody if name in SOMEBODY else self.mask.words

    def names_in(self, table: Table) -> list[str]:
        """The columns in which somebody's name stands by itself."""
        return [
            name for name, change in self.of(table).items() if change in (self._named, self._somebody, self.mask.name)
        ]

    def learn_names(self, rows: Iterable[Iterable[Any]]) -> None:
        """Of everybody in `rows`, which hold nothing but names: they are known then wherever they stand in a text."""
        for row in rows:
            for name in row:
                if name and name != ERASED and PERSON.fullmatch(name):
                    self.mask.names.add(name)

    def learn(self, table: Table, rows: Iterable[dict[str, Any]]) -> None:
        """Give names and numbers to the people in `rows`, which are copied, so that they are found by what stands for them."""
        changes = self.of(table)
        telling = [
            name
            for name in PLACES
            if name in changes and (name != "name" or changes[name] in (self._named, self.mask.name))
        ]
        for row in rows:
            for name in telling:
                if before := row[name]:
                    self._found_by(name, before, changes[name](before))

    def _found_by(self, column: str, before: str, after: str) -> None:
        """The keyed hash of a value in the portal → that of what stands for it."""
        if column == "name":
            before, after = normalise_name(before), normalise_name(after)
        for known in keyring.indexes(before, PLACES[column]):
            self.hashes[known] = self.ring.index(after, PLACES[column])

    def row(self, changes: dict[str, Change], row: dict[str, Any]) -> dict[str, Any]:
        """`row` with its `changes`; what is part of a number agrees with it."""
        done = row | {name: change(row[name]) for name, change in changes.items() if row[name]}
        number = done.get("id_number") or ""
        if done.get("birth_date") and ID_NUMBER.fullmatch(number):
            done["birth_date"] = IdNumber.parse(number).birth_date  # of the same month: the year stays
        return done

    def _named(self, value: str) -> str:
        return value if value == ERASED else self.mask.name(value)

    def _somebody(self, value: str) -> str:
        return self.mask.name(value) if PERSON.fullmatch(value) else self.mask.words(value)

    def _hashed(self, value: str) -> str:
        return self.hashes.get(value) or (self.mask.other(value) if HASH.fullmatch(value) else value)

    def _within(self, value: Any) -> Any:
        """Texts in a JSON value."""
        if isinstance(value, str):
            return self.mask.words(value)
        if isinstance(value, list):
            return [self._within(each) for each in value]
        return {name: self._within(each) for name, each in value.items()} if isinstance(value, dict) else value
