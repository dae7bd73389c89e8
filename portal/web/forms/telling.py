"""Nothing typed is changed without a word: what was taken out of a text, and what no font can print, is named with the label of its field
on the page that follows."""

import re
import unicodedata
from collections.abc import Iterator

from flask import current_app, flash, request
from wtforms import Field, PasswordField, StringField

from portal.typed.characters import shown

__all__ = ["Telling"]

MOST_TOLD = 5


class Telling:
    """Mixed into a form: says after checking what was taken out of its own texts."""

    def validate(self, *args, **kwargs) -> bool:
        fits = super().validate(*args, **kwargs)
        unprintable = current_app.extensions.get("portal_unprintable", _nothing)
        for field in _texts(self):
            if lost := _lost(field):
                _tell(field, "里有看不见、不能保存的字符，已经去掉：{}。", [shown(each) for each in lost])
            if unknown := unprintable(field.data) if isinstance(field.data, str) else []:
                _tell(
                    field,
                    "里有字体中没有的字，打印时写成代码：{}。",
                    [f"{each}〔U+{ord(each):04X}〕" for each in unknown],
                )
        return fits


def _nothing(text: str) -> list[str]:
    return []


def _tell(field: Field, said: str, named: list[str]) -> None:
    more = f"等 {len(named)} 种" if len(named) > MOST_TOLD else ""
    line = re.search(r"-(\d+)-", field.name)  # of a group that repeats
    place = f"第 {int(line[1]) + 1} 项" if line else ""
    flash(f"“{field.label.text}”{place}{said.format('、'.join(named[:MOST_TOLD]) + more)}", "warning")


def _texts(form) -> Iterator[Field]:
    """Fields that keep what is typed; what is read into one form (a date, a telephone number) loses nothing with its signs."""
    for field in form:
        if (
            isinstance(field, StringField)
            and not isinstance(field, PasswordField)
            and not any(getattr(each, "canonical", False) for each in (field, *field.validators))
        ):
            yield field


def _lost(field: Field) -> list[str]:
    """Characters without a shape that were sent and are not kept."""
    sent = getattr(request.form, "removed", {}).get(field.name, "") + "".join(filter(_is_text, field.raw_data or ()))
    kept = field.data if isinstance(field.data, str) else ""
    shapeless = {
        each for each in sent if unicodedata.category(each) in ("Cc", "Cf", "Cn", "Cs") and each not in "\t\n\r"
    }
    return sorted(shapeless - set(kept))


def _is_text(value: object) -> bool:
    return isinstance(value, str)
