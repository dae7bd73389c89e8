"""Licensed fonts a deployer mounts. 仿宋_GB2312, 方正小标宋 … come first; what draws few characters of every day (SimSun-ExtB, SimSun-ExtG …) is for
rare names and closes every chain."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal.documents.fonts import charset, outlines

# How the family names of a font tell its role in a document.
ROLES = {
    "Fang": ("仿宋", "FangSong"),
    "Title": ("小标宋", "XiaoBiaoSong"),
    "Kai": ("楷体", "KaiTi"),
    "Hei": ("黑体", "SimHei"),
    "Song": ("宋体", "SimSun"),
}
RARE = "Rare"
FEW = 0.5  # of GB 2312
LAST_OF_THE_FIRST_PLANE = 0xFFFF


@dataclass(slots=True)
class Licensed:
    """What was taken: families by role, the characters they draw, remarks to print."""

    families: dict[str, list[str]] = field(default_factory=dict)
    code_points: set[int] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)


def take(files: Sequence[Path], out: Path) -> Licensed:
    """Copy the fonts whose role is recognised into ``out``."""
    taken = Licensed()
    for font in files:
        names = outlines.families(font)
        points = outlines.code_points(font)
        role = RARE if _is_rare(points) else role_of(names)
        if role is None:
            taken.remarks.append(f"{font.name}: 认不出用途,未使用 / role unknown, not used")
            continue
        if not outlines.is_truetype(font):
            taken.remarks.append(f"{font.name}: CFF 轮廓,部分打印机会打空 / CFF may print blank")
        shutil.copyfile(font, out / f"licensed-{font.name}")
        taken.families.setdefault(role, []).append(names[0])
        taken.code_points |= points
    return taken


def _is_rare(points: set[int]) -> bool:
    common = charset.gb2312()
    return len(points & common) < FEW * len(common) and any(point > LAST_OF_THE_FIRST_PLANE for point in points)


def role_of(families: Sequence[str]) -> str | None:
    """The role a font with these family names plays, or None."""
    joined = " ".join(families).replace(" ", "").lower()
    for role, marks in ROLES.items():
        if any(mark.lower() in joined for mark in marks):
            return role
    return None
