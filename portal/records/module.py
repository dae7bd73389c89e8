"""What the kit adds to the portal itself: the pages of saved views, the rights of the people named in records, and the deletion of
imported files."""

from flask import Flask

from portal.jobs.tasks import Task, add_task
from portal.plugin.data_rights import DataRights
from portal.plugin.hookspecs import hookimpl
from portal.records import certificate_pages, data_rights, export_pages, export_purpose, hiding, volume_batch
from portal.records.declarations import of_records
from portal.records.export_request import QUEUES
from portal.records.import_batch import forget_old
from portal.records.import_pages import ImportPages
from portal.records.import_work import TASK, work
from portal.records.saved_view_pages import bp
from portal.records.short_addresses import bp as short_addresses
from portal.records.wording_pages import bp as wordings


class Module(DataRights):
    """What this module adds through the hooks, for the people named in the records of every plugin."""

    data_rights = data_rights

    @hookimpl
    def home_cards(self, ctx):
        return [*QUEUES, certificate_pages.QUEUE]


def init_app(app: Flask) -> None:
    """Mount the pages."""
    app.register_blueprint(bp)
    app.register_blueprint(export_pages.bp)
    app.register_blueprint(short_addresses)
    app.register_blueprint(wordings)
    app.register_blueprint(certificate_pages.bp)
    export_purpose.init_app(app)
    hiding.init_app(app)
    app.extensions.setdefault("portal_plugin_checks", []).append(of_records)
    add_task(app, Task("core.purge_imports", "清理导入的文件", forget_old, "day"))
    add_task(app, Task(TASK, "从 Excel 导入名册", work(ImportPages)))
    add_task(app, Task(volume_batch.TASK, "按年装订卷宗", volume_batch.work))
