"""`python -m bench [SUBJECT …] [--cases 20000,200000] [--residents …] [--database postgresql]`: run the subjects named, or all of them; one JSON line a
measurement. `--cases`, `--residents` and `--database` are for those that grow; without the latter it is SQLite, or what PORTAL_TEST_DATABASE_URL names."""

import os
import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from importlib import import_module

from bench.office import office
from portal.testing.postgres import URL, postgres

SUBJECTS = (
    "pages",
    "desk",
    "figures",
    "search",
    "pdf",
    "writers",
    "hooks",
    "start",
    "memory",
    "idle",
    "browser",
    "strokes",
    "till",
    "settlement",
    "sign_in",
    "locks",
    "chores",
    "imports",
    "roster",
    "moves",
)
ON_DEMAND = ("chaos", "small_disk", "scale", "city", "residents")  # makes mischief, and takes its time


def main(given: list[str]) -> int:
    parser = ArgumentParser(prog="python -m bench")
    parser.add_argument("subjects", nargs="*", choices=[[], *SUBJECTS, *ON_DEMAND], metavar="SUBJECT")
    parser.add_argument("--cases", help="how many, the sizes separated by commas")
    parser.add_argument("--residents", help="the same for `search`")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    asked = parser.parse_args(given)
    if asked.cases:
        os.environ["CASES"] = asked.cases
    if asked.residents:
        os.environ["RESIDENTS"] = asked.residents
    with postgres() if asked.database == "postgresql" else nullcontext(os.environ.get(URL, "")) as url:
        os.environ[URL] = url
        for name in asked.subjects or SUBJECTS:
            subject = import_module(f"bench.{name}")
            with getattr(subject, "place", office)() as place:
                subject.measure(place)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
