"""Wheels, unpacked where only the programs of a trial look for them. Nothing is installed."""

import configparser
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from portal.errors import RuleError
from portal.plugin.registry import GROUP

MOST_BYTES = 200 * 1024 * 1024  # unpacked


@dataclass(frozen=True)
class Unpacked:
    """The plugins of some wheels in `folder`; `key` is that of the first, which is the one to be tried."""

    folder: Path
    key: str


def unpack(wheels: Iterable[Path], folder: Path) -> Unpacked:
    """Unpack `wheels` into `folder`. RuleError, in Chinese, for what is no wheel, or where the first has not exactly one plugin."""
    folder.mkdir()
    keys = [_unpack(wheel, folder) for wheel in wheels]
    if len(keys[0]) != 1:
        raise RuleError(f"安装包里应当正好有一个功能模块，这里有 {len(keys[0])} 个（入口点 {GROUP}）。")
    return Unpacked(folder, keys[0][0])


def _unpack(wheel: Path, folder: Path) -> list[str]:
    """Keys of the plugins in it."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            if sum(each.file_size for each in archive.infolist()) > MOST_BYTES:
                raise RuleError(f"安装包 {wheel.name} 太大，没有打开。")
            archive.extractall(folder)
            names = archive.namelist()
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise RuleError(f"{wheel} 不是能打开的安装包（.whl）。") from error
    about = [name for name in names if name.count("/") == 1 and name.endswith(".dist-info/entry_points.txt")]
    return [key for name in about for key in _keys((folder / name).read_text(encoding="utf-8"))]


def _keys(text: str) -> list[str]:
    points = configparser.ConfigParser(delimiters=("=",), interpolation=None)
    points.optionxform = str  # type: ignore[assignment,method-assign]
    try:
        points.read_string(text)
    except configparser.Error as error:
        raise RuleError("安装包里的入口点（entry_points.txt）读不懂。") from error
    return list(points[GROUP]) if points.has_section(GROUP) else []
