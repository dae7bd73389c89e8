"""What an import has entered, a piece a turn."""

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db


class ImportPiece(db.Model):  # type: ignore[name-defined]
    """Rows of an import that were entered together: id and fingerprint of each. One a turn, so that what was written is not written again."""

    __tablename__ = "records_import_piece"

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("records_import.id", ondelete="CASCADE"), index=True)
    rows: Mapped[int]
    made: Mapped[list] = mapped_column(JSON)

    def shorten(self, most: int) -> dict[int, str]:
        """Id → fingerprint of its last rows, `most` at most, which are no longer in it; a piece without rows is deleted."""
        self.made, gone = self.made[:-most], self.made[-most:]
        self.rows = len(self.made)
        if not self.made:
            db.session.delete(self)
        return dict(gone)
