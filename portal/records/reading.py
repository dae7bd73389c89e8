"""SQL of a register. A statement is built once per filter set and kind of reader and cached; values are bound when it runs.

Rows are selected columns, not entities (measured: 2.4 ms a page against 7). The keys of a page are read in the order of an
index first, and only these rows are joined with what they show.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property, partial, reduce
from operator import add
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BindParameter, Select, and_, bindparam, false, or_, select, true, union_all
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import BooleanClauseList, Grouping
from sqlalchemy.sql.visitors import replacement_traverse

from portal import clock
from portal.accounts.models import User
from portal.accounts.reader import Reader, narrowed, places_of, shape_of
from portal.org.models import Ancestors
from portal.records import saved_views
from portal.records.filters import LIKE, like
from portal.records.list_query import ListQuery
from portal.records.meant import Meant
from portal.records.on_desk import DESK, Waiting, asked_of
from portal.records.window import MOST_FOUND, Part, counted_within, first_ids, together, unindexed, whole, within

if TYPE_CHECKING:
    from portal.records.register import Register

MOST_KNOWN = 512
EXACTLY = "exactly"  # the parameter that stands for what is sought, as it was typed


class Statements:
    """The statements of a register. A register with its own SQL passes an object with the same methods."""

    def __init__(self, register: "Register") -> None:
        self.register = register
        self.known: dict[tuple, Select] = {}
        self.asks: frozenset[str] = frozenset()

    # -- what may be asked -----------------------------------------------------------------------------------------

    def page(self, reader: User, asked: ListQuery, last: tuple | None, *, counted: bool = True) -> tuple[Select, dict]:
        """The lines of one page, one more than it shows, with `paged_by` and `total`; `last` is the place after which it
        begins. Without `counted` the total is left out. A row without an id only says how far the list was read."""
        key = ("page", asked.shape, bool(asked.text), asked.sort, last is not None, counted)
        build = partial(self._page, asked=asked, onward=last is not None, counted=counted)
        statement, given = self._settled(key, build, reader, asked)
        return statement, given | ({"after": last[0], "after_id": last[1]} if last else {})

    def ids(self, reader: User, asked: ListQuery, most: int, permission: str = "") -> tuple[Select, dict]:
        """The first `most` ids of what is asked for, in the order of the page; with `permission`, only where the reader holds that too."""
        key = ("ids", permission, asked.shape, bool(asked.text), asked.sort, most)
        return self._settled(key, partial(self._ids, asked=asked, permission=permission, most=most), reader, asked)

    def number(self, reader: User, asked: ListQuery) -> tuple[Select, dict]:
        """How many there are of what is filtered, as the page counts them, at most one more than the cap; and up to which moment they were
        counted, where that may not be the end of the list."""
        key = ("number", asked.shape, asked.sort)
        return self._settled(key, partial(self._number, asked=asked), reader, asked)

    def lines(self, ids: list[int], reader: User | None = None) -> tuple[Select, dict]:
        """The lines for `ids`, which the reader may see, in any order. With `reader`: as they act on them."""
        return self._by_ids, {"ids": ids, **_time()}

    @cached_property
    def _by_ids(self) -> Select:
        return self._lines().where(self.register.model.id.in_(bindparam("ids", expanding=True)))

    # -- one statement for many readers ----------------------------------------------------------------------------

    def _settled(self, key: tuple, build: Callable, user: User, asked: ListQuery) -> tuple[Select, dict]:
        """The cached statement for `key` and all readers who do not differ from `user` in the permissions it depends on, and the
        values to bind."""
        whole = shape_of(user)
        given = {**asked.given, **places_of(user), **saved_views.bound(self.register.key, user)}
        given |= _time()
        if asked.text:
            given |= {LIKE: like(asked.text), EXACTLY: asked.text}
            if self.register.finds:  # whom a name may mean depends on the reader
                return build(Reader(whole), found=self.register.finds(asked.text, user)), given
        while True:
            shape = narrowed(whole, self.asks)
            statement = self.known.get((key, shape))
            if statement is not None:
                return statement, given
            reader = Reader(shape)
            statement = build(reader)
            if reader.asked <= self.asks:
                self._keep(key, shape, statement)
                return statement, given
            self.asks |= reader.asked

    def _keep(self, key: tuple, shape: tuple, statement: Select) -> None:
        if len(self.known) >= MOST_KNOWN:
            self.known.clear()
        self.known[key, shape] = statement

    # -- putting them together -------------------------------------------------------------------------------------

    def _page(self, reader: Reader, *, asked: ListQuery, onward: bool, counted: bool, found: Any = None) -> Select:
        register = self.register
        parts, wanted, oldest_first = (
            self._parts(reader, asked),
            self._wanted(asked, found),
            register.sorts[asked.sort][1],
        )
        how: dict[str, Any] = {"onward": onward, "most": register.per_page + 1, "counted": counted}
        if asked_of(asked.shape):
            keys = whole([each.of(*wanted) for each in parts], oldest_first, **how)
        elif wanted:
            keys = within(parts, wanted, self._known(reader, asked, found), oldest_first, **how)
        else:
            keys = whole(parts, oldest_first, **how)
        if counted:
            keys.about.append(saved_views.there().label("views"))
        return keys.laid_out(self._lines(), register.model.id, oldest_first, register.per_page + 1)

    def _number(self, reader: Reader, *, asked: ListQuery) -> Select:
        parts, wanted, oldest_first = (
            self._parts(reader, asked),
            self._wanted(asked),
            self.register.sorts[asked.sort][1],
        )
        if wanted and not asked_of(asked.shape):
            return select(*counted_within(parts, wanted, oldest_first))
        return select(reduce(add, (each.of(*wanted).number() for each in parts)))

    def _ids(self, reader: Reader, *, asked: ListQuery, permission: str, most: int, found: Any = None) -> Select:
        _, oldest_first = self.register.sorts[asked.sort]
        also = [self.register.scope(reader, permission)] if permission else []
        wanted = [*also, *self._wanted(asked, found)]
        return first_ids([each.of(*wanted) for each in self._parts(reader, asked)], oldest_first, most)

    def _wanted(self, asked: ListQuery, found: Any = None) -> list:
        """Conditions of filters and search, but for those along which the list is read."""
        register = self.register
        wanted = [
            register.filter(name).where(shape)
            for name, shape in asked.shape
            if name != DESK and not self._orders(name, asked)
        ]
        if asked.text:
            found = found.rows if isinstance(found, Meant) else found
            wanted.append(or_(*register.search, *([] if found is None else [found])))
        return wanted

    def _in_order(self, asked: ListQuery) -> list:
        """Conditions on what the list is sorted by: from which day to which it is read."""
        moment, _ = self.register.sorts[asked.sort]
        along = [
            self.register.filter(name).where(shape)
            for name, shape in asked.shape
            if name != DESK and self._orders(name, asked)
        ]
        return [*along, moment.is_not(None)]

    def _orders(self, name: str, asked: ListQuery) -> bool:
        return self.register.filter(name).column is self.register.sorts[asked.sort][0]

    def _parts(self, reader: Reader, asked: ListQuery) -> list[Part]:
        """Disjoint parts whose union is what the reader may see: each is read in the order of its own index, then they
        are merged. A scope that depends on more than the place is one part for each of its choices, and what stands on a card of the desk is one."""
        if waiting := asked_of(asked.shape):
            return [self._few(reader, asked).of(self._stands_on(waiting))]
        register, offices = self.register, reader.outermost(self.register.permission)
        by_place = len(offices) > 1 and register.by_place
        scopes = [each.subtree_of(register.model) for each in offices] if by_place else apart(self._scope(reader))
        return [self._part(each, asked) for each in scopes]

    def _part(self, scope: Any, asked: ListQuery) -> Part:
        register, (moment, _) = self.register, self.register.sorts[asked.sort]
        conditions = [scope, *self._in_order(asked)]
        bare = select(register.model.id).where(*conditions)
        alone = bare.get_final_froms() == [register.model.__table__]
        return Part(self._plain().where(*conditions), moment, register.model.id, bare if alone else None)

    def _known(self, reader: Reader, asked: ListQuery, found: Any) -> list[Part]:
        """What the words find by an index of its own, wherever it stands in the list."""
        ident = self.register.model.id
        known = [] if found is None else [found.first if isinstance(found, Meant) else self._plain().where(found)]
        if asked.text:
            known += [select(ident).where(each == bindparam(EXACTLY)) for each in self.register.numbered]
        ids = [select(each.limit(MOST_FOUND).subquery()) for each in known]
        filters = self._wanted(replace(asked, text=""))
        return [self._few(reader, asked).of(ident.in_(together(ids)), *filters)] if ids else []

    def _few(self, reader: Reader, asked: ListQuery) -> Part:
        """What the reader may see, of which few are meant: those are looked up by themselves."""
        return self._part(unindexed(self._scope(reader), self.register.model.__table__), asked)

    def _stands_on(self, waiting: Waiting) -> Any:
        return self.register.model.id.in_(union_all(*waiting.ids)) if waiting.ids else false()

    def _scope(self, reader: Reader) -> Any:
        return self.register.scope(reader, self.register.permission)

    def _plain(self, *more: Any) -> Select:
        """SELECT of row ids, joined with what scope and filters need."""
        return joined(select(self.register.model.id, *more), self.register.joins)

    def _lines(self, *more: Any) -> Select:
        """SELECT of the columns that a row shows, and `more`."""
        register = self.register
        statement = joined(select(register.model.id, *register.selected, *more), register.joins)
        for target, on in register.beside:
            statement = statement.outerjoin(target, on)
        return statement


def apart(condition: Any) -> list:
    """The choices of a condition (OR), each without the rows of those before it: what lies in a place is then read in the order of its index, and what was handed
    to somebody by the rows that say so."""
    choices = list(_choices(condition))
    return [
        and_(each, *(earlier.is_not(true()) for earlier in choices[:number])) for number, each in enumerate(choices)
    ]


def _choices(condition: Any) -> Iterator:
    inner = condition.element if isinstance(condition, Grouping) else condition
    if isinstance(inner, BooleanClauseList) and inner.operator is operators.or_:
        for each in inner.clauses:
            yield from _choices(each)
    else:
        yield condition


def leads_an_index(column: Any, model: type[Any]) -> bool:
    """Whether an index of the table of `model` begins with this column of it, so that its values are found without reading on."""
    known = getattr(column, "class_", None) is model and model.__table__.indexes
    return any(next(iter(each.columns)).key == column.key for each in known or () if each.columns)


def _time() -> dict[str, Any]:
    """When a list is read, for the conditions and columns that depend on it."""
    return {"today": clock.today(), "now": clock.now()}


def joined(statement: Select, joins: Iterable) -> Select:
    """`statement` with the joins of a register."""
    for each in joins:
        statement = statement.join(*each) if isinstance(each, tuple) else statement.join(each)
    return statement


def with_values(statement: Select, given: dict) -> Select:
    """`statement` with values bound to uniquely named parameters, so that it can be combined with others."""

    def bound(element: Any, **_: Any) -> BindParameter | None:
        if isinstance(element, BindParameter) and element.key in given:
            return bindparam(None, given[element.key], element.type, unique=True, expanding=element.expanding)
        return None

    return cast(Select, replacement_traverse(cast(Any, statement), {}, bound))


def is_by_place(model: type[Any]) -> bool:
    """Whether access to `model` depends on the unit only (its `reach` is not overridden)."""
    return getattr(model.reach, "__func__", None) is vars(Ancestors)["reach"].__func__
