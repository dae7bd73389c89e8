"""Somebody who takes steps of the records of these tests."""


class Somebody(frozenset):
    """Known by the rights that are held everywhere; stands in for nobody, as nobody does for them."""

    id: int | None = None
    stood_in = False

    def owner_needed(self, may) -> None:
        """An own office is enough, or there is none."""

    @classmethod
    def numbered(cls, ident, rights):
        """The same with an id."""
        one = cls(rights)
        one.id = ident
        return one
