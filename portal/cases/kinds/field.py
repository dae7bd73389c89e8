"""The field 事项类型: a list of all kinds, above it those that words found or that the description speaks of."""

from flask import has_request_context, request

from portal.cases.kinds.catalogue import KindList, kinds_of
from portal.cases.kinds.delivered import Kind
from portal.cases.kinds.words import exactly, find, spoken, suggest
from portal.web.forms.looking_up import LookedUp

NOTHING = {"": {"": "请选择"}}  # HTML wants a first option outside groups


class KindField(LookedUp):
    """The view (or the step) calls `offer` with the county; until then what is delivered is offered. What is found is only offered: the
    clerk chooses, unless the very word was looked for that names one kind. What a search chose, the next one takes back."""

    kinds: KindList
    found: tuple[Kind, ...] = ()

    def __init__(self, label: str, validators=None, **kwargs):
        self.kinds, self.present, self.by_search, self.about = KindList(), "", "", ""
        super().__init__(label, validators, choices=self._listed, **kwargs)

    def offer(self, county_id: int | None, about: str = "", kept: str = "") -> None:
        """Offer the kinds of a county. `about`: what is told of the case; `kept`: the kind that it has, offered even when closed."""
        self.kinds, self.present, self.about = kinds_of(county_id), kept, about
        self.found = tuple(find(self.kinds, self.wanted) if self.wanted else suggest(self.kinds, about))
        self._choose()
        self.choices = self._listed()

    @property
    def said(self) -> str:
        """What was found, in words."""
        names = self._names(kind.code for kind in self.found)
        if not self.wanted:
            return f"从写的内容看，可能是：{'、'.join(map(self._with_words, self.found))}。" if names else ""
        return f"{'还没有提交。' if self.looking and not self.pressed else ''}{self._answer(names)}"

    def _answer(self, names: str) -> str:
        if not names:
            return f"没有查到，请换个说法，或者在全部类型里选。{self._chosen}"
        return f"查到 {len(self.found)} 类，列在最前：{names}。{self._chosen}"

    @property
    def _chosen(self) -> str:
        """Which kind would be registered now, and which others were found beside it."""
        if self.data not in self.kinds.on():
            return "还没有选。" if self.found else ""
        chosen = self._names([self.data])
        others = self._names(kind.code for kind in self.found if kind.code != self.data)
        found = any(kind.code == self.data for kind in self.found)
        return f"现在选的是{chosen}，也可能是{others}。" if found and others else f"现在选的是{chosen}。"

    def _choose(self) -> None:
        """`by_search` goes with the form, to tell what a search chose from what the clerk chose."""
        before = request.form.get(f"{self.id}-by-search", "") if has_request_context() else ""
        self.by_search = before if before == self.data else ""
        if not self.looking or (self.data and not self.pressed):  # what was chosen by hand stays
            return
        if code := exactly(self.kinds, self.wanted):
            self.data = self.by_search = code
        elif self.by_search:
            self.data, self.by_search = self.present, ""

    def _with_words(self, kind: Kind) -> str:
        """劳动争议·欠薪（写到“工钱”）."""
        return f"{self.kinds.name(kind.code)}（写到“{'”“'.join(spoken(self.kinds, kind, self.about))}”）"

    def _names(self, codes) -> str:
        return "、".join(map(self.kinds.name, codes))

    def _listed(self) -> dict[str, dict[str, str]]:
        listed = self.kinds.on()
        found = {"查到的" if self.wanted else "可能是": {kind.code: self.kinds.name(kind.code) for kind in self.found}}
        every = {
            listed[group].name: {kind.code: kind.name for kind in kinds}
            for group, kinds in self.kinds.offered().items()
        }
        if self.present and not any(self.present in kinds for kinds in every.values()):
            found |= {"原来的": {self.present: f"{self.kinds.name(self.present)}（已停用）"}}
        return NOTHING | {label: kinds for label, kinds in found.items() if kinds} | every
