"""经纬度 of where it happened, as a platform writes it: kept as “经度,纬度” in decimal degrees. Of the matter, never of a person who works."""

import re
import unicodedata

LONGITUDES, LATITUDES = (73, 136), (3, 54)  # whole degrees between which China lies: which is which can be told
NUMBER = re.compile(r"\d+(?:\.\d+)?")
PLACES = 6  # a tenth of a metre


def read(text: str) -> str:
    """“东经109.98，北纬40.41”, “40.41 109.98” → “109.98,40.41”; "" for nothing. Raises ValueError for what is no place in China, or is not in degrees."""
    numbers = [float(each) for each in NUMBER.findall(unicodedata.normalize("NFKC", text))]
    if not text.strip():
        return ""
    latitude, longitude = sorted(numbers) if len(numbers) == 2 else (0, 0)
    if not (LATITUDES[0] <= latitude <= LATITUDES[1] and LONGITUDES[0] <= longitude <= LONGITUDES[1]):
        raise ValueError("no place in China in degrees")
    return ",".join(f"{each:.{PLACES}f}".rstrip("0").rstrip(".") for each in (longitude, latitude))
