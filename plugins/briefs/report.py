"""研判报告 in parts, of which paper and Word document are both made: the tasks before first, then data, risks, opinion, tasks. Two pages at most."""

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.briefs.models import Brief
from plugins.briefs.models.task import GIVEN
from portal import clock

ROWS, PLACES = 8, 7  # of a table; columns beside which kinds are told by unit
TASKS = ("任务", "责任单位", "期限", "情况")


@dataclass(frozen=True)
class Section:
    """A heading, what is said below it, and a table."""

    title: str
    texts: Sequence[str] = ()
    columns: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


def facts_of(brief: Brief) -> list[tuple[str, str]]:
    """What stands on top."""
    came = [each for each in brief.attendances if each.came]
    missing = [each.absence for each in brief.attendances if not each.came]
    held = f"{clock.local(brief.met_at):%Y-%m-%d %H:%M}，{brief.venue}" if brief.met_at else ""
    told = [
        ("期次", f"{brief.about_period.name}（{brief.first_on} 至 {brief.last_on}），数据截至 {brief.as_of} 24 时"),
        ("会议", held),
        ("主持", f"{brief.host}，到会 {len(came)} 人" if brief.met_at else ""),
        ("缺席", "、".join(missing)),
    ]
    return [(label, value) for label, value in told if value]


def sections_of(brief: Brief) -> list[Section]:
    """The parts in their order; what was signed is told as it was then."""
    data = brief.data
    struck = brief.struck if brief.signed_at else [each.line for each in brief.tasks_before]
    tasks = [each.line[1:4] for each in brief.tasks if each.status in (*GIVEN, "planned")]
    return [
        Section(
            "一、上期任务销项",
            _short(struck) if struck else ["上期没有任务。"],
            TASKS,
            [each[1:] for each in struck[:ROWS]],
        ),
        Section(
            "二、本期数据",
            brief.summary.splitlines(),
            ("", "本期", "上期", "去年同期"),
            [[name, *map(str, numbers)] for name, *numbers in data["figures"]],
        ),
        Section("新增的类型", _short(data["kinds"]), *_kinds(data)),
        Section("三、风险提示", warnings_of(brief)),
        Section(
            "四、研判意见", [*brief.opinion.splitlines(), f"风险等级：{brief.grade_name}。" if brief.grade else ""]
        ),
        Section("五、下步任务", _short(tasks) if tasks else ["本期没有任务。"], TASKS[:3], tasks[:ROWS]),
    ]


def warnings_of(brief: Brief) -> list[str]:
    """What presses, comes again, gathers, and what was counted elsewhere; by numbers of cases, without a name."""
    data = brief.data
    red, yellow = ([each[1] for each in data["pressing"] if each[4] is late] for late in (True, False))
    days = f"{data['party_days']} 日内"
    told = [
        _listed("红色（已超期）", red),
        _listed("黄色（快到期）", yellow),
        *(_listed("同一件事反映多次", _numbers(cases)) for _, cases in data["repeated"][:3]),
        *(_listed(f"同一当事人 {days}", _numbers(cases)) for _, cases in data["parties"][:3]),
        *(f"{place}：{data['place_days']} 日内 {len(cases)} 件。" for place, cases in data["places"][:3]),
        *(f"{label}：{text}。" for label, text in data["lines"][:6]),
        *data["failed"],
        f"当季留意：{data['season']}。" if data["season"] else "",
        *(f"可能发生：{each.text}" for each in brief.risks if each.outcome != "missed"),
    ]
    return [each for each in told if each]


def _kinds(data: dict) -> tuple[Sequence[str], list[Sequence[str]]]:
    """By unit below, where the sheet has room for them; else the sums alone."""
    columns, rows = data["columns"], data["kinds"][:ROWS]
    if not rows or len(columns) <= PLACES + 2:
        return (columns, rows) if rows else ((), [])
    return (columns[0], columns[-1]), [(each[0], each[-1]) for each in rows]


def _short(rows: Sequence) -> list[str]:
    return [f"另有 {len(rows) - ROWS} 项，见系统。"] if len(rows) > ROWS else []


def _numbers(cases: Sequence[Sequence]) -> list[str]:
    return [number for _, number in cases]


def _listed(what: str, numbers: list[str]) -> str:
    rest = "等" if len(numbers) > 3 else ""
    return f"{what} {len(numbers)} 件：{'、'.join(numbers[:3])}{rest}。" if numbers else ""
