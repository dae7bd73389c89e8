"""Whoever is entered is compared with the register: likely matches are offered, differences are shown, and somebody chooses.

Certain is only the number of a document or the 统一社会信用代码. A name, a telephone number, both together, are reasons to ask, never to
decide (docs/adr/0041).
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import has_request_context
from flask_login import current_user

from portal.audit import trail
from portal.errors import RuleError
from portal.extensions import db
from portal.people.changes import FILLED, HERE, LABELS, UPDATED, Change, SaysOtherwise, for_the_trail, standing
from portal.people.masking import mask_name
from portal.people.models import Organisation, Person
from portal.people.reach import may_edit, may_see
from portal.personal_names import name_key
from portal.protection import keyring

__all__ = ["Answers"]

NEW, KEEP = "new", "keep"
CHOICES = {UPDATED: "更新档案", KEEP: "仍用档案", HERE: "仅用于本件"}
RENAMED = "这个号码登记过，姓名或名称不同，请核对是不是同一个，然后选择。"
UNDECIDED = "这个人登记过，有内容和档案不同，请逐项选择。"
Entered = Person | Organisation


@dataclass(frozen=True)
class Option:
    """One answer to a question: what the browser sends, its words, and what tells it from the others."""

    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True)
class Question:
    """What whoever enters somebody must choose. `chosen`: the answer that is ticked before one is given."""

    key: str
    legend: str
    options: tuple[Option, ...]
    chosen: str = ""


@dataclass
class Answers:
    """What was chosen in one form, or for a whole file; the questions still open; what is to be told of it.

    given: question → answer, as the browser sent them. for_file: field → choice, for every line of a file, which is never asked
    (`differing` then tells which fields would have been). here: the fields of which something can hold for this record only, because its
    papers and pages show it. lasting: what the record is that goes on for years (就餐登记): nothing is ticked there beforehand, for what is newest should
    reach the register. said: field → what holds for this record only. noted: what the register learned by it. row: that record, once it is there.
    """

    given: Mapping[str, str] = field(default_factory=dict)
    for_file: Mapping[str, str] | None = None
    here: tuple[str, ...] = ()
    lasting: str = ""
    questions: list[Question] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    noted: list[Change] = field(default_factory=list)
    row: Any = None

    def __str__(self) -> str:
        return ""  # two forms with the same content are the same, whatever was chosen on the way

    def choice(self, question: str, about: str) -> str:
        """The answer given to `question`, if it was about the same as now; "" otherwise."""
        answer, _, seen = self.given.get(question, "").partition(":")
        return answer if seen == mark(about) else ""

    def settle(self, record: Any) -> None:
        """`record` was made of what was entered: it keeps what holds for it only, and the changes name it. Flushes. Raises RuleError
        where it cannot keep anything."""
        row = self.row or record
        if self.said and not isinstance(row, SaysOtherwise):
            raise RuleError("这里登记的内容不能只用于本件，请选更新档案或者仍用档案。", at="known")
        if self.said:
            row.said = {**(row.said or {}), **self.said}
        if self.noted:
            db.session.flush()
            for change in self.noted:
                change.subject_kind, change.subject_id = row.__tablename__, row.id
        self.noted, self.said = [], {}


def mark(about: str) -> str:
    """A short keyed hash: an answer holds only for what was seen when it was given."""
    return keyring.index(about, "people.question")[:10]


def same(one: object, other: object) -> bool:
    """Whether two entries are the same to a reader: spaces, width, capitals and look-alike characters tell nothing."""
    return _plain(one) == _plain(other)


def _plain(entry: object) -> str:
    return "".join(unicodedata.normalize("NFKC", name_key(str(entry))).split())


def reconcile(who: Entered, typed: Mapping[str, Any], answers: Answers) -> None:
    """Bring `typed` (field → entry, nothing for what was not said) and the register together as `answers` tell.

    What the register did not know is added by who may edit there; of others it holds for the record only. Raises RuleError, with the
    questions in `answers`, while something differs and nobody has chosen; and for a resident whose data is restricted.
    """
    if isinstance(who, Person):
        who.admit_use()
    entries = {name: value for name, value in typed.items() if value not in (None, "") and name in LABELS}
    differing = {
        name: value for name, value in entries.items() if getattr(who, name) and not same(getattr(who, name), value)
    }
    if isinstance(who, Person) and "id_number" in differing and who.bears(differing["id_number"]):
        del entries["id_number"], differing["id_number"]
    if differing.keys() & {"id_number", "uscc"}:
        raise RuleError("证件号码与选中的人登记的不同，请核对。")
    if "birth_date" in differing and _may_be_told_of_the_birthday(who, entries):
        raise RuleError("出生日期和档案里的不同，请核对；档案写错的，先更正居民信息。", at="birth_date")
    differing.pop("birth_date", None)
    missing = _missing(who, typed, entries)
    if not may_edit(who):
        differing |= {name: missing[name] for name in missing.keys() & LABELS.keys()}
        missing = {}
    chosen = {name: _chosen(who, name, value, answers) for name, value in differing.items()}
    if "" in chosen.values():
        raise RuleError(RENAMED if "name" in differing else UNDECIDED, at="known")
    _take(who, missing, FILLED, answers)
    _take(who, {name: differing[name] for name, how in chosen.items() if how == UPDATED}, UPDATED, answers)
    for name in (name for name, how in chosen.items() if how == HERE):
        answers.said[name] = str(differing[name])
        _note(who, name, HERE, answers, answers.said[name])


def _may_be_told_of_the_birthday(who: Entered, entries: Mapping[str, Any]) -> bool:
    """Whether it may be said that the birthday in `entries` is another: to the holder of the number, or where already the year differs,
    which is shown anyway. Otherwise the answers to a year of tries would give the day, so the register's day holds without a word."""
    return bool(who.id_number and entries.get("id_number")) or who.birth_year != entries["birth_date"].year


