"""What was kept while matters, rules and councils of villages were a part of 红管家议事坊 moves over (portal.migrating.adoption)."""

from portal.migrating.adoption import Adoption

revision = "village_affairs_0003"
down_revision = "village_affairs_0002"
branch_labels = None
depends_on = None

QUORUMS = ("representatives", "villagers", "households", "party", "passing")
SETTINGS = (
    *(
        f"village_{each}"
        for each in ("law", *QUORUMS, "notice_days", "post_days", "answer_days", "again_days", "pattern")
    ),
    *("covenant_law", "residents_law", "councils", "council_years", "day_kind"),
)

ADOPTION = Adoption(
    source="consultation",
    plugin="village_affairs",
    after="consultation_0012",
    why="村级事务从“红管家议事坊”中分出",
    tables={
        "consultation_village_matter": "village_affairs_matter",
        "consultation_village_event": "village_affairs_matter_event",
        "consultation_village_objection": "village_affairs_objection",
        "consultation_village_sheet": "village_affairs_matter_sheet",
        "consultation_covenant": "village_affairs_covenant",
        "consultation_covenant_event": "village_affairs_covenant_event",
        "consultation_council": "village_affairs_council",
        "consultation_council_member": "village_affairs_council_member",
        "consultation_activity": "village_affairs_activity",
    },
    series={"consultation.village": "village_affairs.matters"},
    papers={f"village_{each}": each for each in ("blanks", "sheet", "decision", "result")},
    lists={
        "consultation.village_matters": "village_affairs.matters",
        **{f"consultation.{each}": f"village_affairs.{each}" for each in ("covenants", "councils", "activities")},
    },
    permissions={"view": "view", "village": "manage", "filing": "filing", "export": "export"},
    settings={each: each for each in SETTINGS},
)

upgrade = ADOPTION.upgrade
downgrade = ADOPTION.downgrade
