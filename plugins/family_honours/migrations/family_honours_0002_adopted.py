"""What was kept while honours were a part of 家风教育 moves over: rows, numbers, papers, lists, decisions about the module, roles, rights and
settings."""

from portal.migrating.adoption import Adoption

revision = "family_honours_0002"
down_revision = "family_honours_0001"
branch_labels = None
depends_on = None

PAPERS = ("notice", "roll", "review", "certificate", "revocation")
SERIES = ("campaign", "honour", "objection", "certificate")
LISTS = ("campaigns", "honours", "objections", "earlier")
KINDS = ("best", "civil", "filial", "village")
FIELDS = (
    *(f"criteria_{each}" for each in KINDS),
    "negative_family",
    "negative_village",
    "reviewers",
    "majority",
    "publication_days",
    "day_kind",
    "objection_days",
    "review_years",
    "nominations_most",
    *(f"{each}_pattern" for each in SERIES),
)

ADOPTION = Adoption(
    source="family_values",
    plugin="family_honours",
    after="family_values_0006",
    why="家庭荣誉从“家风教育”中分出",
    tables={  # parents before children
        "family_values_campaign": "family_honours_campaign",
        "family_values_campaign_event": "family_honours_campaign_event",
        "family_values_honour": "family_honours_honour",
        "family_values_honour_event": "family_honours_honour_event",
        "family_values_honour_check": "family_honours_check",
        "family_values_honour_review": "family_honours_review",
        "family_values_stood_aside": "family_honours_aside",
        "family_values_objection": "family_honours_objection",
        "family_values_objection_event": "family_honours_objection_event",
    },
    sealed=("family_honours_check.finding",),
    series={f"family_values.{each}": f"family_honours.{each}" for each in SERIES},
    papers={f"honour_{each}": each for each in PAPERS},
    lists={f"family_values.{each}": f"family_honours.{each}" for each in LISTS},
    permissions={each: each for each in ("view", "nominate", "decide", "export")},
    roles={"federation": "federation"},
    settings={each: each for each in FIELDS},
)

upgrade = ADOPTION.upgrade
downgrade = ADOPTION.downgrade
