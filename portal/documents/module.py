"""Registers the verification page, the template functions of documents, and what clears up after papers and attachments."""

from flask import Flask

from portal.documents import wording
from portal.documents.cli import signing_cli
from portal.documents.printing import unprintable
from portal.documents.views import bp
from portal.documents.wordings import in_use
from portal.files import forgetting
from portal.jobs.tasks import Task, add_task


def init_app(app: Flask) -> None:
    """Mount the check page. The renderer starts with the server or with the first paper."""
    app.register_blueprint(bp)
    app.cli.add_command(signing_cli)
    wording.init_app(app)
    in_use.init_app(app)
    app.extensions["portal_unprintable"] = unprintable
    add_task(app, Task("core.sweep_files", "清理没有记录指向的文件", forgetting.sweep, "day"))
