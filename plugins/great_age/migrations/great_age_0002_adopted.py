"""What was kept while the allowance was a part of 老年助餐 moves over: rows, numbers, papers, lists, decisions about the module, rights and settings.

Where that plugin was taken back to a version of then, its tables are there again, and going back gives it the rows.
"""

from portal.migrating.adoption import Adoption

revision = "great_age_0002"
down_revision = "great_age_0001"
branch_labels = None
depends_on = None

PAPERS = ("sheet", "publication", "payments")

ADOPTION = Adoption(
    source="elder_care",
    plugin="great_age",
    after="elder_care_0012",
    why="高龄津贴从“老年助餐”中分出",
    tables={
        "elder_care_great_settlement": "great_age_settlement",
        "elder_care_great_age": "great_age_recipient",
        "elder_care_great_settlement_line": "great_age_settlement_line",
        "elder_care_great_settlement_payment": "great_age_settlement_payment",
        "elder_care_great_settlement_objection": "great_age_settlement_objection",
        "elder_care_great_settlement_event": "great_age_settlement_event",
        "elder_care_great_age_event": "great_age_recipient_event",
    },
    columns={"great_age_id": "recipient_id"},
    sealed=("great_age_recipient.account",),
    verbs={"stop_great": "stop"},
    series={"elder_care_great_age": "great_age", "elder_care_great_settlement": "great_age_settlement"},
    papers={f"great_{each}": f"settlement_{each}" for each in PAPERS}
    | {f"great_settlement_{each}": f"settlement_{each}" for each in PAPERS},  # as the kit called them at the end
    lists={"elder_care.great_age": "great_age.recipients", "elder_care.great_settlements": "great_age.settlements"},
    permissions={"members": "view"} | {each: each for each in ("manage", "settle", "check", "review", "pay", "export")},
    settings={f"great{tier}{what}": f"tier{tier}{what}" for tier in (1, 2, 3) for what in ("", "_age")}
    | {"great_from": "begins", "publication_days": "publication_days"},
)

upgrade = ADOPTION.upgrade
downgrade = ADOPTION.downgrade
