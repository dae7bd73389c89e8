"""Rules about what comes with a plugin: its documents, tests, templates, files for the browser, and the distribution it is in."""

import re
from functools import cache
from importlib.metadata import Distribution, PackageNotFoundError, entry_points
from pathlib import Path

from jinja2 import TemplateError

from portal.config import ROOT
from portal.plugin.registry import GROUP, OURS
from portal.plugin.scale import BRONZE, GOLD, SILVER
from portal.records.papers import PaperPages
from portal.records.volumes import SHEETS, VolumePages
from portal.testing.conformance.subject import Subject
from portal.testing.scale.declared import mounted
from portal.testing.scale.rules import Moot, rule

FEWEST_WORDS = 300  # characters of a document that says something
HANDBOOK = "docs/handbook"
TOO_NEW = re.compile(
    r"\?\.(?!\d)|\?\?|\basync\b|\bawait\b|\*\*|\bimport\s*\(|\bimport\s+[\w{*]|\bexport\s+|\.includes\(|\bObject\.(values|entries)\b|\.flat(Map)?\(|\breplaceAll\b|\bcatch\s*\{|\bfetch\("
)  # (Array.includes and fetch come with Chromium 47 and 42, but `finally`, `async` and the rest after 49)
TOO_NEW_STYLE = re.compile(
    r"display:\s*(inline-)?grid|:is\(|:where\(|:has\(|\binset:|\bclamp\(|\bmin\(|\bmax\(|aspect-ratio|@layer|@container"
)
ELSEWHERE = re.compile(r"""(src|href|action)\s*=\s*["'](https?:)?//|url\(\s*["']?(https?:)?//|@import""")
LINKED = re.compile(r"<a\b[^>]*>")


@rule("readme", SILVER, "有说明文件，写明每项权限给谁。", "A README says who has which permission.")
def has_a_readme(subject: Subject):
    text = _read(subject, "README*") or _description(subject)
    if len(text) < FEWEST_WORDS:
        yield f"there is no README of {FEWEST_WORDS} characters, neither in the package nor in the distribution"
        return
    yield from (
        f"the README does not name {each.key}" for each in subject.manifest.permissions if not _names(text, each.key)
    )


def _names(text: str, permission: str) -> bool:
    """In full, or in a list by its last word."""
    return permission in text or f"`{permission.partition('.')[2]}`" in text


@rule("handbook", GOLD, "有中文手册，写给办事的人。", "A chapter in Chinese tells clerks how to work with it.")
def has_a_handbook(subject: Subject):
    text = _read(subject, "[Hh][Aa][Nn][Dd][Bb][Oo][Oo][Kk]*")
    ours = ROOT / HANDBOOK / f"{subject.key.replace('_', '-')}.md"
    if not text and _is_ours(subject) and ours.exists():
        text = ours.read_text(encoding="utf-8")
    if len(re.findall(r"[\u4e00-\u9fff]", text)) < FEWEST_WORDS:
        yield f"there is no handbook.md of {FEWEST_WORDS} Chinese characters in the package"


@rule("changes-told", GOLD, "更新记录写到了这一版。", "The list of changes comes to this version.")
def tells_changes(subject: Subject):
    text = _read(subject, "CHANGELOG*") or _description(subject)
    if _is_ours(subject):
        text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    if subject.manifest.version not in text:
        yield f"no CHANGELOG.md in the package, and no README, tells of {subject.manifest.version}"


@rule("tests", SILVER, "带着自己的测试。", "It brings tests of its own.")
def has_tests(subject: Subject):
    folders = [each for each in (subject.folder / "tests", *_beside(subject, "tests")) if each.is_dir()]
    if not folders and _is_unpacked(subject):
        raise Moot("安装包里不带测试。")
    found = [path for folder in folders for path in folder.rglob("test_*.py")]
    if not any("def test_" in path.read_text(encoding="utf-8") for path in found):
        yield "there are no tests"


@rule("own-files", BRONZE, "安装包里只有自己的文件。", "The distribution holds files of its own package only.")
def installs_own_files(subject: Subject):
    top, about = subject.package.split(".")[0], _distribution(subject)
    if about.read_text("SOURCES.txt") is not None:
        raise Moot("从源代码装入，没有安装包可看。")
    for path in about.files or ():
        first = path.parts[0]
        alien = first != top and not first.endswith((".dist-info", ".data", ".pth")) and ".." not in first
        if alien and not first.startswith("__editable__"):
            yield f"it brings {path}"
        if first.endswith(".pth") and "editable" not in first:
            yield f"it brings {path}, which runs at every start of Python"


@rule(
    "metadata",
    SILVER,
    "安装包的名称、版本、Python 版本写明，版本和清单一致。",
    "The distribution says its version, as the manifest does, and its Python.",
)
def describes_the_distribution(subject: Subject):
    about = _distribution(subject)
    if about.version != subject.manifest.version:
        yield f"the distribution is {about.version}, the manifest {subject.manifest.version}"
    for name in ("Summary", "Requires-Python"):
        if not about.metadata.get(name):
            yield f"the distribution gives no {name}"


@rule("templates-compile", BRONZE, "每个模板都能编译。", "Every template compiles.")
def compiles_templates(subject: Subject):
    for path in _templates(subject):
        try:
            subject.app.jinja_env.parse(path.read_text(encoding="utf-8"))
        except TemplateError as error:
            yield f"{path.relative_to(subject.folder)}: {error}"


