"""Groups of a form that grow take as many lines as they are declared to, and no line is cut without a word."""

from flask import request
from wtforms import FieldList

__all__ = ["AsManyLines"]

TOO_MANY = "“{}”最多 {} 项，收到 {} 项，没有保存；多出的没有保留，请合并或者分开登记。"


class AsManyLines:
    """Mixed into a form: more lines than the `max_entries` of a group are refused. No browser sends them: its page offers no more."""

    def validate(self, *args, **kwargs) -> bool:
        fits = super().validate(*args, **kwargs)
        groups = [field for field in self if isinstance(field, FieldList) and field.max_entries]
        sent = {field: len(_lines(field.name)) for field in groups}
        told = [
            TOO_MANY.format(field.label.text, field.max_entries, n)
            for field, n in sent.items()
            if n > field.max_entries
        ]
        self.form_errors.extend(told)
        return fits and not told


def _lines(group: str) -> set[str]:
    """The numbers of the lines of `group` in what was sent."""
    start = f"{group}-"
    numbers = (key[len(start) :].partition("-")[0] for key in request.form if key.startswith(start))
    return {each for each in numbers if each.isdigit()}
