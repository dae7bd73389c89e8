"""A title for what was told without one: its first words."""

__all__ = ["title_of"]

MOST = 40  # characters, as the lists have room for


def title_of(text: str | None) -> str:
    """`text` on one line; where it is longer than 40 characters its beginning, with … for the rest."""
    said = " ".join((text or "").split())
    return said if len(said) <= MOST else f"{said[: MOST - 1]}…"
