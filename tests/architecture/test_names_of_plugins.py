"""A plugin that is split off takes along what core tables say of it by name: a core table that begins to name plugins is not forgotten."""

from importlib.metadata import entry_points

from sqlalchemy import String

from portal.extensions import db
from portal.migrating.moving import RENAMED

WORDS = {"base", "channel", "key", "list", "permission", "plugin", "role", "section", "series", "subject_kind"}
COPIED = {
    "plugin_activation.plugin",
    "accounts_role_grant.permission",
    "settings_row.section",
}  # decisions are made again
STAY = {
    "accounts_own_role.key": "of a role that a district made, which names no plugin; its `base` moves",
    "audit_entry.subject_kind": "the trail is never rewritten",
    "cases_assignment.channel": "who the case was handed to then",
    "cases_assignment.role": "who leads and who assists, and no role of an account",
    "core_guess.key": "a keyed hash of whoever guessed",
    "jobs_job.key": "jobs of the new plugin are planned anew",
    "jobs_job.plugin": "so are theirs",
    "people_change.subject_kind": "where something was said of a resident is told as long as it is there",
    "records_export_request.list": "a request is good for some days, and made anew",
    "records_volume_batch.key": "a batch is begun anew, and finds what is bound",
    "web_draft.key": "of a form, which is filled in anew",
    "web_submission.key": "of a form that was sent",
}


def test_every_name_of_a_plugin_in_the_core_moves_or_has_a_reason_to_stay(app):
    own = tuple(f"{each.name}_" for each in entry_points(group="portal.plugins"))
    core = [table for table in db.metadata.sorted_tables if not table.name.startswith(own)]
    texts = [column for table in core for column in table.columns if isinstance(column.type, String)]
    named = {f"{column.table.name}.{column.name}" for column in texts if column.name in WORDS}
    assert named == {*RENAMED, *COPIED, *STAY}
