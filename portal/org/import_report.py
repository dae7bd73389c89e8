"""The report of an import for the person who ran it."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from portal.org.models import KINDS


@dataclass
class ImportReport:
    """Lists of what was added, changed, matched, left off (by reason), and what a person should look at."""

    added: list[tuple[str, str]] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    matched: list[str] = field(default_factory=list)
    unchanged: int = 0
    skipped: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    attention: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    notes: list[str] = field(default_factory=list)

    def add(self, kind: str, what: str) -> None:
        """Note a unit (or code) of `kind` that is new."""
        self.added.append((kind, what))

    def summary(self) -> str:
        """One line: the counts."""
        skipped = sum(map(len, self.skipped.values()))
        parts = [f"新增 {len(self.added)}", f"变更 {len(self.changed)}"]
        parts += [f"对应到已有单位 {len(self.matched)}"] if self.matched else []
        return "，".join([*parts, f"未变 {self.unchanged}", f"略过 {skipped}"]) + "。"

    def lines(self, verbose: bool = False) -> list[str]:
        """The report: counts, then reasons; each row by name when `verbose`."""
        kinds = Counter(kind for kind, _ in self.added)
        lines = [self.summary()]
        lines += [f"新增：{'、'.join(f'{KINDS.get(kind, kind)} {n}' for kind, n in kinds.items())}"] if kinds else []
        lines += _listed(verbose, {"新增": [what for _, what in self.added]}) if verbose else []
        lines += _listed(verbose, {"变更": self.changed, "对应到已有单位": self.matched})
        lines += _listed(verbose, {f"略过：{reason}": rows for reason, rows in self.skipped.items()})
        lines += _listed(verbose, {f"请留意：{reason}": rows for reason, rows in self.attention.items()})
        return lines + self.notes


def _listed(verbose: bool, headed: dict[str, list[str]]) -> list[str]:
    lines = []
    for heading, rows in headed.items():
        if rows:
            lines.append(f"{heading} {len(rows)}")
            lines += [f"    {row}" for row in rows] if verbose else []
    return lines
