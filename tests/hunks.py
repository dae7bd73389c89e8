"""Changes as the guides show them."""


def changed(source: str, hunk: str, path: str) -> str:
    """`source` with one hunk of a diff: lines that stay, go (-) and come (+). AssertionError where it does not fit in one place."""
    lines = hunk.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] != "+")
    after = "".join(line[1:] for line in lines if line[0] != "-")
    assert source.count(before) == 1, f"{path} does not hold once:\n{before}"
    return source.replace(before, after)
