"""The states of a deed."""

from portal.records import State, States

STATES = States(
    State("nominated", "待受理", open=True, way="举荐登记", next="受理，材料不全的一次告知补正"),
    State("correcting", "待补正", "warn", open=True, at="nominated", next="申报人补齐材料，登记补正"),
    State("declined", "不予受理", "neutral"),
    State("investigating", "调查核实", open=True, way="调查核实", next="收集证据、制作笔录，调查终结"),
    State("review", "待评审", open=True, way="评审", next="召开评审会，登记表决结果"),
    State("proposed", "拟确认", open=True, at="review", next="公示；本人要求保密的免予公示"),
    State("published", "公示中", open=True, way="公示", next="收到异议的调查答复；公示期满转入确认"),
    State("awaiting", "待确认", "warn", open=True, way="确认", next="作出确认或者不予确认的决定"),
    State("confirmed", "已确认", "ok", at="awaiting", next="表彰"),
    State("rejected", "不予确认", "neutral"),
    State("reconsidering", "再确认中", "warn", open=True, next="登记再确认决定"),
    State("commended", "已表彰", "ok", way="表彰", final=True),
    State("revoked", "已撤销", "danger"),
)
RECOGNISED = ("confirmed", "commended")
