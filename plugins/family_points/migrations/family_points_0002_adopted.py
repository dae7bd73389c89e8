"""What was kept while points were a part of 家风教育 moves over: rows, numbers, papers, lists, decisions about the module, rights and settings."""

from portal.migrating.adoption import Adoption

revision = "family_points_0002"
down_revision = "family_points_0001"
branch_labels = None
depends_on = None

SAME = ("good", "rule", "account", "claim", "claim_event", "exchange", "exchange_event")  # parents before children
LISTS = ("claims", "accounts", "exchanges", "goods", "rules")

ADOPTION = Adoption(
    source="family_values",
    plugin="family_points",
    after="family_values_0006",
    why="家庭积分从“家风教育”中分出",
    tables={f"family_values_{each}": f"family_points_{each}" for each in SAME}
    | {"family_values_point_line": "family_points_line", "family_values_stock_line": "family_points_stock_line"},
    series={f"family_values_{each}": f"family_points_{each}" for each in ("account", "claim", "exchange")},
    papers={"points_statement": "statement"},
    lists={f"family_values.{each}": f"family_points.{each}" for each in LISTS},
    permissions={"points": "claim"} | {each: each for each in ("view", "confirm", "manage", "export")},
    settings={
        "points_confirm": "confirmed_by",
        "points_pattern": "claim_pattern",
        "points_account_pattern": "account_pattern",
        "exchange_pattern": "exchange_pattern",
    }
    | {f"points_{each}": each for each in ("months", "late_days", "answer_days", "appeal_days", "open_most")},
)

upgrade = ADOPTION.upgrade
downgrade = ADOPTION.downgrade
