"""The records kit: what every register of an office needs, derived from declarations on the record.

A record (`record`) stands in states (`states`), changes only by steps (`steps`) and writes each into its timeline
(`timeline`); time limits run on it (`terms`). Models import these from here.

The web side has a module for each thing that is declared, and one that mounts it:

- steps: `asking`, `step_page`, `mounting`; the page that begins a record, and its button: `beginning`; `attempt` tries one;
  `declarations` are asked before a plugin is taken in; `mounted` is what all these have in common
- cards of the desk, and what stays open: `desk`; panels on pages of the core: `panel`
- lists: `register` with `columns`, `people_columns`, `meant`, `filters`, `ranges`; `list_query` (what an address asks of one), `reading` and `rows` (its statements);
  `lists` mounts it, with `bulk` (steps for many rows), `exports`, `saved_views` and `saved_view_pages`
- papers: `papers`; figures: `figures` with `period`, `statistics`
- rosters from Excel: `sheets` (what a file holds) with `sheet_table`, read by `sheet_reader` and `text_reader`; `imports`, `import_batch`, `import_pages`
- residents without an account: `public_pages` with `public_asking`, `public_form`, `public_following`, `public_guards`; `followed`
  is the mixin of records that are found by number and code
- people: `people` (`contact()`, who is named in a record), `representation` (who may act for whom), `data_rights` (what a
  resident may ask), `contact_migration`
- what one plugin begins from a record of another: `origin`; who serves at a place: `serving`; the box in which a body is chosen: `choosing`
- mixins for what holds from a day on: `dated`, for memberships: `roster`; accounts: `ledger`; what a place must have to run: `licences` with `licence_pages`; cards that somebody
  carries: `cards` with `card_pages`; photos: `portraits` with `portrait_pages`
- `samples` with `stage` tells the arguments of each step once, for
  the demo, the tests and the conformance suite

docs/plugins.md has an example of each.
"""

from portal.records.moved import Moved
from portal.records.next_step import NextStep
from portal.records.record import Body, Part, Record
from portal.records.states import State, States
from portal.records.steps import Beginning, Step, begins, step
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
