"""The settings of the plugin all bear its name, in the rules that were kept with a vote, too."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

from portal.migrating.decisions import rename_settings

revision = "owners_vote_0003"
down_revision = "owners_vote_0002"
branch_labels = None
depends_on = None

SECTION = "owners_vote"
NAMES = {f"local_{each}": f"owners_local_{each}" for each in ("name", "source", "matters", "taking", "of", "passing")}
VOTES = sa.table("owners_vote_vote", sa.column("id", sa.Integer()), sa.column("rules", sa.JSON(none_as_null=True)))


def upgrade() -> None:
    _rename(NAMES)


def downgrade() -> None:
    _rename({new: old for old, new in NAMES.items()})


def _rename(names: Mapping[str, str]) -> None:
    rename_settings(SECTION, names)
    for vote in op.get_bind().execute(sa.select(VOTES)).all():
        if vote.rules:
            kept = {names.get(name, name): value for name, value in vote.rules.items()}
            op.get_bind().execute(VOTES.update().where(VOTES.c.id == vote.id).values(rules=kept))
