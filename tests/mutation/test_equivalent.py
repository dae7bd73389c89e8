"""What is said of mutants is said of lines that are there."""

from tests.mutation.config import read, stale


def test_every_explained_line_is_in_its_module():
    assert not stale()


def test_only_modules_that_are_tried_are_explained():
    assert read("equivalent.toml").keys() <= read("modules.toml").keys()
