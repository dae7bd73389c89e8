"""补贴待遇: eligibility → detail → check → review → publication → settlement → payment → receipt, as mixins for a plugin's models.

`Settlement` is one period of one body, `Line` and `Payment` its rows, `Objection` and `Finding` what is said against it. Many
small records a month (meals) give a settlement its `sources`; an allowance is `Accrued` from who is `Entitled`. The figures are
proved from the source records by `flask entitlements prove`. docs/adr/0021 says why it is so.
"""

from portal.entitlements.accrual import Accrued, Entitled
from portal.entitlements.findings import Finding, Hit, Inspected
from portal.entitlements.lines import Line
from portal.entitlements.payment import Payment
from portal.entitlements.publication import Objection
from portal.entitlements.settlement import Settlement
from portal.entitlements.spans import Span
from portal.entitlements.states import Rights

__all__ = [
    "Settlement",
    "Accrued",
    "Entitled",
    "Line",
    "Payment",
    "Objection",
    "Finding",
    "Hit",
    "Inspected",
    "Span",
    "Rights",
]
