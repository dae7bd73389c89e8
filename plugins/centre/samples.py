"""What demo, tests and conformance play: the samples of each record."""

from plugins.centre.check_samples import CHECKS, ITEMS, MEASURES
from plugins.centre.duty_samples import CALLS, CENTRES, EXCHANGES, PRESENCES, SHIFTS, WINDOWS

SAMPLES = (CENTRES, WINDOWS, PRESENCES, CALLS, SHIFTS, EXCHANGES, ITEMS, CHECKS, MEASURES)
