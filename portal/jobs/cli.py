"""`flask jobs run`: a worker process, beside or instead of the worker thread of the server."""

import signal
from threading import Event

import click
from flask import current_app
from flask.cli import AppGroup

from portal.jobs.worker import Worker

jobs_cli = AppGroup("jobs", help="后台任务。")


@jobs_cli.command("run")
@click.option("--once", is_flag=True, help="做完已到时间的任务就结束。")
def run(once: bool):
    """执行后台任务，直到收到终止信号；手上的任务做完再停。"""
    worker = Worker(current_app._get_current_object())
    if once:
        click.echo(f"已执行 {worker.run_due()} 项任务。")
        return
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    worker.run_forever(stop)
