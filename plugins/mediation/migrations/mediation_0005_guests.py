"""The guests of a sitting, several in one text, become a row each; whom a visit asked is a party, or a contact like the guests."""

import re

import sqlalchemy as sa
from alembic import op

from portal.records.contact_migration import Told, enter, take_out

revision = "mediation_0005"
down_revision = "mediation_0004"
branch_labels = None
depends_on = None

SEPARATORS = re.compile(r"[\n、，,；;]")
NUMBER = re.compile(r"[+＋]?[\d-]{7,}")
UNKNOWN = "未记录"
OTHER = Told("mediation_follow_up", "other_id", {"name": "interviewee"})
ONE_INTERVIEWEE = "(party_id IS NULL) <> (other_id IS NULL)"

session = sa.table("mediation_session", sa.column("id"), sa.column("guests"))
guest = sa.table("mediation_guest", *(sa.column(name) for name in ("id", "session_id", "identity", "who_id")))
visit = sa.table("mediation_follow_up", *(sa.column(name) for name in ("id", "dispute_id", "party_id", "interviewee")))
part = sa.table("mediation_dispute_party", sa.column("dispute_id"), sa.column("party_id"))
party = sa.table("cases_party", *(sa.column(name) for name in ("id", "person_id", "organisation_id")))
person = sa.table("people_person", sa.column("id"), sa.column("name"))
organisation = sa.table("people_organisation", sa.column("id"), sa.column("name"))
PARTIES = (
    sa.select(party.c.id, part.c.dispute_id, sa.func.coalesce(person.c.name, organisation.c.name).label("name"))
    .join(part, part.c.party_id == party.c.id)
    .outerjoin(person, person.c.id == party.c.person_id)
    .outerjoin(organisation, organisation.c.id == party.c.organisation_id)
)


def upgrade() -> None:
    _make_guests()
    with op.batch_alter_table("mediation_session") as batch:
        batch.drop_column("guests")
    with op.batch_alter_table("mediation_follow_up") as batch:
        batch.add_column(sa.Column("party_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_mediation_follow_up_party_id"), "cases_party", ["party_id"], ["id"])
    _point_to_parties()
    OTHER.gather()
    with op.batch_alter_table("mediation_follow_up") as batch:
        batch.create_check_constraint(op.f("ck_mediation_follow_up_one_interviewee"), ONE_INTERVIEWEE)


def downgrade() -> None:
    with op.batch_alter_table("mediation_follow_up") as batch:
        batch.drop_constraint(op.f("ck_mediation_follow_up_one_interviewee"), type_="check")
    OTHER.scatter(sa.Column("interviewee", sa.String(length=60), nullable=False, server_default=""))
    _name_parties()
    with op.batch_alter_table("mediation_follow_up") as batch:
        batch.drop_constraint(op.f("fk_mediation_follow_up_party_id"), type_="foreignkey")
        batch.drop_column("party_id")
    with op.batch_alter_table("mediation_session") as batch:
        batch.add_column(sa.Column("guests", sa.Text(), nullable=False, server_default=""))
    _write_guests()
    with op.batch_alter_table("mediation_session") as batch:
        batch.alter_column("guests", existing_type=sa.Text(), server_default=None)


def _make_guests() -> None:
    op.create_table(
        "mediation_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("identity", sa.String(length=500), nullable=False),
        sa.Column("who_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["session_id"], ["mediation_session.id"], name=op.f("fk_mediation_guest_session_id")),
        sa.ForeignKeyConstraint(["who_id"], ["records_contact.id"], name=op.f("fk_mediation_guest_who_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mediation_guest")),
    )
    for name in ("session_id", "who_id"):
        op.create_index(op.f(f"ix_mediation_guest_{name}"), "mediation_guest", [name])
    connection = op.get_bind()
    for ident, text in connection.execute(sa.select(session).where(session.c.guests != "").order_by(session.c.id)):
        for line in filter(str.strip, SEPARATORS.split(text)):
            name, *told = line.split()
            number = next(filter(NUMBER.fullmatch, told), None)
            identity = " ".join(each for each in told if each != number)
            row = {"session_id": ident, "identity": identity, "who_id": enter({"name": name, "phone": number})}
            connection.execute(guest.insert().values(row))


def _write_guests() -> None:
    connection, lines = op.get_bind(), {}
    rows = connection.execute(sa.select(guest).order_by(guest.c.id)).all()
    op.drop_table("mediation_guest")
    for row in rows:
        told = take_out(row.who_id)
        words = (told["name"], row.identity, told["phone"])
        lines.setdefault(row.session_id, []).append(" ".join(filter(None, words)))
    for ident, several in lines.items():
        connection.execute(session.update().where(session.c.id == ident).values(guests="\n".join(several)))


def _point_to_parties() -> None:
    """A visit that asked one of the parties, by the name, points to it instead; where nobody was named, that is said."""
    connection, parties = op.get_bind(), PARTIES.subquery()
    connection.execute(visit.update().where(visit.c.interviewee == "").values(interviewee=UNKNOWN))
    same = (parties.c.dispute_id == visit.c.dispute_id) & (parties.c.name == visit.c.interviewee)
    found = sa.select(visit.c.id, sa.func.min(parties.c.id)).join(parties, same).group_by(visit.c.id)
    for ident, asked in connection.execute(found).all():
        connection.execute(visit.update().where(visit.c.id == ident).values(party_id=asked, interviewee=""))


def _name_parties() -> None:
    connection, parties = op.get_bind(), PARTIES.subquery()
    found = sa.select(visit.c.id, parties.c.name).join(parties, parties.c.id == visit.c.party_id)
    for ident, name in connection.execute(found.distinct()).all():
        connection.execute(visit.update().where(visit.c.id == ident).values(interviewee=name[:60]))
