"""`plugins new KEY`: generates a working plugin with a page, a table and tests, which passes the conformance suite."""

import keyword
import re
import shutil
import sys
import tempfile
from pathlib import Path

import click
from flask import current_app

from portal.config import ROOT
from portal.plugin import API_VERSION
from portal.plugin.manifest import KEY
from portal.plugin.registry import Registry
from portal.plugin_admin.cli.group import plugins_cli
from portal.plugin_admin.scaffold import filled

NAME = re.compile(r"[\w·—（）()\- ]{1,30}")


@plugins_cli.command("new")
@click.argument("key")
@click.option("--name", help="中文名称，默认与 KEY 相同。")
@click.option("--into", type=click.Path(file_okay=False, path_type=Path), help="写到这个文件夹里，作为独立的软件包。")
def new(key: str, name: str | None, into: Path | None):
    """新建一个功能模块的代码：能运行，有页面、数据表、权限和测试。"""
    name = (name or key).strip()
    target = into / f"portal-{key.replace('_', '-')}" if into else ROOT / "plugins" / key
    if why := _objection(key, name, target, current_app.extensions["portal_plugins"]):
        sys.exit(why)
    _write(_files(key, name, apart=into is not None), target)
    click.echo(f"已写入 {target}。")
    if into:
        click.echo(f"安装：pip install --editable {target}；然后 flask --app portal migrate")
    else:
        click.echo('请在 pyproject.toml 的 [project.entry-points."portal.plugins"] 下加一行：')
        click.echo(f'{key} = "plugins.{key}:plugin"')
        click.echo("然后执行：pip install --no-deps --editable . 和 flask --app portal migrate")


def _objection(key: str, name: str, target: Path, registry: Registry) -> str:
    """Why this cannot be written, in Chinese; empty when it can."""
    if not KEY.fullmatch(key) or keyword.iskeyword(key):
        return f"“{key}”不能作模块的键：只能用小写字母、数字和下划线，字母开头，2 到 31 个字符，不能是 Python 关键字。"
    if not NAME.fullmatch(name):
        return f"名称“{name}”不合适：1 到 30 个字，不能有引号等符号。"
    taken = {*registry.manifests, *registry.failures, *filter(None, registry.reserved)}
    if rival := next((each for each in sorted(taken) if _would_share(key, each)), None):
        return f"“{key}”不能用：与已有的“{rival}”重名，或者数据表的名称会混在一起。"
    if target.exists():
        return f"{target} 已经存在，没有写入任何文件。"
    return ""


def _would_share(key: str, other: str) -> bool:
    return f"{key}_".startswith(f"{other}_") or f"{other}_".startswith(f"{key}_")


def _files(key: str, name: str, *, apart: bool) -> dict[str, str]:
    """Relative path → content; `apart` for a distribution of its own."""
    package = f"portal_{key}" if apart else f"plugins.{key}"
    words = {
        "key": key,
        "name": name,
        "package": package,
        "api": API_VERSION,
        "dashed": key.replace("_", "-"),
        "class": "".join(part.title() for part in key.split("_")),
    }
    parts = filled("package", words)
    if not apart:
        return parts | {f"tests/{path}": content for path, content in filled("tests", words).items()}
    readme = parts.pop("README.md")
    return {
        **filled("distribution", words),
        "README.md": readme,
        **{f"src/{package}/{path}": content for path, content in parts.items()},
        **{f"tests/{path}": content for path, content in filled("tests", words).items()},
    }


def _write(files: dict[str, str], target: Path) -> None:
    """Write all files or none: into a temporary folder beside the target, which is then renamed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        for path, content in files.items():
            (beside / path).parent.mkdir(parents=True, exist_ok=True)
            (beside / path).write_text(content)
        beside.chmod(0o755)
        beside.rename(target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