def _missing(who: Entered, typed: Mapping[str, Any], entries: Mapping[str, Any]) -> dict[str, Any]:
    """What the register does not know of `who`; with a number also of what kind it is."""
    missing = {name: value for name, value in entries.items() if not getattr(who, name)}
    return missing | ({"id_type": typed.get("id_type", "")} if "id_number" in missing else {})


def _chosen(who: Entered, name: str, value: Any, answers: Answers) -> str:
    """How the difference in `name` is settled; "" when it is asked first."""
    allowed = [how for how in CHOICES if _allowed(who, how, name, answers)]
    if answers.for_file is not None:
        answers.differing.append(name)
        how = answers.for_file.get(name, HERE if HERE in allowed else KEEP)
        return how if how in allowed else KEEP
    about = f"{type(who).__name__}{who.id}{name}{value}"
    how = answers.choice(name, about)
    options = tuple(Option(f"{each}:{mark(about)}", _words(each, name, answers.lasting)) for each in allowed)
    unticked = name == "name" or answers.lasting  # another name may mean another person
    first = "" if unticked else options[-1].value
    given = f"{how}:{mark(about)}" if how in allowed else ""
    answers.questions.append(Question(name, _legend(who, name, value), options, given or first))
    return how if how in allowed else ""


def _allowed(who: Entered, how: str, name: str, answers: Answers) -> bool:
    if how == UPDATED:
        return has_request_context() and current_user.is_authenticated and current_user.can("people.edit", who)
    return how != HERE or name in answers.here


def _words(how: str, name: str, lasting: str) -> str:
    if how == HERE and lasting:
        return f"仅用于{lasting}"
    return "更新档案（改过名的）" if (how, name) == (UPDATED, "name") else CHOICES[how]


def _legend(who: Entered, name: str, value: Any) -> str:
    if name == "name":
        about = "、".join(part for part in (candidate(who).label, candidate(who).detail) if part)
        return f"姓名不同：这个号码登记的是{about}，这次填的是“{value}”。是同一个人的，请选择；不是的，请核对号码"
    if not may_see(who):
        return f"{LABELS[name]}：和档案里的不同，这次填的是“{value}”"
    stored = getattr(who, f"{name}_masked", None) or getattr(who, name)
    on_file = f"档案里是“{stored}”" if stored else "档案里没有，您没有补上的权限"
    return f"{LABELS[name]}：{on_file}，这次填的是“{value}”"


def _take(who: Entered, entries: Mapping[str, Any], how: str, answers: Answers) -> None:
    """Put `entries` into the register, and note it."""
    before = standing(who)
    for name in entries.keys() & LABELS.keys():
        _note(who, name, how, answers, before=str(getattr(who, name) or "") if how == UPDATED else "")
    if isinstance(who, Person):
        who.update(**entries)
    else:
        for name, value in entries.items():
            setattr(who, name, value)
    if entries:
        named = "、".join(words for name, words in LABELS.items() if name in entries)
        done = "更新" if how == UPDATED else "补上"
        told = for_the_trail(before, who, entries)
        trail.record("person_edit", subject=who, unit=who.unit, detail=f"{named}：登记时{done}", changes=told)


def _note(who: Entered, name: str, how: str, answers: Answers, before: str = "") -> None:
    actor = current_user.id if has_request_context() and current_user.is_authenticated else None
    change = Change.of(who, name, how, before, actor)
    db.session.add(change)
    answers.noted.append(change)


def who_of(found: Sequence[Entered], typed: Mapping[str, Any], answers: Answers) -> Entered | None:
    """Which of the likely matches `found` is meant; None for somebody new. Raises RuleError, with the question, until somebody has said."""
    if not found:
        return None
    if answers.for_file is not None:
        raise RuleError("登记过同名的人，又没有可以核对的号码，请在页面上单独登记。")
    about = "".join(str(typed.get(name) or "") for name in ("name", "phone", "id_number", "uscc"))
    choice = answers.choice("who", about)
    told = [(each, candidate(each, str(typed.get("name") or ""))) for each in found]
    options = [Option(f"{each.id}:{mark(about)}", shown.label, shown.detail) for each, shown in told]
    options.append(Option(f"{NEW}:{mark(about)}", "都不是，按新人登记"))
    answers.questions.append(
        Question("who", "可能登记过，请选择", tuple(options), f"{choice}:{mark(about)}" if choice else "")
    )
    meant = next((each for each in found if str(each.id) == choice), None)
    if meant is None and choice != NEW:
        raise RuleError("可能登记过同一个人，请选择是哪一位，都不是的按新人登记。", at="known")
    return meant


def candidate(who: Entered, once: str = "") -> Option:
    """Somebody as offered: masked, but enough to tell namesakes apart; of who is out of the user's reach no more than the masked name.
    `once`: the name under which somebody was looked for, and may have been called."""
    if isinstance(who, Person) and not may_see(who):
        return Option(str(who.id), mask_name(who.name), "在别处登记")
    if isinstance(who, Person):
        year = f"{who.birth_masked}生" if who.birth_year else ""
        parts = [who.gone_shown, who.gender, year, who.id_number_masked, who.phone_masked, who.address_masked]
    else:
        parts = [who.uscc, who.legal_person, who.address]
    if once and not same(once, who.name):
        parts.insert(0, f"曾用名 {once}")
    detail = "　".join(part for part in parts if part) or f"只登记了姓名，{who.created_at:%Y-%m-%d} 登记"
    return Option(str(who.id), who.name_shown if isinstance(who, Person) else who.name, detail)
