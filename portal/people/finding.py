"""Queries that find residents and organisations, so that nobody is entered twice."""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, false, func, or_, select, true, union_all
from sqlalchemy.orm import aliased

from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people import guesses
from portal.people.id_number import compact
from portal.people.id_types import NONE
from portal.people.known_as import former, known_as
from portal.people.models import Organisation, Person, PersonTerm
from portal.people.pinyin import normalise_query
from portal.people.reach import may_edit, may_see
from portal.people.reconciling import Answers, reconcile, same, who_of
from portal.protection import hashed, keyring
from portal.together import looked_up, made, write_down

__all__ = [
    "found_or_entered",
    "means",
    "resident_of",
    "people_matching",
    "people_meant",
    "resident_numbered",
    "residents_numbered",
]

LIMIT = 20
MOST_HITS = (
    10 * LIMIT
)  # terms that are read where a name is common; hardly anybody has more than ten with one beginning
NAMESAKES = 200  # among whom the last four digits tell somebody apart
MOST_HITS_APART = 10 * NAMESAKES
Entry = aliased(Person)  # of which another may stand for the resident by now
_NAME_AND_LAST_FOUR = re.compile(r"(\D*[^\W\d_])\s*([0-9]{3}[0-9Xx])")
_NOBODY = select(PersonTerm.person_id).where(false())
ANOTHERS = "这个证件号码已登记过，但姓名不同，请核对。"
OF_THE_RESIDENT = ("name", "id_number", "id_type", "birth_date", "phone", "address")


def people_matching(text: str, units: list[OrgUnit]) -> Select:
    """Residents that `text` may mean, for somebody who works in `units`.

    A full ID number or phone matches within the county (the clerk holds the card); part of the name, initials or pinyin match
    within the own subtree only. So do a former phone and a former name, where it is whole (`known_as`). Never part of a number: each answer would tell the reader a part that the pages hide.
    """
    kind, value = normalise_query(text)
    counties = _counties(units)
    if kind == "id_number":
        return people_numbered([value], units)
    if kind == "unknown":
        return select(Person).where(false())
    otherwise = sorted(known_as(text))  # most often nobody, and the statement stays as it is
    if kind == "phone":
        now = _lasting(Entry.county_id.in_(counties), hashed(Entry.phone_hash, value))
        before = select(Person.id).where(Person.id.in_(otherwise), (Person.county_id + 0).in_(counties))
        return _of([now, before] if otherwise else [now])  # each by an index of its own: OR would use none
    hits = [_hits(unit, _begins(value), MOST_HITS) for unit in units]
    if otherwise:
        hits += [select(Person.id).where(Person.id.in_(otherwise), _lies_in(unit)) for unit in units]
    return _of(hits).order_by(Person.name, Person.id).limit(LIMIT)


def people_meant(text: str, units: list[OrgUnit], most: int | None = None) -> list[Select]:
    """The ids of the residents of `units` whom `text` may mean: name, pinyin, whole number, phone, a select for each place they lie in; `most`: of
    a common name the first so many of each."""
    kind, value = normalise_query(text)
    if kind not in ("name", "pinyin"):
        return [people_matching(text, units).with_only_columns(Person.id)]
    found = [each for unit in units for each in _places(unit, _begins(value), most)]
    if otherwise := sorted(known_as(text)):
        found += [select(Person.id).where(Person.id.in_(otherwise), _lies_in(unit)) for unit in units]
    return found


def means(person: Any, text: str, units: list[OrgUnit]) -> ColumnElement[bool]:
    """Whether `person`, a column with the id of a resident, is one of the residents of `units` whom `text` may mean, asked of each row of a list. By one letter or character,
    whom half a city may be called by, each row's resident is looked up; else the few who are meant are read once."""
    kind, value = normalise_query(text)
    if kind not in ("name", "pinyin") or len(value) > 1:
        return or_(false(), *(person.in_(each).is_(true()) for each in people_meant(text, units)))
    return or_(false(), *(_called_so(person, unit, value).is_not(None) for unit in units))


