"""Counts of cases, kept with each step: how a case stands in the figures from one day to another, and sums of that for each unit.

`standing` reads how cases stand, `keeping` writes it down in the transaction of the step, `folding` adds it up, `checking` proves it equal
to a recount. Why it is done so: docs/adr/0052.
"""
