"""Applicants, witnesses and objectors become contacts, who are encrypted and found when they ask for their data."""

import sqlalchemy as sa

from portal.records.contact_migration import Told

revision = "heroes_0004"
down_revision = "heroes_0003"
branch_labels = None
depends_on = None

APPLICANT = Told(
    "heroes_deed", "applicant_id", {"name": "applicant", "phone": "applicant_phone"}, sealed=("applicant_phone",)
)
WITNESS = Told(
    "heroes_statement",
    "witness_id",
    {"name": "witness", "gender": "gender", "id_number": "id_number", "phone": "phone", "address": "address"},
    sealed=("id_number", "phone", "address"),
)
OBJECTOR = Told("heroes_objection", "objector_id", {"name": "objector", "phone": "phone"}, sealed=("phone",))
APPLICANT_AGAIN = Told("heroes_reconsideration", "applicant_id", {"name": "applicant"})


def upgrade() -> None:
    for each in (APPLICANT, WITNESS, OBJECTOR, APPLICANT_AGAIN):
        each.gather()


def downgrade() -> None:
    APPLICANT.scatter(_words("applicant", 80), _sealed("applicant_phone"))
    WITNESS.scatter(
        _words("witness", 60), _words("gender", 1), _sealed("id_number"), _sealed("phone"), _sealed("address")
    )
    OBJECTOR.scatter(_words("objector", 60), _sealed("phone"))
    APPLICANT_AGAIN.scatter(_words("applicant", 60))


def _words(name: str, length: int) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=False, server_default="")


def _sealed(name: str) -> sa.Column:
    return sa.Column(name, sa.String(), nullable=True)
