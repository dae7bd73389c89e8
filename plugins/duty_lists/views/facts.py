"""要点 of a record: what is not known yet is not shown."""


def known(*facts: tuple[str, str]) -> list[tuple[str, str]]:
    """Those that say something."""
    return [each for each in facts if each[1]]
