"""The kinds for which a setting may have an exception."""

import re
from collections.abc import Iterator, Mapping

from flask import has_request_context

from portal.cases.kinds.catalogue import KindList, kinds_of
from portal.plugin.context import current_unit

CODE = re.compile(r"[0-9A-Z]{2}([0-9A-Z]{2})?")


class KnownKinds(Mapping[str, str]):
    """Code → name of the open kinds and groups where the reader works. Rules of other counties and for closed kinds can still be read: any
    code is in it."""

    def __iter__(self) -> Iterator[str]:
        kinds = _here()
        for group, listed in kinds.offered().items():
            yield from dict.fromkeys((group, *(kind.code for kind in listed)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and CODE.fullmatch(code) is not None

    def __getitem__(self, code: str) -> str:
        if code not in self:
            raise KeyError(code)
        return _here().name(code)


def _here() -> KindList:
    unit = current_unit() if has_request_context() else None
    return kinds_of(unit.county_id) if unit else KindList()
