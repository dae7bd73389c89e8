"""Who works a grid: given a post, put right, released, followed by another, kept when grids are merged."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, declared_attr, relationship

from plugins.grids.choices import MANAGE, POSTS
from plugins.grids.models.coverage import closed
from plugins.grids.models.worker import Worker
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.people.masking import mask_name
from portal.records import Moved, step

if TYPE_CHECKING:
    from plugins.grids.models.grid import Grid


def _nobody_came(grid: "Grid") -> str:
    return closed(grid) or ("" if grid.came else "没有从别的网格并入的网格员。")


class Staffed:
    """A grid has its workers: whose post lies in its unit, wherever it was given."""

    @declared_attr
    def workers(cls) -> Mapped[list[Worker]]:
        return relationship(
            Worker,
            primaryjoin=lambda: Worker.unit_id == cls.unit_id,
            foreign_keys=[Worker.unit_id],
            order_by=(Worker.valid_from, Worker.id),
            viewonly=True,
            uselist=True,
        )

    @property
    def serving(self) -> list[Worker]:
        """Who has a post today, the leader first."""
        order = list(POSTS)
        return sorted((each for each in self.workers if each.serves), key=lambda each: order.index(each.post))

    @property
    def came(self) -> list[Worker]:
        """Who has a post today that was given for another grid, which was merged into this one; until it is decided that he stays."""
        return [each for each in self.serving if each.settled_in_id != self.id]

    @step("登记网格员", needs=MANAGE, unless=closed)
    def appoint(self: "Grid", *, name: str, by: User, **fields) -> Moved:
        """Give somebody a post. Fields: post, phone, office_phone, user_id, valid_from, valid_until. Raises RuleError as `Worker.seat`."""
        made = Worker.seat(self, name=name, **fields)
        return Moved(f"{made.called}，从 {made.valid_from} 起。", made=made)

    @step("更正网格员", needs=MANAGE, unless=closed)
    def correct(self: "Grid", worker: Worker, reason: str, *, by: User, **fields) -> str:
        """What was written down wrongly; without `phone` that stays. Raises RuleError as `Worker.put_right`."""
        was = worker.called, worker.valid_from
        worker.put_right(**fields)
        now = worker.called, worker.valid_from
        return f"{now[0]}{f'，原来是{was[0]}，{was[1]} 到任' if was != now else ''}：{reason}"

    @step("卸任", needs=MANAGE, unless=closed)
    def release(self: "Grid", worker: Worker, on: date, reason: str, *, by: User) -> str:
        """The post ends with `on`; the name stays on the roster. Raises RuleError, WrongState."""
        worker.end(on, reason=reason)
        return f"{worker.called}，{on} 卸任：{reason}"

    @step("交接", needs=MANAGE, unless=closed)
    def hand_over(self: "Grid", worker: Worker, on: date, reason: str, *, name: str, by: User, **fields) -> Moved:
        """Another has the post from `on`, the one before until the day before. Fields: phone, office_phone, user_id. Raises RuleError, WrongState."""
        if not worker.serves:
            raise WrongState(f"{worker.name}现在不在任，不能交接。")
        if on > clock.today():
            raise RuleError("接任日期还没有到，请核对。", at="on")
        if on <= worker.valid_from:
            raise RuleError(f"接任日期应当晚于{worker.name}到任的日期（{worker.valid_from}）。", at="on")
        worker.valid_until, worker.reason = on - timedelta(days=1), reason
        made = Worker.seat(self, name=name, post=worker.post, valid_from=on, **fields)
        return Moved(
            f"{worker.called} {worker.valid_until} 卸任，{mask_name(made.name)} {on} 接任：{reason}", made=made
        )

    @step("并入的网格员留任", needs=MANAGE, unless=_nobody_came)
    def keep(self: "Grid", *, by: User, note: str = "") -> str:
        """Who came with a grid that was merged into this one stays: it is decided, and nobody is asked any more."""
        told = "、".join(f"{each.called}（原{each.moved_from}）" for each in self.came)
        for each in self.came:
            each.kept_in_id = self.id
        return f"{told}。{note}"
