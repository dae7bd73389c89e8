"""Builds portal/static/dist/ from portal/static/src/ and the npm packages.

Each file gets a name with a hash of its content and compressed twins (.gz, .br); manifest.json maps the plain
name to the hashed one. Nothing happens while the sources are the ones of the last build.
"""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import icons

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "portal/static/src"
OF_PLUGINS = "plugins/*/scripts/*.js"  # of one page each; named <plugin>.<script>
DIST = ROOT / "portal/static/dist"
PACKAGES = ROOT / "node_modules"
LUCIDE = PACKAGES / "lucide-static"
MANIFEST = DIST / "manifest.json"
FINGERPRINT = DIST / ".sources"
COMPRESSIBLE = {".css", ".js", ".svg"}


def main() -> None:
    fingerprint = fingerprint_of_sources()
    if is_fresh(fingerprint):
        return
    DIST.mkdir(parents=True, exist_ok=True)
    manifest = {name: write(name, content) for name, content in build()}
    MANIFEST.write_text(json.dumps(manifest, indent=2, sort_keys=True) + "\n")
    remove_all_but(manifest.values())
    FINGERPRINT.write_text(fingerprint)
    print(f"assets: {len(manifest)} files in {DIST.relative_to(ROOT)}")


def fingerprint_of_sources() -> str:
    """A hash of everything the result depends on: the sources, the locked packages, this program."""
    digest = hashlib.sha256()
    files = sorted(path for path in SOURCES.rglob("*") if path.is_file())
    files += sorted(ROOT.glob(OF_PLUGINS))
    for path in [*files, ROOT / "package-lock.json", *Path(__file__).parent.glob("*.py")]:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def is_fresh(fingerprint: str) -> bool:
    if not (FINGERPRINT.exists() and MANIFEST.exists() and FINGERPRINT.read_text() == fingerprint):
        return False
    return all((DIST / name).exists() for name in json.loads(MANIFEST.read_text()).values())


def build() -> Iterator[tuple[str, bytes]]:
    """Yields plain name and content of each asset."""
    parts = [ROOT / line for line in (SOURCES / "bundle.txt").read_text().split()]
    yield "app.js", b"".join(map(part_of_bundle, parts))
    for path in sorted(SOURCES.iterdir()):
        if path.is_dir() or path.suffix == ".txt" or path.name.startswith(("_", ".")) or path in parts:
            continue
        if path.suffix == ".scss":
            yield f"{path.stem}.css", stylesheet(path)
        elif path.suffix == ".js":
            yield path.name, script(path)
        else:
            yield path.name, path.read_bytes()
    for path in sorted(ROOT.glob(OF_PLUGINS)):
        yield f"{path.parts[-3]}.{path.name}", script(path)


def part_of_bundle(path: Path) -> bytes:
    """One script of bundle.txt: a package's is minified already, ours is not."""
    content = path.read_bytes() if path.is_relative_to(PACKAGES) else script(path)
    return content.rstrip(b"\n;") + b";\n"


def stylesheet(path: Path) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "_strip.scss").write_text(icons.partial((SOURCES / "icons.txt").read_text().split(), LUCIDE))
        paths = (f"--load-path={each}" for each in (PACKAGES, folder))
        return run("sass", "--style=compressed", "--no-source-map", "--quiet-deps", *paths, path).rstrip()


def script(path: Path) -> bytes:
    """Minifies a script; refuses syntax newer than ES5, which the oldest browsers we serve cannot read."""
    run("acorn", "--ecma5", "--silent", path)
    return run("terser", "--compress", "--mangle", "--ecma=5", path)


def write(name: str, content: bytes) -> str:
    """Writes the asset and its compressed twins; returns the hashed name."""
    import brotli  # these two are slow to load, and needed only when something changed
    import zopfli.gzip

    stem, dot, suffix = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}{dot}{suffix}"
    (DIST / hashed).write_bytes(content)
    if f".{suffix}" in COMPRESSIBLE:
        (DIST / f"{hashed}.gz").write_bytes(zopfli.gzip.compress(content, numiterations=200, blocksplittingmax=0))
        (DIST / f"{hashed}.br").write_bytes(brotli.compress(content))
    return hashed


def remove_all_but(names: Iterable[str]) -> None:
    kept = {MANIFEST.name, *(name + twin for name in names for twin in ("", ".gz", ".br"))}
    for path in DIST.iterdir():
        if path.name not in kept:
            path.unlink()


def run(program: str, *arguments) -> bytes:
    """Runs a program of the npm packages and returns what it printed."""
    done = subprocess.run([PACKAGES / ".bin" / program, *arguments], capture_output=True, check=False)
    if done.returncode:
        sys.exit(f"assets: {program} failed\n{done.stderr.decode()}")
    sys.stderr.write(done.stderr.decode())
    return done.stdout


if __name__ == "__main__":
    main()