def _called_so(person: Any, unit: OrgUnit, value: str) -> ScalarSelect:
    """One term of `person` within `unit` that begins so. It is looked up among the few of the resident: `+ 0` bars the way by the letters, on which
    there are as many as are called so; and of what has a LIMIT no database makes a join."""
    scopes = _scopes(unit)
    found = select(PersonTerm.person_id).where(
        PersonTerm.person_id == person, (PersonTerm.scope + 0).in_(scopes), _begins(value)
    )
    if unit.county_id and scopes != [unit.id]:
        found = found.join(Person, Person.id == PersonTerm.person_id).where(_lies_in(unit))
    return found.limit(1).scalar_subquery()


def name_and_last_four(text: str) -> tuple[str, str] | None:
    """What `王建国 0013` consists of."""
    found = _NAME_AND_LAST_FOUR.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return (found[1], found[2].upper()) if found else None


def people_told_apart(name: str, last_four: str, units: list[OrgUnit]) -> list[Person]:
    """Of the residents of `units` whom `name` may mean those whose number ends so. Nothing of the last four is stored: the numbers of
    the namesakes are read. Raises RuleError where these are too many to be told apart (docs/adr/0068)."""
    hits = [_hits(unit, _begins(normalise_query(name).value), MOST_HITS_APART) for unit in units]
    namesakes = db.session.scalars(_of(hits).order_by(Person.name, Person.id).limit(NAMESAKES + 1)).all()
    if len(namesakes) > NAMESAKES:
        raise RuleError("这样的姓名太多，只凭后四位分不清。请把姓名写全，或者填写完整的身份证号。", at="q")
    return [who for who in namesakes if (who.id_number or "").endswith(last_four)]


def people_numbered(numbers: list[str], units: list[OrgUnit]) -> Select:
    """Residents of the counties of `units` with one of these ID numbers, or to whom an entry with one of them was merged."""
    return _of([_lasting(Entry.county_id.in_(_counties(units)), hashed(Entry.id_hash, *numbers))])


def resident_numbered(unit: OrgUnit, number: str) -> Person | None:
    """Who has this number in the county of `unit`; of rows that are taken together, also who was entered by one of them."""
    return looked_up(_numbered(unit, number), lambda: db.session.scalars(people_numbered([number], [unit])).first())


def residents_numbered(unit: OrgUnit, numbers: Iterable[str]) -> dict[Hashable, Person | None]:
    """The same for many `numbers` in one statement: what rows that are taken `together` look up."""
    kind: Any = Person.id_hash.type
    hashes = {each: number for number in set(numbers) for each in keyring.indexes(kind.form(number), kind.place)}
    found: dict[Hashable, Person | None] = {_numbered(unit, number): None for number in hashes.values()}
    stands = func.coalesce(Entry.merged_into_id, Entry.id)
    rows = select(Entry.id_hash, Person).join(Person, Person.id == stands).where(Entry.id_hash.in_(sorted(hashes)))
    for mark, person in db.session.execute(rows.where(Entry.county_id.in_(_counties([unit])))):
        found[_numbered(unit, hashes[mark])] = person
    return found


def _numbered(unit: OrgUnit, number: str) -> Hashable:
    return "resident", unit.county_id or unit.id, number


