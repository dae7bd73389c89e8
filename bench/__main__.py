"""`python -m bench [SUBJECT …]`: run the subjects named, or all of them; one JSON line a measurement."""

import sys
from importlib import import_module

from bench.office import office

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
)
ON_DEMAND = ("chaos", "small_disk")  # makes mischief, and takes its time


def main(wanted: list[str]) -> int:
    unknown = set(wanted) - {*SUBJECTS, *ON_DEMAND}
    if unknown:
        print(
            f"no such subject: {' '.join(sorted(unknown))}; there are {' '.join(SUBJECTS + ON_DEMAND)}", file=sys.stderr
        )
        return 2
    for subject in wanted or SUBJECTS:
        with office() as place:
            import_module(f"bench.{subject}").measure(place)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
