"""Scans of signed papers: which paper they show by its QR code, whether all of it is there, the right way up and legible. What is certainly wrong is refused; what is
doubtful is kept for a reason (docs/adr/0099).

class SignaturesForm(KeepsScans, Form):
    scan = ScanFiles("签字盖章后的扫描件")
    kept_because = why_kept()

    def validate_scan(self, field):
        self.check_scans(field)

form.scans_of = ScansOf(dispute, ["agreement"], "人民调解协议书")     # where the form is made, before it is validated
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from markupsafe import Markup
from sqlalchemy import select
from wtforms import MultipleFileField, StringField, ValidationError
from wtforms.widgets import FileInput, HiddenInput, TextInput

from portal.documents.models import CODE_ALPHABET, Document
from portal.errors import RuleError
from portal.extensions import db
from portal.files.intake import LOOK_AT, CleanFile, SeenPage, inspect
from portal.files.models import Attachment
from portal.people.publishing import no_numbers_here
from portal.web.forms import Short
from portal.web.forms.fields import chosen_files
from portal.web.forms.plain_words import plain_words

__all__ = ["KeepsScans", "ScanFiles", "ScansOf", "papers_shown", "why_kept"]

COARSE = 140  # dots an inch; a scan at 150 is counted as 149
ADDRESS = re.compile(rf"/check/([{CODE_ALPHABET}]{{12}})$")
LONGEST = 200
MOST_SAID = 5
UNSEEN = "这个文件没有检查过，请重新选择一次。"


class ScanInput(FileInput):
    """The box for files, and the word that they are to be looked at."""

    def __call__(self, field, **kwargs):
        return super().__call__(field, **kwargs) + Markup('<input type="hidden" name="{}" value="{}">').format(
            LOOK_AT, field.name
        )


class ScanFiles(MultipleFileField):
    """Scans and photos of signed papers. `taken`: the files as they are kept, once the form has looked at them.
    `refused`: whether the one that was sent gives way to the next that is chosen."""

    widget = ScanInput(multiple=True)
    _taken: list | None = None
    refused = False  # for what another file mends, not one more

    @property
    def taken(self) -> list:
        return chosen_files(self) if self._taken is None else self._taken

    @taken.setter
    def taken(self, files: list) -> None:
        self._taken = files


@dataclass(frozen=True)
class ScansOf:
    """What is expected: one of the papers `kinds` of `record` (a scoped row), called `title`; no kinds where any paper may come, or none. `earlier`: scans
    of it that are there already."""

    record: Any
    kinds: Sequence[str] = ()
    title: str = ""
    earlier: Sequence[Attachment] = ()


def why_kept() -> Any:
    """The box for the reason, hidden until something is doubtful."""
    return StringField("仍要保存的原因", [Short(LONGEST), no_numbers_here, plain_words], widget=HiddenInput())


class KeepsScans:
    """A form with a box of ScanFiles and a `kept_because`. `scans_of`: what is expected, None where nobody asks."""

    scans_of: ScansOf | None = None
    kept_because: StringField

    def check_scans(self, field: ScanFiles) -> None:
        """Take in what is seen on the files of `field`. Raises ValidationError where something is wrong, or doubtful and no reason is given."""
        if self.scans_of is None:
            return
        found = Found(list(_sound(field)), self.scans_of)
        if found.wrong:
            field.refused = True
            raise ValidationError(found.wrong)
        remark = ""
        if doubts := found.doubts:
            self.kept_because.widget = TextInput()
            said = "；".join(doubts[:MOST_SAID]) + ("……" if len(doubts) > MOST_SAID else "")
            reason = (self.kept_because.data or "").strip()
            if not reason:
                field.refused = not found.short
                raise ValidationError(f"{said}。请重新扫描。确实没有更好的，请填写“仍要保存的原因”，再保存。")
            remark = f"{said}。仍要保存的原因：{reason}"
        field.taken = found.kept(remark)


def papers_shown(record: Any, files: Sequence[Attachment]) -> dict[int, str]:
    """Of `files` of `record` the id of each that shows a paper of it, and the stored kind of that. One statement, or none."""
    codes = {each.check_code for each in files if each.check_code}
    found = db.session.scalars(Document.of(record).where(Document.check_code.in_(codes))) if codes else ()
    kinds = {each.check_code: each.kind for each in found}
    return {each.id: kinds[each.check_code] for each in files if each.check_code in kinds}


def _sound(field: ScanFiles) -> Iterator[CleanFile]:
    """The files, which can all be opened."""
    for each in chosen_files(field):
        try:
            yield inspect(each)
        except RuleError as error:
            raise ValidationError(str(error)) from error


class Found:
    """What is found on `files` by what is `expected`."""

    def __init__(self, files: Sequence[CleanFile], expected: ScansOf):
        self._files, self._expected = files, expected
        codes = {code for each in files for page in _seen(each) for code in _codes(page)}
        known = db.session.scalars(select(Document).where(Document.check_code.in_(codes))) if codes else ()
        self._papers = {each.check_code: each for each in known}

    def kept(self, remark: str) -> list[CleanFile]:
        """The files as they are kept."""
        return [
            replace(each, turned=_turned(each), check_code=self._shown(each), remark=remark) for each in self._files
        ]

    @property
    def wrong(self) -> str:
        """What cannot be: a paper of another record of the same kind. What nobody looked at is not taken in either."""
        record, kinds = self._expected.record, self._expected.kinds
        if kinds and any(each.pages is None for each in self._files):
            return UNSEEN
        for each in self._papers.values():
            if kinds and each.subject_kind == record.__tablename__ and each.subject_id != record.id:
                return (
                    f"二维码显示，这是另一件的《{each.title}》（编号 {each.number}），不是这一件的，请核对后重新选择。"
                )
        return ""

    @property
    def doubts(self) -> list[str]:
        """What may be a mistake, in the order of the pages."""
        if not self._files or not self._expected.kinds:
            return []
        return [*self._of_pages(), *self._of_papers(), *self._of_number()]

    @property
    def short(self) -> bool:
        """Whether pages are missing: more files may come."""
        return any(self._of_number())

    def _of_pages(self) -> Iterator[str]:
        spare = 0 < self._wanted <= self._written  # then an empty page is the back of a leaf
        for file in self._files:
            about, several = f"“{file.name}”" if len(self._files) > 1 else "", len(file.pages or ()) > 1
            for number, page in enumerate(file.pages or (), 1):
                if page is None:
                    continue
                where = f"{about}第 {number} 页" if several else about or "扫描件"
                if page.is_blank:
                    if not spare:
                        yield f"{where}是空白的"
                    continue
                if page.dpi is not None and page.dpi < COARSE:
                    yield f"{where}不够清楚（每英寸约 {page.dpi} 点，应当不低于 150 点）"
                if page.codes and page.dpi is None:
                    yield f"{where}是打印用的电子文件，不是签字盖章以后的扫描件"
                if page.codes and page.codes[0][1] != _turned(file):
                    yield f"{where}的方向和前面的页不同"
                elif not page.codes and page.across and not _turned(file) % 180:
                    yield f"{where}是横着的"

    def _of_papers(self) -> Iterator[str]:
        """Which paper it is by its code, where one can be read."""
        shown, right = [*self._papers.values()], self._right
        if shown and not right:
            yield f"二维码显示，这是《{shown[0].title}》，不是《{self._expected.title}》"
        elif right and all(each.superseded_by for each in right):
            yield f"这是《{right[0].title}》第 {right[0].version} 版，后来又出了新的版本"

    def _of_number(self) -> Iterator[str]:
        if 0 < self._written < self._wanted:
            yield f"《{self._expected.title}》每份 {self._wanted} 页，这里只有 {self._written} 页"

    @property
    def _right(self) -> list[Document]:
        """The expected papers among those that are shown."""
        record, kinds = self._expected.record, self._expected.kinds
        of_it = [
            each
            for each in self._papers.values()
            if (each.subject_kind, each.subject_id) == (record.__tablename__, record.id)
        ]
        return [each for each in of_it if each.kind in kinds]

    @cached_property
    def _wanted(self) -> int:
        """How many pages one copy of the paper has; 0 where that is not known, others are there already, or not all pages were seen."""
        record, kinds = self._expected.record, self._expected.kinds
        if self._expected.earlier or any(not each.pages or None in each.pages for each in self._files):
            return 0
        paper = next(iter(self._right), None) or (Document.latest(record, kinds[0]) if len(kinds) == 1 else None)
        return (paper and paper.pages) or 0

    @property
    def _written(self) -> int:
        return sum(not page.is_blank for each in self._files for page in _seen(each))

    def _shown(self, file: CleanFile) -> str:
        """The code of the first paper of this portal on it."""
        return next((code for page in _seen(file) for code in _codes(page) if code in self._papers), "")


def _seen(file: CleanFile) -> Iterator[SeenPage]:
    yield from (each for each in file.pages or () if each is not None)


def _codes(page: SeenPage) -> Iterator[str]:
    """Of papers of a portal."""
    yield from (found[1] for text, _ in page.codes if (found := ADDRESS.search(text)))


def _turned(file: CleanFile) -> int:
    """By how many degrees all of it has to be turned: as its first code lies."""
    return next((page.codes[0][1] for page in _seen(file) if page.codes), 0)
