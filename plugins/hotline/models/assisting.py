"""联办: an order that several units answer together."""

from sqlalchemy.orm import Mapped, mapped_column

from portal.redaction import RedactedText


class Assisted:
    """Whether it is one (`joint`), and the units that the platform names besides (`assisting`), as it writes them. Whom the office itself asks to
    assist is an assignment of the case."""

    joint: Mapped[bool] = mapped_column(default=False)
    assisting: Mapped[str] = mapped_column(RedactedText(100), default="")

    @property
    def joint_told(self) -> str:
        """旗城管局, or 是 where nobody is named; "" of an order that is for one unit alone."""
        return self.assisting or ("是" if self.joint else "")
