"""`plugins bisect`: which plugins are to blame, asked with some of them left out."""

import os
import subprocess
import sys
from collections.abc import Callable, Collection

import click
from flask import current_app

from portal.plugin.registry import Registry
from portal.plugin_admin.bisecting import Bisection
from portal.plugin_admin.cli.group import plugins_cli

VARIABLE = "PORTAL_LEAVE_OUT"
CANNOT_TELL = 126  # and above: a shell could not run the command
Ask = Callable[[frozenset[str], str], bool]


@plugins_cli.command("bisect")
@click.option("--command", help=f"代替人回答的命令：每次带着 {VARIABLE} 执行，以 0 退出是好的，别的是坏的。")
def bisect(command: str | None):
    """哪一个或哪两个模块惹的祸：每次留下一部分模块，问是不是还这样；十五个模块最多问九次。"""
    needs = needs_of(current_app.extensions["portal_plugins"])
    if not needs:
        sys.exit("没有装入的功能模块。")
    found, asked = Bisection(needs), 0
    ask = _by_command(command) if command else _by_hand
    while (kept := found.question()) is not None:
        asked += 1
        left_out = ",".join(sorted(set(needs) - kept))
        click.echo(f"第 {asked} 次：装入 {'、'.join(sorted(kept)) or '（一个也没有）'}")
        found.answer(kept, bad=(bad := ask(kept, left_out)))
        if found.left and len(kept) == 1 and bad:
            click.echo(f"  {'、'.join(kept)} 自己就这样；再看有没有第二个。")
        if not found.left:
            sys.exit("回答前后对不上：可能不止两个模块有问题，或者时好时坏。")
    click.echo(f"问了 {asked} 次。{found.left[0]}。")
    for other in found.left[1:]:
        click.echo(f"也可能是 {other}；因为依赖关系，分不开。")


def needs_of(registry: Registry) -> dict[str, Collection[str]]:
    """Each plugin taken in, with those it requires, directly or not."""
    needs: dict[str, set[str]] = {}
    for key, manifest in registry.manifests.items():  # in order of `requires`
        direct = set(manifest.needs)
        needs[key] = direct.union(*(needs[each] for each in direct))
    return dict(needs)


def _by_hand(kept: frozenset[str], left_out: str) -> bool:
    click.echo(f"  请这样重新启动门户，再看一看：{VARIABLE}={left_out or '（留空）'}")
    return click.confirm("  还是那样吗")


def _by_command(command: str) -> Ask:
    def ask(kept: frozenset[str], left_out: str) -> bool:
        done = subprocess.run(command, shell=True, env={**os.environ, VARIABLE: left_out}, check=False)  # noqa: S602
        if done.returncode >= CANNOT_TELL:
            sys.exit(f"命令没有执行成（{done.returncode}），停下来了。")
        click.echo("  还是那样" if done.returncode else "  好了")
        return bool(done.returncode)

    return ask