@rule("portal-frame", SILVER, "页面都用系统的框架。", "Pages stand in the frame of the portal.")
def uses_the_frame(subject: Subject):
    for path in _templates(subject):
        if "documents" not in path.parts and re.search(r"<(html|head|body)\b", path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(subject.folder)} brings a frame of its own"


@rule("templates-used", SILVER, "没有用不到的模板。", "No template is left over.")
def uses_templates(subject: Subject):
    told = "\n".join(path.read_text(encoding="utf-8") for path in [*subject.sources, *_templates(subject)])
    bound = {each.template(which) for each in mounted(subject, VolumePages) for which in SHEETS}
    for path in _templates(subject):
        name = "/".join(path.relative_to(_root(path)).parts)
        by_kind = "documents" in path.parts and re.search(rf"[\"']{re.escape(path.stem)}[\"']", told)
        if (
            name not in told
            and name not in bound
            and not by_kind
            and not re.search(rf"/{re.escape(path.stem)}\b|[\"'{{]{re.escape(path.stem)}[\"'}}]", told)
        ):
            yield f"nothing shows {name}"


@rule("paper-templates", BRONZE, "每种文书都有模板。", "Every kind of paper has its template.")
def has_paper_templates(subject: Subject):
    pages = mounted(subject, PaperPages)
    if not pages:
        raise Moot("没有文书。")
    for each in pages:
        for paper in each.papers:
            name = paper.template or f"{each.bp.name}/documents/{paper.kind}.html"
            try:
                subject.app.jinja_env.get_template(name)
            except TemplateError as error:
                yield f"{name}: {type(error).__name__}"


@rule(
    "no-foreign-files",
    BRONZE,
    "页面不从别的网站装东西，内网也能用。",
    "Nothing is loaded from elsewhere: it works without the Internet.",
)
def loads_nothing_from_elsewhere(subject: Subject):
    for path in [*_templates(subject), *_files(subject, ".js", ".css")]:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if ELSEWHERE.search(LINKED.sub("", line)):
                yield f"{path.relative_to(subject.folder)}:{number} {line.strip()[:60]}"


@rule(
    "old-browsers",
    BRONZE,
    "脚本和样式在 Chromium 49 上能用。",
    "Its scripts and style sheets are understood by Chromium 49.",
)
def speaks_old_script(subject: Subject):
    scripts, styles = _served(subject, ".js"), _served(subject, ".css")
    if not scripts and not styles:
        raise Moot("没有自带的脚本和样式。")
    for paths, pattern in ((scripts, TOO_NEW), (styles, TOO_NEW_STYLE)):
        for path in paths:
            for found in {match.group() for match in pattern.finditer(_bare(path.read_text(encoding="utf-8")))}:
                yield f"{path.name} uses {found}"


def _bare(text: str) -> str:
    """A script without comments and strings."""
    return re.sub(
        r"""/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`""", "''", text, flags=re.DOTALL
    )


def _served(subject: Subject, ending: str) -> list[Path]:
    """Files of that ending as a browser gets them; sources that are built first are not read."""
    folders = [Path(each.static_folder) for each in subject.manifest.blueprints if each.static_folder]
    return [path for folder in folders if folder.is_dir() for path in sorted(folder.rglob(f"*{ending}"))]


def _files(subject: Subject, *endings: str) -> list[Path]:
    return [path for path in sorted(subject.folder.rglob("*")) if path.suffix in endings]


def _templates(subject: Subject) -> list[Path]:
    return [
        path for path in sorted(subject.folder.rglob("*.html")) if "templates" in path.relative_to(subject.folder).parts
    ]


def _root(path: Path) -> Path:
    """The folder `templates` that holds `path`."""
    return next(each for each in path.parents if each.name == "templates")


def _read(subject: Subject, pattern: str) -> str:
    """The document in the package, or beside its source where it is not installed from a wheel."""
    found = [*sorted(subject.folder.glob(pattern)), *_beside(subject, pattern)]
    return "\n".join(path.read_text(encoding="utf-8") for path in found if path.suffix in (".md", ".rst", ".txt"))


def _beside(subject: Subject, pattern: str) -> list[Path]:
    """What fits `pattern` beside the pyproject.toml of a distribution that is installed in place."""
    if _is_ours(subject):
        return []
    above = [each for each in subject.folder.parents if (each / "pyproject.toml").exists()][:1]
    return sorted(above[0].glob(pattern)) if above else []


def _description(subject: Subject) -> str:
    about = _whole(subject.key)
    return about.metadata.get_payload() or "" if about and not _is_ours(subject) else ""  # type: ignore[attr-defined]


def _is_ours(subject: Subject) -> bool:
    about = _whole(subject.key)
    return bool(about and about.name == OURS)


def _is_unpacked(subject: Subject) -> bool:
    """Whether it comes from a wheel."""
    about = _whole(subject.key)
    return not _is_ours(subject) and bool(about) and not _beside(subject, "pyproject.toml")


def _distribution(subject: Subject) -> Distribution:
    about = _whole(subject.key)
    if about is None or _is_ours(subject):
        raise Moot("随本系统一起发布。")
    return about


@cache
def _whole(key: str) -> Distribution | None:
    entry = next((each for each in entry_points(group=GROUP) if each.name == key), None)
    try:
        return entry.dist if entry else None
    except PackageNotFoundError:
        return None
