"""What stands beside a record: what is not known is left out."""


def known(*facts: tuple[str, str]) -> list[tuple[str, str]]:
    return [(label, value) for label, value in facts if value]
