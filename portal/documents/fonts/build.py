"""Builds the font set once and records what was built, and what could not be."""

import json
import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from portal.documents.fonts import STATE, charset, faces, fontconfig, licensed, outlines
from portal.documents.fonts.sources import DebianFont, NpmFont, SourceMissing
from portal.documents.fonts.stamp import fingerprint, licensed_files


class NoChineseFont(Exception):
    """Neither the set nor a substitute draws every character of GB 2312 here."""


def build(out: Path, *, node_modules: Path, licensed_folder: Path | None = None) -> dict:
    """Build every face into ``out``; returns the recorded state.

    A face whose source is missing is left out and named in ``state["missing"]``;
    the system's Noto CJK then closes every chain. Raises ``NoChineseFont`` when
    even that does not cover GB 2312.
    """
    shutil.rmtree(out, ignore_errors=True)
    folder = out / fontconfig.FACES
    folder.mkdir(parents=True)
    built, missing = _build_faces(folder, node_modules)
    own = licensed.take(licensed_files(licensed_folder), folder)
    substitutes = _link_substitutes(folder) if missing else {}
    points = set().union(*built.values(), *substitutes.values(), own.code_points)
    if lacking := charset.gb2312() - points:
        raise NoChineseFont(f"GB 2312: {len(lacking)} ✗; " + "; ".join(missing))
    fontconfig.write(out, _chains(built, own.families, list(substitutes)))
    fontconfig.refresh_cache(out)
    state = {
        "fingerprint": fingerprint(out, node_modules, licensed_folder),
        "missing": missing,
        "remarks": own.remarks,
        "licensed": own.families,
        "ranges": charset.to_ranges(points),
    }
    # Written last: a build that was interrupted leaves no state and is done again.
    (out / STATE).write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
    return state


def _build_faces(folder: Path, node_modules: Path) -> tuple[dict[str, set[int]], list[str]]:
    built: dict[str, set[int]] = {}
    missing: list[str] = []
    with ExitStack() as stack:
        opened: dict[DebianFont | NpmFont, Path] = {}
        for face in faces.FACES:
            try:
                if face.source not in opened:
                    opened[face.source] = stack.enter_context(face.source.open(node_modules))
            except SourceMissing as error:
                missing.append(str(error))
                continue
            built[face.family] = _build_face(face, opened[face.source], folder / face.file)
    return built, list(dict.fromkeys(missing))


def _build_face(face: faces.Face, source: Path, target: Path) -> set[int]:
    if face.cut:
        wanted = charset.gb2312() | {charset.IDEOGRAPHIC_ZERO}
        return outlines.cut(source, target, family=face.family, code_points=wanted - face.without)
    if face.only:
        return outlines.cut(source, target, family=face.family, code_points={*face.only, *charset.SPACES})
    shutil.copyfile(source, target)
    return outlines.code_points(target)


def _link_substitutes(folder: Path) -> dict[str, set[int]]:
    linked = {}
    for family, path in faces.SUBSTITUTES.items():
        if path.is_file():
            (folder / path.name).symlink_to(path)
            linked[family] = outlines.code_points(path)
    return linked


def _chains(
    built: Mapping[str, set[int]],
    own: Mapping[str, list[str]],
    substitutes: Sequence[str],
) -> dict[str, list[str]]:
    return {
        role: [
            *own.get(role, ()),
            *(face.family for face in chain if face.family in built),
            *own.get(licensed.RARE, ()),
            *substitutes,
        ]
        for role, chain in faces.CHAINS.items()
    }
