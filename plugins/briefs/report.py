"""研判报告 in parts, of which paper and Word document are both made: the tasks before first, then data, risks, opinion, tasks. Two pages at most."""

from collections.abc import Sequence
from dataclasses import dataclass

from plugins.briefs.models import Brief
from portal import clock

ROWS, WARNED, NAMED = 4, 9, 3  # rows of a table, lines of warnings, cases or persons named in one
LONGEST = 38  # characters of a task in a table; the order for it says all
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
    came = sum(each.came for each in brief.attendances)
    missing = [each.absence for each in brief.attendances if not each.came]
    held = f"{clock.local(brief.met_at):%Y-%m-%d %H:%M}，{brief.venue}" if brief.met_at else ""
    rest = f"等 {len(missing)} 人" if len(missing) > NAMED else ""
    told = [
        ("期次", f"{brief.about_period.name}（{brief.first_on} 至 {brief.last_on}），数据截至 {brief.as_of} 24 时"),
        ("会议", held),
        ("主持", f"{brief.host}，到会 {came} 人" if brief.met_at else ""),
        ("缺席", "、".join(missing[:NAMED]) + rest),
    ]
    return [(label, value) for label, value in told if value]


def sections_of(brief: Brief) -> list[Section]:
    """The parts in their order; what was signed is told as it was then."""
    data = brief.data
    struck = (brief.struck or []) if brief.signed_at else [each.line for each in brief.tasks_before]
    before = [(_cut(line[1]), *line[2:]) for line in struck]
    given = (brief.given or []) if brief.signed_at else [each.line for each in brief.planned]
    tasks = [(_cut(line[1]), *line[2:4]) for line in given]
    figures = [[name, *map(str, numbers)] for name, *numbers in data["figures"]]
    return [
        Section("上期任务销项", _rest(before, "上期没有任务。"), TASKS, before[:ROWS]),
        Section("本期数据", [*brief.summary.splitlines(), *_counted(data)], ("", "本期", "上期", "去年同期"), figures),
        Section("风险提示", warnings_of(brief)),
        Section("研判意见", [*brief.opinion.splitlines(), f"风险等级：{brief.grade_name}。" if brief.grade else ""]),
        Section("下步任务", _rest(tasks, "本期没有任务。"), TASKS[:3], tasks[:ROWS]),
    ]


def warnings_of(brief: Brief) -> list[str]:
    """What presses (at the moment when the data were taken, the figures being those of the end of a day), comes again, and gathers; by numbers of cases, without a name."""
    data = brief.data
    red, yellow = ([each[1] for each in data["pressing"] if each[4] is late] for late in (True, False))
    days = f"{data['party_days']} 日内"
    told = [
        _listed(f"取数时红色（{red_name(brief)}）", red, data["pressed"][0]),
        _listed("取数时黄色（快到期）", yellow, data["pressed"][1]),
        *(_listed("同一件事反映多次", _numbers(cases)) for _, cases in data["repeated"][:2]),
        *(_listed(f"同一当事人 {days}", _numbers(cases)) for _, cases in data["parties"][:2]),
        *(f"{place}：{data['place_days']} 日内 {len(cases)} 件。" for place, cases in data["places"][:2]),
        f"当季留意：{data['season']}。" if data["season"] else "",
    ]
    foretold = [f"可能发生：{each.text}" for each in brief.risks if each.outcome != "missed"]
    return [*[each for each in told if each][:WARNED], *foretold]


def red_name(brief: Brief) -> str:
    """What red meant when the data were taken: 已超期 in those of the time when nothing else was red."""
    return brief.data.get("red", "已超期")


def _counted(data: dict) -> list[str]:
    """新增的类型：邻里 6 件、欠薪 <5 件; then what the plugins counted."""
    kinds = "、".join(f"{row[0]} {row[-1]} 件" for row in data["kinds"][:8])
    told = "".join([f"{label}：{text}。" for label, text in data["lines"]] + data["failed"])
    return [each for each in (f"新增的类型：{kinds}。" if kinds else "", told) if each]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _rest(rows: Sequence, none: str) -> list[str]:
    return [f"另有 {len(rows) - ROWS} 项，见系统。"] if len(rows) > ROWS else [] if rows else [none]


def _numbers(cases: Sequence[Sequence]) -> list[str]:
    return [number for _, number in cases]


def _listed(what: str, numbers: list[str], whole: int = 0) -> str:
    """The first of `numbers`, of which there are `whole` (by default as many as are given)."""
    whole = whole or len(numbers)
    named = f"：{'、'.join(numbers[:NAMED])}{'等' if whole > NAMED else ''}" if numbers else ""
    return f"{what} {whole} 件{named}。" if whole else ""
