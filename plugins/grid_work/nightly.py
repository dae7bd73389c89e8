"""What happens by itself each night: households that got a class while this plugin was off are visited from now on."""

from collections.abc import Callable

from plugins.grid_work.models import VisitedHome
from portal.plugin.hookspecs import Context
from portal.plugin.manifest import Job


def take_over(ctx: Context, progress: Callable) -> str:
    """In `ctx.unit`: all that are not, and those that stand otherwise in their own register."""
    return f"按定类核对走访户 {VisitedHome.hear_of_all(ctx.unit, progress=progress)} 户。"


JOB = Job(key="take_over", name="按户的定类核对走访户", run=take_over, every="day")
