"""Errors raised by operations on records when a business rule forbids them; the message is shown to the clerk, in Chinese."""

__all__ = ["RuleError", "NotAllowed", "WrongState", "Doubtful"]


class RuleError(Exception):
    """A business rule was broken. Becomes status 422. `at`: the argument that is wrong, so that it is said at the field of that name."""

    status = 422

    def __init__(self, message: object = "", *, at: str = "") -> None:
        super().__init__(message)
        self.at = at


class NotAllowed(RuleError):
    """This person may not do this. Becomes status 403."""

    status = 403


class WrongState(RuleError):
    """The record is not in a state in which this can be done. Becomes status 409."""

    status = 409


class Doubtful(RuleError):
    """What is said may break a rule, or not: the form comes back with a box to tick. `tick`: what whoever ticks it says; `about`: the words that
    are vouched for with it, and no others."""

    def __init__(self, message: object = "", *, at: str = "", tick: str, about: tuple[str, ...]) -> None:
        super().__init__(message, at=at)
        self.tick, self.about = tick, about
