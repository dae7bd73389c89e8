"""期限 of a deed."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from plugins.heroes.choices import TERMS
from portal.extensions import db
from portal.records import Term


class DeedTerm(Term, db.Model):
    """One term of a deed."""

    __tablename__ = "heroes_term"
    NAMES = TERMS

    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
