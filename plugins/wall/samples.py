"""With what a screen is put up, and its step is taken once."""

from plugins.wall.models import Screen
from portal.records.samples import Sample, Samples

SCREENS = Samples(
    Screen, {Screen.put_up: Sample("director", {"name": "一楼大厅"}), Screen.withdraw: Sample("director")}
)
SAMPLES = (SCREENS,)