def found_or_entered(
    unit: OrgUnit, *, name: str, id_number: str, answers: Answers | None = None, **known: Any
) -> Person:
    """The resident of the county with this number of an ID card or another document, entered in `unit` if new; of `known` (fields of Person) what
    was not known yet is added. Flushes, but where rows are taken together. `answers`: what the form's `known` chose; the questions that are open are put there.

    Raises RuleError where the number was entered with another name, without quoting either: what is said may be stored; and where `answers`
    leave something open. Without them what differs stays as it was.
    """
    typed = {"name": name, **known, "id_number": id_number}
    of_file = answers is not None and answers.for_file is not None
    if known.get("id_type") == NONE:
        typed |= {"id_number": "", "id_note": id_number}
    if id_number and known.get("id_type") != NONE:
        person = resident_numbered(unit, id_number)
        if person is not None and person.id is None:  # of a row above
            db.session.flush()
        if not of_file:
            guesses.note(id_number, [person] if person is not None and same(person.name, name) else [], answers)
    else:
        person = who_of(namesakes(typed, people_like([typed], [unit])), typed, answers) if answers else None
    if person is None:
        person = Person.enter(unit, number_is_new=True, **typed)
        made(_numbered(unit, typed["id_number"]), person)
        write_down()
    elif not same(person.name, name) and (answers is None or of_file):
        raise RuleError(ANOTHERS)
    elif person.restricted_at:
        person.admit_use()
    elif answers is not None:
        reconcile(person, typed, answers)
    elif may_edit(person):
        person.update(**{field: value for field, value in known.items() if value and not getattr(person, field)})
    return person


def resident_of(unit: OrgUnit, row: Mapping[str, Any]) -> Person:
    """`found_or_entered` of what a `ResidentForm` asks for, typed or as a line of a roster; what else the form asks is left."""
    typed = {name: row[name] for name in OF_THE_RESIDENT if name in row}
    return found_or_entered(unit, answers=row.get("known"), **typed)


def holder_of(typed: Mapping[str, Any], people: Iterable[Person], answers: Answers) -> Person | None:
    """Which of `people` has the number that was `typed`."""
    number = typed["id_number"]
    found = {who.id_number: who for who in people}.get(number) if number else None
    if number and found is None:
        found = next((who for who in people if who.bears(number)), None)
    guesses.note(number, [found] if found and same(found.name, typed["name"] or found.name) else [], answers)
    return found


def people_like(rows: Sequence[Mapping[str, Any]], units: list[OrgUnit]) -> list[Person]:
    """Everybody who may be one of those typed in `rows` (fields of Person), found in one statement: by number or telephone within the counties of `units`, by the
    whole name within `units`; by a telephone or name of before, too."""
    counties = _counties(units)
    numbers = [row["id_number"] for row in rows if row.get("id_number")]
    phones = {row["phone"] for row in rows if row.get("phone")}
    names = {normalise_query(row["name"]).value for row in rows if row.get("name")}
    now = _lasting(Entry.county_id.in_(counties), hashed(Entry.phone_hash, *sorted(phones)))
    once = former([*phones, *(row["name"] for row in rows if row.get("name"))])
    before = Person.id.in_(once), (Person.county_id + 0).in_(counties)
    found = people_numbered(numbers, units), select(Person).where(*before), _called(names, units)
    ids = union_all(now, *(each.with_only_columns(Person.id) for each in found))
    return list(
        db.session.scalars(select(Person).where(Person.id.in_(ids), Person.erased_at.is_(None)).order_by(Person.id))
    )


def namesakes(typed: Mapping[str, Any], people: Iterable[Person]) -> list[Person]:
    """Those of `people` who may be the one that was `typed`: of the same name or called so once, those with the same telephone number first; never one with another
    number of a document, for that is somebody else, nor one of whom the user may not be told."""
    number, phone = typed.get("id_number"), typed.get("phone")
    others = [who for who in people if not (number and who.id_number) and may_see(who)]
    found = [who for who in others if same(who.name, typed["name"] or "")]
    if len(found) < len(others) and typed["name"]:
        once = known_as(typed["name"])
        found += [who for who in others if who.id in once and who not in found]
    return sorted(found, key=lambda who: who.phone != phone)[:LIMIT]


def firms_called(typed: Mapping[str, Any], units: list[OrgUnit]) -> list[Organisation]:
    """Organisations of the county that may be the one that was `typed`: of the same name, and not with another code."""
    name, code = typed["name"], typed.get("uscc")
    found = db.session.scalars(organisations_matching(name, units)) if name else ()
    return [each for each in found if same(each.name, name) and not (code and each.uscc)]


