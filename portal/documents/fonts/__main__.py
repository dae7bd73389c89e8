"""``python -m portal.documents.fonts``: build the font set unless it is already built."""

import argparse
import json
import subprocess
import sys
from pathlib import Path

from portal.documents.fonts import STATE
from portal.documents.fonts.stamp import fingerprint

HOW_TO = "fonts-noto-cjk texlive-lang-chinese fonts-lxgw-wenkai fonts-noto-core fonts-hanazono fonts-babelstone-han fontconfig"


def main() -> int:
    options = _arguments()
    state = _built(options)
    if state is None:
        state = _build(options)
    if state is None:
        return 1
    _report(state)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m portal.documents.fonts", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("build/fonts"), help="where the set goes")
    parser.add_argument("--node-modules", type=Path, default=Path("node_modules"))
    parser.add_argument("--licensed", type=Path, help="folder of licensed fonts that come first")
    parser.add_argument("--force", action="store_true", help="build again even if up to date")
    return parser.parse_args()


def _built(options: argparse.Namespace) -> dict | None:
    """The recorded state of an up-to-date set, else None."""
    path = options.out / STATE
    if options.force or not path.is_file():
        return None
    state = json.loads(path.read_text(encoding="utf-8"))
    wanted = fingerprint(options.out, options.node_modules, options.licensed)
    return state if state.get("fingerprint") == wanted else None


def _build(options: argparse.Namespace) -> dict | None:
    # Late: fontTools takes longer to load than an up-to-date check may last.
    from portal.documents.fonts.build import NoChineseFont, build

    print("正在制作公文字体,约一分钟 / building fonts, about a minute …", file=sys.stderr)
    try:
        return build(
            options.out,
            node_modules=options.node_modules,
            licensed_folder=options.licensed,
        )
    except NoChineseFont as error:
        print(f"没有可用的中文字体 / no usable Chinese font: {error}", file=sys.stderr)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        print(f"fc-cache 运行失败 / fc-cache failed: {error}", file=sys.stderr)
    print(f"请安装 / please install: apt-get install {HOW_TO}", file=sys.stderr)
    return None


def _report(state: dict) -> None:
    for remark in state["remarks"]:
        print(f"注意 / note: {remark}", file=sys.stderr)
    if not state["missing"]:
        return
    print(
        "警告:以下字体取不到,公文将用替代字体,字形与打印效果会打折扣;"
        "补齐后加 --force 重做。\n"
        "WARNING: these fonts could not be had; documents use substitutes. "
        "Supply them and run again with --force:",
        file=sys.stderr,
    )
    for source in state["missing"]:
        print(f"  - {source}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
