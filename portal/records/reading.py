"""SQL of a register. A statement is built once per filter set and kind of reader and cached; values are bound when it runs.

Rows are selected columns, not entities (measured: 2.4 ms a page against 7). The keys of a page are read in the order of an
index first, and only these rows are joined with what they show.
"""

from collections.abc import Callable, Iterable
from functools import cached_property, partial, reduce
from operator import add
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import BindParameter, ScalarSelect, Select, and_, bindparam, func, or_, select, tuple_, union_all
from sqlalchemy.sql.visitors import replacement_traverse

from portal import clock
from portal.accounts.models import User
from portal.accounts.reader import Reader, narrowed, places_of, shape_of
from portal.org.models import Ancestors
from portal.records import saved_views
from portal.records.filters import LIKE, like
from portal.records.list_query import ListQuery
from portal.web.pages.paging import COUNT_CAP

if TYPE_CHECKING:
    from portal.records.register import Register

MOST_KNOWN = 512


class Statements:
    """The statements of a register. A register with its own SQL passes an object with the same methods."""

    def __init__(self, register: "Register") -> None:
        self.register = register
        self.known: dict[tuple, Select] = {}
        self.asks: frozenset[str] = frozenset()

    # -- what may be asked -----------------------------------------------------------------------------------------

    def page(self, reader: User, asked: ListQuery, last: tuple | None, *, counted: bool = True) -> tuple[Select, dict]:
        """The lines of one page, one more than it shows, with `paged_by` and `total`; `last` is the place after which it
        begins. Without `counted` the total is left out."""
        key = ("page", asked.shape, bool(asked.text), asked.sort, last is not None, counted)
        build = partial(self._page, asked=asked, onward=last is not None, counted=counted)
        statement, given = self._settled(key, build, reader, asked)
        return statement, given | ({"after": last[0], "after_id": last[1]} if last else {})

    def ids(self, reader: User, asked: ListQuery, permission: str = "") -> tuple[Select, dict]:
        """Ids of everything asked for, in the order of the page; with `permission`, only where the reader holds that too."""
        key = ("ids", permission, asked.shape, bool(asked.text), asked.sort)
        return self._settled(key, partial(self._ids, asked=asked, permission=permission), reader, asked)

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
            given |= {LIKE: like(asked.text)}
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
        moment, oldest_first = register.sorts[asked.sort]
        wanted = self._wanted(asked, found)
        parts = [and_(scope, *wanted) for scope in self._parts(reader)]
        firsts = [self._first(part, moment, oldest_first, onward) for part in parts]
        page = (firsts[0] if len(firsts) == 1 else union_all(*(select(each.subquery()) for each in firsts))).subquery(
            "page"
        )
        more = [page.c.paged_by]
        if counted:
            more += [reduce(add, map(self._count, parts)).label("total"), saved_views.there().label("views")]
        order = (page.c.paged_by, page.c.id)
        return (
            self._lines(*more)
            .join(page, page.c.id == register.model.id)
            .order_by(*(order if oldest_first else (each.desc() for each in order)))
            .limit(register.per_page + 1)
        )

    def _ids(self, reader: Reader, *, asked: ListQuery, permission: str, found: Any = None) -> Select:
        register = self.register
        moment, oldest_first = register.sorts[asked.sort]
        also = [register.scope(reader, permission)] if permission else []
        order = (moment, register.model.id)
        return (
            self._plain()
            .where(register.scope(reader, register.permission), *also, *self._wanted(asked, found))
            .order_by(*(order if oldest_first else (each.desc() for each in order)))
        )

    def _wanted(self, asked: ListQuery, found: Any) -> list:
        """Conditions of filters and search, besides the scope of the reader."""
        register = self.register
        wanted = [register.filter(name).where(shape) for name, shape in asked.shape]
        if asked.text:
            wanted.append(or_(*register.search, *([] if found is None else [found])))
        return [*wanted, register.sorts[asked.sort][0].is_not(None)]

    def _parts(self, reader: Reader) -> list:
        """Disjoint conditions whose union is what the reader may see: each part is read in the order of its own index, then they
        are merged. A scope that depends on more than the place is one part."""
        register, offices = self.register, reader.outermost(self.register.permission)
        if len(offices) < 2 or not register.by_place:
            return [register.scope(reader, register.permission)]
        return [office.subtree_of(register.model) for office in offices]

    def _first(self, part: Any, moment: Any, oldest_first: bool, onward: bool) -> Select:
        ident = self.register.model.id
        rows = self._plain(moment.label("paged_by")).where(part)
        if onward:
            place = tuple_(moment, ident)
            last = tuple_(bindparam("after", type_=moment.type), bindparam("after_id"))
            rows = rows.where(place > last if oldest_first else place < last)
        order = (moment, ident) if oldest_first else (moment.desc(), ident.desc())
        return rows.order_by(*order).limit(self.register.per_page + 1)

    def _count(self, part: Any) -> ScalarSelect:
        rows = self._plain().where(part).limit(COUNT_CAP + 1).subquery()
        return select(func.count()).select_from(rows).scalar_subquery()

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
