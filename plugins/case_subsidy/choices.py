"""Codes of 以案定补 and what they are called; its permissions."""

from portal.cases.mediated import DIFFICULTIES

KEY = "case_subsidy"
VIEW, DECLARE, APPROVE, CALL = f"{KEY}.view", f"{KEY}.declare", f"{KEY}.approve", f"{KEY}.call"
SETTLE, CHECK, REVIEW, PAY, EXPORT = f"{KEY}.settle", f"{KEY}.check", f"{KEY}.review", f"{KEY}.pay", f"{KEY}.export"

GRADES = DIFFICULTIES  # one is paid by how hard it was
WAYS = {"phone": "电话", "visit": "上门"}
RESULTS = {"true": "属实", "false": "不属实", "unreached": "没有联系上"}