def _called(terms: Iterable[str], units: list[OrgUnit]) -> Select:
    return _of([_hits(unit, PersonTerm.term.in_(sorted(terms))) for unit in units])


def _begins(value: str) -> ColumnElement[bool]:
    return (PersonTerm.term >= value) & (PersonTerm.term < value + "\U0010ffff")


def _lasting(*conditions: ColumnElement[bool]) -> Select:
    """The ids of who stands for the entries (`Entry`) that meet the `conditions`."""
    return select(func.coalesce(Entry.merged_into_id, Entry.id)).where(*conditions)


def _of(hits: list[Select]) -> Select:
    """The residents whose ids are among `hits`."""
    ids = [select(each.subquery()) for each in hits]  # one with an end of its own cannot stand in a union as it is
    return select(Person).where(Person.id.in_(union_all(*ids)) if hits else false())


def _hits(unit: OrgUnit, wanted: ColumnElement[bool], most: int | None = None) -> Select:
    """The ids of residents in the subtree of `unit` with a term that is `wanted`, the shortest terms first; of whom there are many, those of
    the first `most` terms. The terms are read along their index, whatever the database believes of how many there are."""
    parts = [_in_scope(unit, scope, wanted, most) for scope in _scopes(unit)]
    if not parts:
        return _NOBODY
    found = (union_all(*parts) if len(parts) > 1 else parts[0]).subquery()
    hits = select(found.c.person_id)
    return hits.order_by(found.c.term, found.c.person_id).limit(most) if most and len(parts) > 1 else hits


def _places(unit: OrgUnit, wanted: ColumnElement[bool], most: int | None) -> list[Select]:
    """As `_hits`, each scope by itself."""
    parts = (_in_scope(unit, scope, wanted, most).subquery() for scope in _scopes(unit))
    return [select(each.c.person_id) for each in parts]


def _in_scope(unit: OrgUnit, scope: int, wanted: ColumnElement[bool], most: int | None) -> Select:
    """Terms and ids of residents of `unit` in one of its scopes."""
    part = select(PersonTerm.term, PersonTerm.person_id).where(PersonTerm.scope == scope, wanted)
    if unit.county_id and scope != unit.id:
        part = part.join(Person, Person.id == PersonTerm.person_id).where(_lies_in(unit))
    return select(part.order_by(PersonTerm.term, PersonTerm.person_id).limit(most).subquery()) if most else part


def _scopes(unit: OrgUnit) -> list[int]:
    """The units under which the terms are kept of residents in the subtree of `unit`: its community or township, itself, or the counties below it."""
    if unit.county_id or unit.kind == "department":
        return [unit.community_id or unit.township_id or unit.id]
    return sorted(_counties([unit]))


def _counties(units: list[OrgUnit]) -> set[int]:
    """The counties in which `units` lie, or which lie below them."""
    within = {unit.county_id for unit in units if unit.county_id}
    above = [OrgUnit.path.startswith(unit.path) for unit in units if not unit.county_id and unit.kind != "department"]
    if above:
        within.update(db.session.scalars(select(OrgUnit.id).where(OrgUnit.kind == "county", or_(*above))))
    return within


def _lies_in(unit: OrgUnit) -> ColumnElement[bool]:
    """Like `unit.subtree_of(Person)`, but written so that no index is used for it: the index on the search terms must be.

    (Without statistics SQLite would scan the whole county: measured 7 instead of 120 times faster than LIKE.)
    """
    return getattr(Person, unit.level_column or "unit_id") + 0 == unit.id


def organisations_matching(text: str, units: list[OrgUnit]) -> Select:
    """Organisations of the county whose code is `text` or whose name begins with it."""
    counties = _counties(units)
    text = text.strip()
    wanted = (Organisation.uscc == compact(text)) | Organisation.name.startswith(text, autoescape=True)
    return (
        select(Organisation).where(Organisation.county_id.in_(counties), wanted).order_by(Organisation.id).limit(LIMIT)
    )
