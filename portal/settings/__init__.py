"""设置: dated settings per unit, with the origin of each value; for core modules and plugins.

A value that was used for something is copied there: changing a setting never changes what was computed.
"""

from portal.settings.changing import change
from portal.settings.effects import Effect, Effects, last_quarter
from portal.settings.examples import Example
from portal.settings.fields import DAY_KINDS, amount, choice, listed, number, pattern, period, some, text
from portal.settings.forms import Exceptions, SettingsForm
from portal.settings.in_force import Settings, basis_of, settings_of
from portal.settings.sections import Section, offer

__all__ = [
    "SettingsForm",
    "Exceptions",
    "Example",
    "Effect",
    "Effects",
    "last_quarter",
    "number",
    "amount",
    "period",
    "choice",
    "some",
    "text",
    "pattern",
    "listed",
    "DAY_KINDS",
    "Settings",
    "settings_of",
    "basis_of",
    "change",
    "Section",
    "offer",
]
