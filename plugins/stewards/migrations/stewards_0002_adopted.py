"""What was kept while stewards and their rounds were a part of 红管家议事坊 moves over (portal.migrating.adoption). The forums stay there:
the neighbourhoods they are of are entered here, too."""

from portal.migrating.adoption import Adoption
from portal.migrating.moving import Twin

revision = "stewards_0002"
down_revision = "stewards_0001"
branch_labels = None
depends_on = None

PLACED = ("unit_id", "city_id", "county_id", "township_id", "community_id", "grid_id", "subgrid_id")

ADOPTION = Adoption(
    source="consultation",
    plugin="stewards",
    after="consultation_0013",
    why="红管家从“红管家议事坊”中分出",
    tables={
        "consultation_steward": "stewards_steward",
        "consultation_round": "stewards_round",
        "consultation_round_event": "stewards_round_event",
    },
    columns={"forum_id": "neighbourhood_id"},
    twins=(
        Twin(
            "consultation_forum",
            "stewards_neighbourhood",
            pointers={"forum_id": "neighbourhood_id"},
            same=("unit_id", "name"),
            fields=("founded_on", *PLACED[1:]),
            blank={"consultation_forum": {"venue": "", "convener": ""}},
        ),
    ),
    lists={
        "consultation.stewards": "stewards.roster",
        "consultation.rounds": "stewards.rounds",
    },
    permissions={"view": "view", "round": "note", "manage": "manage", "export": "export"},
    roles={"steward": "steward"},
)

upgrade = ADOPTION.upgrade
downgrade = ADOPTION.downgrade
