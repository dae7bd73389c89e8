"""The states of a case. A case that waits, is merged or escalated keeps its state: that is a row beside it."""

from portal.records import State, States

STATES = States(  # the eight states of a case
    State("registered", "待受理", open=True, way="登记", next="受理分流，定下类型、分级和由谁办理"),
    State("declined", "不予受理", "neutral", next="归档"),
    State("triaged", "待交办", open=True, way="受理分流", next="交给承办单位；当场已经解决的，核查后办结"),
    State("assigned", "待签收", open=True, way="交办", next="承办单位签收"),
    State("in_progress", "办理中", open=True, way="办理", next="承办单位办理并反馈结果"),
    State("reported", "待核查", "warn", open=True, way="反馈核查", next="核查反馈的结果，办结；没有解决的再交办"),
    State("resolved", "已办结", "ok", way="办结", next="归档"),
    State("archived", "已归档", "ok", way="归档", final=True),
)
OUT = ("assigned", "in_progress")  # in the hands of others
OPEN_SQL = f"status IN ({', '.join(repr(key) for key in STATES.open)})"  # written out, as in the partial indexes
BACK_SQL = "came_back"  # as above
NEW_SQL = "NOT came_back"
VISIT_SQL = "visit_by IS NOT NULL"
PASSED_SQL = "take_by IS NOT NULL"
DISPUTED_SQL = "contested"
UNTOLD_SQL = "outcome_untold"
ABOVE_SQL = f"charge IS NOT NULL AND {OPEN_SQL}"
# What a list or a card asks, with which also a PostgreSQL that knows nothing of the table is led to the index: it takes NOT NULL alone for all rows.
VISITED_BY_SQL = f"{VISIT_SQL} AND visit_by > '1970-01-01'"
TAKEN_BY_SQL = f"{PASSED_SQL} AND take_by > '1970-01-01'"
# The same for a list, which is read in its own order: so written that SQLite takes no index for the range.
TO_VISIT_SQL = f"{VISIT_SQL} AND visit_by || '' > ''"
TO_TAKE_SQL = f"{PASSED_SQL} AND take_by || '' > ''"
HELD_ABOVE_SQL = f"{ABOVE_SQL} AND charge || '' > ''"
FEW = {  # by what a case is one of the few of which lists are made: the bit by which its assignments say so (`Assignment.few`)
    "came_back": 1,
    "visit_by": 2,
    "take_by": 4,
    "contested": 8,
    "charge": 16,
}
