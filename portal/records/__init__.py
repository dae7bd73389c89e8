"""The records kit: what every register of an office needs, derived from declarations on the record.

A record (`record`) stands in states (`states`), changes only by steps (`steps`) and writes each into its timeline
(`timeline`); time limits run on it (`terms`). On the web side steps are mounted as pages (`mounting`).
"""

from portal.records.next_step import NextStep
from portal.records.record import Part, Record
from portal.records.states import State, States
from portal.records.steps import Beginning, Moved, Step, begins, step
from portal.records.terms import RunsOnTerms, Term
from portal.records.timeline import AppendOnly, Entry, timeline

__all__ = [
    "Record",
    "Part",
    "State",
    "States",
    "Step",
    "step",
    "Beginning",
    "begins",
    "Moved",
    "Entry",
    "AppendOnly",
    "timeline",
    "NextStep",
    "Term",
    "RunsOnTerms",
]
