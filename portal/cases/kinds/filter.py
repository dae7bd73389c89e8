"""The filter 类型 of the case list: words, as people say them, or a code, as links carry it."""

from dataclasses import dataclass

from flask import has_request_context

from portal.cases.kinds.catalogue import KindList, kinds_of
from portal.cases.kinds.words import find, folded
from portal.plugin.context import current_unit
from portal.records.filters import Control, Filter, Label, Unread

LONGEST = 20


@dataclass(frozen=True)
class KindFilter(Filter):
    """Several kinds may be meant by a word; those that were merged into them count as well. The list is that of the reader's county."""

    def asked(self, given):
        text = self.value(given)[:LONGEST]
        return ("=any", {self.name: self._codes(text)}) if text else None

    def where(self, shape):
        raise NotImplementedError  # the condition is in `portal.cases.query`

    def controls(self, given, wrong):
        text = self.value(given)[:LONGEST]
        shown = _here().name(text) if text in _here().on() else text
        return (Control("Words", self.name, Label(self.label), shown, wrong=wrong),)

    def _codes(self, text: str) -> list[str]:
        kinds = _here()
        if text in kinds.on():
            return kinds.below(text)
        sought = folded(text)
        groups = [kind for kind in kinds.on().values() if kind.is_group and sought in folded(kind.name)]
        named = [code for code in kinds.on() if folded(kinds.name(code)) == sought]
        chosen = named or [kind.code for kind in (*groups, *find(kinds, text))]
        if not chosen:
            raise Unread("没有这样的类型，可以写：欠薪、漏水、邻里。")
        return list(dict.fromkeys(code for each in chosen for code in kinds.below(each)))


def _here() -> KindList:
    unit = current_unit() if has_request_context() else None
    return kinds_of(unit.county_id if unit else None)
