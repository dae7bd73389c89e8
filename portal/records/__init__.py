"""The records kit: what every register of an office needs, derived from declarations on the record.

A record (`record`) stands in states (`states`), changes only by steps (`steps`) and writes each into its timeline
(`timeline`); time limits run on it (`terms`). Models import these from here.

The web side has a module for each thing that is declared, and one that mounts it: steps (`asking`, `step_page`, `mounting`), lists
(`register` with `columns`, `filters`, `ranges`; `lists`), papers (`papers`), figures (`figures`, `statistics`), rosters from Excel
(`imports`, `import_pages`). `roster` and `ledger` are mixins for memberships and accounts. docs/plugins.md has an example of each.
"""

from portal.records.next_step import NextStep
from portal.records.record import Body, Part, Record
from portal.records.states import State, States
from portal.records.steps import Beginning, Moved, Step, begins, step
from portal.records.terms import RunsOnTerms, Term
from portal.records.timeline import AppendOnly, Entry, timeline

__all__ = [
    "Record",
    "Part",
    "Body",
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
