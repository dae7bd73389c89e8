"""Whole numbers that are typed: as long as a column of a database holds, and no longer."""

from wtforms import IntegerField

__all__ = ["WholeNumbers"]

DIGITS = (
    18  # what a BigInteger surely holds; from 309 on no comparison with a float, as NumberRange makes it, gets through
)
NO_NUMBER = "请用数字填写，没有小数，例如 3。"
TOO_LONG = f"数字太长，最多 {DIGITS} 位。"


class WholeNumbers:
    """Mixed into a form: an IntegerField of more than 18 digits is not read, and says so."""

    def process(self, *args, **kwargs):
        numbers = [field for field in self if isinstance(field, IntegerField)]
        for field in numbers:
            field.invalid_value_message = field.invalid_value_message or NO_NUMBER
        super().process(*args, **kwargs)
        for field in numbers:
            if field.data is not None and abs(field.data) >= 10**DIGITS:
                field.data = None
                field.process_errors = [*field.process_errors, TOO_LONG]
