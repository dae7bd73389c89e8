"""`python -m portal.testing.scale FOLDER KEY …`: try all rules on the plugins, and write the verdicts into the folder; what pytest says
goes to standard error. Runs in a folder of its own, on a database of its own."""

import sys
import tempfile
from pathlib import Path

import pytest

TRIED = ("portal.testing.conformance", "portal.testing.scale")


def main(folder: str, *keys: str) -> int:
    with tempfile.TemporaryDirectory(prefix="portal-scale-") as own:
        settings = Path(own) / "pytest.ini"
        settings.write_text("[pytest]\naddopts = -p portal.testing.plugin -p portal.testing.scale.gathering\n")
        wanted = [word for key in keys for word in ("--portal-plugin", key)]
        quiet = ("-q", "--tb=short", "-p", "no:cacheprovider", "-c", str(settings), "--rootdir", own)
        return pytest.main([*quiet, "--verdicts", str(Path(folder).resolve()), *wanted, "--pyargs", *TRIED])


if __name__ == "__main__":
    sys.stdout = sys.stderr
    sys.exit(main(*sys.argv[1:]) > 1)  # rules that are broken are an answer, not a failure
