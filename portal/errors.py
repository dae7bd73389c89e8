"""What a verb raises when a rule of the office stands in the way; the message is for the clerk, in Chinese."""


class RuleError(Exception):
    """The rule that was broken. Becomes status 422."""

    status = 422


class NotAllowed(RuleError):
    """This person may not do this. Becomes status 403."""

    status = 403


class WrongState(RuleError):
    """The record is not in a state in which this can be done. Becomes status 409."""

    status = 409
