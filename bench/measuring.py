"""How things are measured: CPU of this process and its children, medians, sides that alternate."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time

from portal.testing.statements import statements

TICKS = os.sysconf("SC_CLK_TCK")


def report(subject: str, **values) -> None:
    """One line for whoever reads or plots."""
    rounded = {name: round(value, 3) if isinstance(value, float) else value for name, value in values.items()}
    print(json.dumps({"subject": subject, **rounded}, ensure_ascii=False), flush=True)


def alternating(rounds: int, **sides: Callable[[], object]) -> dict[str, float]:
    """Median CPU milliseconds of each side; the sides take turns, so that a slow moment hits all of them."""
    spent: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            begun = process_time()
            side()
            spent[name].append((process_time() - begun) * 1000)
    return {name: median(times) for name, times in spent.items()}


def timed(work: Callable[[], object]) -> tuple[float, object]:
    """Wall seconds, and what `work` gave."""
    begun = perf_counter()
    answer = work()
    return perf_counter() - begun, answer


def spent(work: Callable[[], object]) -> tuple[float, float, int]:
    """CPU and wall milliseconds, and SQL statements."""
    with statements() as sent:
        begun, cpu = perf_counter(), process_time()
        work()
        times = (process_time() - cpu) * 1000, (perf_counter() - begun) * 1000
    return *times, len(sent)


def said(subject: str, times: list[tuple[float, float, int]], **more) -> None:
    """One line about what `spent` answered, again and again."""
    cpu, wall = [each[0] for each in times], [each[1] for each in times]
    p95 = quantiles(cpu, n=20)[-1] if len(cpu) > 1 else cpu[0]
    most = max(each[2] for each in times)
    report(subject, **more, times=len(times), cpu_ms=median(cpu), cpu_p95_ms=p95, wall_ms=median(wall), statements=most)


def cpu_of(pid: int, *, ended: bool = False) -> float:
    """CPU seconds that another process has used so far; with those of its children that have `ended`."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11 : 15 if ended else 13])) / TICKS


def waited_of(pid: int) -> float:
    """Seconds that the main thread of another process was ready to run and had no core."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[1]) / 1e9


def children_of(pid: int) -> list[int]:
    """The processes that `pid` started."""
    return [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]
