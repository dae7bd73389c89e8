"""网格公示牌: what of a grid everybody may see, on a page behind a code and on a notice."""

from typing import TYPE_CHECKING

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from plugins.grids.choices import MANAGE
from plugins.grids.models.coverage import closed
from portal.accounts.models import User
from portal.records import step
from portal.records.followed import legible_word

if TYPE_CHECKING:
    from plugins.grids.models.grid import Grid

WORD_LENGTH = 8


def unfit(grid: "Grid") -> str:
    """What is missing before it may be posted: name, range and whoever works it are what is made public (滨州市社会治理网格化服务管理条例)."""
    missing = [
        *(["四至范围"] if not grid.boundary else []),
        *(["在任的网格长或者网格员"] if not grid.serving else []),
    ]
    return closed(grid) or (f"还没有登记{'、'.join(missing)}，不能公示。" if missing else "")


class Posted:
    """A grid is public or not. `word` stands in the address of its page, and is the same as long as the card hangs."""

    word: Mapped[str | None] = mapped_column(String(16), unique=True)

    @step("公示", of="plain", to="posted", needs=MANAGE, unless=unfit)
    def post(self, *, by: User, note: str = "") -> str:
        """Everybody may see it from now on."""
        self.word = self.word or legible_word(WORD_LENGTH)
        return note

    @step("撤下公示", of="posted", to="plain", needs=MANAGE)
    def take_down(self, reason: str, *, by: User) -> str:
        """Nobody sees it any more; the code is the same when it is posted again."""
        return reason
