"""`python -m tests.mutation [--every N] [MODULE …]`: plant every mutant, or each N-th, into the modules named, or into all of `modules.toml`,
one module after the other; a table of what their tests found, and the survivors that `equivalent.toml` does not explain."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.mutation.config import read

LEAST = 92  # percent of the mutants that can be found, in every module


def tried(module: str, tests: list[str], every: int) -> dict:
    """What became of each `every`-th mutant of a module; SystemExit when its tests fail without any."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "told.json"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "tests.mutation.plugin",
            "--show-capture=no",
            f"--mutate={module}",
            f"--every={every}",
        ]
        done = subprocess.run([*command, "--told", str(told), *tests], stdout=subprocess.PIPE, text=True, check=False)
        if not told.exists():
            sys.exit(f"{module}: {done.stdout[-2000:]}")
        return json.loads(told.read_text())


def main(wanted: list[str], every: int) -> int:
    os.nice(10)
    modules, excused = read("modules.toml"), read("equivalent.toml")
    bad = sorted(set(wanted) - modules.keys())
    if bad:
        sys.exit(f"not in modules.toml: {', '.join(bad)}")
    print("| module | mutants | killed | equivalent | survived | score |\n|---|---:|---:|---:|---:|---:|", flush=True)
    for module in wanted or modules:
        found, reasons = tried(module, modules[module]["tests"], every), excused.get(module, [])
        left = [each for each in found["survived"] if not any(_is(each, reason) for reason in reasons)]
        same, killed = len(found["survived"]) - len(left), found["killed"]
        score = 100 * killed / (killed + len(left) or 1)
        print(
            f"| {module} | {killed + same + len(left)} | {killed} | {same} | {len(left)} | {score:.1f} % |", flush=True
        )
        for operator, was, became in left:
            print(f"    {operator}\n        {was}\n        {became}", file=sys.stderr, flush=True)
        bad += [module] * (score < LEAST)
    return 1 if bad else 0


def _is(survivor: list[str], reason: dict) -> bool:
    _, was, became = survivor
    return was == reason["was"] and became in reason["became"]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument(
        "--every", type=int, default=1, metavar="N", help="only each N-th mutant, where there is little time"
    )
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    given = parser.parse_args()
    sys.exit(main(given.modules, given.every))
