"""The states of a deed."""

from portal.records import State, States

STATES = States(
    State("nominated", "待受理", open=True, way="举荐登记"),
    State("correcting", "待补正", "warn", open=True, at="nominated"),
    State("declined", "不予受理", "neutral"),
    State("investigating", "调查核实", open=True, way="调查核实"),
    State("review", "待评审", open=True, way="评审"),
    State("proposed", "拟确认", open=True, at="review"),
    State("published", "公示中", open=True, way="公示"),
    State("awaiting", "待确认", "warn", open=True, way="确认"),
    State("confirmed", "已确认", "ok", at="awaiting"),
    State("rejected", "不予确认", "neutral"),
    State("reconsidering", "再确认中", "warn", open=True),
    State("commended", "已表彰", "ok", way="表彰", final=True),
    State("revoked", "已撤销", "danger"),
)
RECOGNISED = ("confirmed", "commended")
