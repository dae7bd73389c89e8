"""docs/quality-scale.md, written from the table of rules: `python -m portal.testing.scale.document`; with a folder of verdicts
(`python -m portal.testing.scale FOLDER`) how these plugins came out is written anew, too (`make quality-scale`)."""

import re
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from portal.config import ROOT
from portal.plugin.scale import TIERS, Verdict
from portal.testing.scale.table import table

PAGE = ROOT / "docs" / "quality-scale.md"
HEAD = """# The quality scale · 质量等级

What a plugin is measured by: {count} rules in three tiers. Each is executed, none is a matter of opinion. A plugin has a tier when no rule of
it, or of those below, is broken. This page is written by `python -m portal.testing.scale.document`; do not edit it.

```sh
flask --app portal plugins check noise --at-least 金                 # an installed plugin
flask --app portal plugins check portal_noise-1.0-py3-none-any.whl   # a wheel, before it is installed
```

The rules run in a process of their own, on a database of their own filled with the demo, and need the libraries for tests. The result is kept
in the instance folder and shown on the page of the plugin (系统管理 → 功能模块). Code of a wheel that is checked does run: with the rights
of whoever checks it, so check what you do not trust on a machine where it may do no harm.

| outcome | |
|---|---|
| 做到 held | the rule was tried and nothing was found |
| 没做到 broken | what was found stands below it |
| 不适用 moot | there is nothing to try it on; the reason stands beside it |
| 豁免 exempt | broken, and the manifest says why: `exemptions={{"file-length": "…"}}`, in Chinese. Nobody is exempt from a rule of 铜 |

Rules marked † are tests of the conformance suite ([testing.md](testing.md)); the others are functions in `portal/testing/scale/`.
"""
NAMES = dict(
    zip(TIERS, ("铜 bronze: it does no harm", "银 silver: it works well", "金 gold: a model for others"), strict=True)
)


RESULTS = "## How the plugins of this repository came out\n"
STATES = ("held", "moot", "exempt", "broken")
ROW, APART = (re.compile(begin, re.MULTILINE) for begin in (r"^\| `(\w+)` \|.*$", r"^- `(\w+)`, .*$"))


def page(results: str = "") -> str:
    """The whole document, with `results`; without, those that stand in it stay."""
    rules = table()
    parts = [HEAD.format(count=len(rules))]
    for tier, some in groupby(rules, key=lambda each: each.tier):
        lines = [f"| `{each.key}`{' †' if each.tests else ''} | {each.asks} | {each.english} |" for each in some]
        parts.append(
            "\n".join(
                [f"## {NAMES[tier]}\n", f"{len(lines)} rules.\n", "| rule | 要求 | asks |", "|---|---|---|", *lines, ""]
            )
        )
    return "\n".join([*parts, results or _results_before()])


def results_of(verdicts: Sequence[Verdict], before: str = "") -> str:
    """The table of `verdicts`, and below it each exemption with its reason, and each rule that is broken. Of `before`, what stood there, that of the
    plugins that were not tried now stays."""
    tried = {each.key for each in verdicts}
    rows, apart = (
        [(found[1], found[0]) for found in kind.finditer(before) if found[1] not in tried and _is_here(found[1])]
        for kind in (ROW, APART)
    )
    rows += [
        (
            each.key,
            f"| `{each.key}` | {each.version} | {each.tier} | {' | '.join(str(len(each.of(state))) for state in STATES)} | {each.day} |",
        )
        for each in verdicts
    ]
    apart += [
        (each.key, f"- `{each.key}`, {one.name} `{one.rule}`" + (f": {one.why}" if one.state == "exempt" else ""))
        for each in verdicts
        for one in (*each.of("exempt"), *each.of("broken"))
    ]
    head = f"| plugin | version | 等级 | {' | '.join(STATES)} | on |", "|---|---|---|---:|---:|---:|---:|---|"
    said = _in_order(apart) or ["No rule is broken, and no plugin is exempt from any."]
    return "\n".join([RESULTS, *head, *_in_order(rows), "", *said, ""])


def _in_order(lines: list[tuple[str, str]]) -> list[str]:
    """Those of the plugins one after another, each as it had them."""
    return [line for _, line in sorted(lines, key=lambda each: each[0])]


def _is_here(key: str) -> bool:
    return (ROOT / "plugins" / key).is_dir()


def _results_before() -> str:
    text = PAGE.read_text(encoding="utf-8")
    return text[text.index(RESULTS) :] if RESULTS in text else ""


def write(results: str = "") -> None:
    PAGE.write_text(page(results), encoding="utf-8")


if __name__ == "__main__":
    read = [
        Verdict.from_json(path.read_text(encoding="utf-8"))
        for folder in sys.argv[1:]
        for path in sorted(Path(folder).glob("*.json"))
    ]
    write(results_of(read, _results_before()) if read else "")
