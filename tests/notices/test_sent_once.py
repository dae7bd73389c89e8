"""A process killed while a message is under way: nobody gets it twice, and the administrator sees that it may not have arrived."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.extensions import db
from portal.jobs.worker import Worker
from portal.notices.models import Delivery
from portal.notices.sending import enqueue_sending

pytestmark = pytest.mark.database

VICTIM = """
import time
from datetime import timedelta
from portal import create_app
from portal.jobs.worker import Worker
from portal.notices import sending

ask = sending.ask

def sent_but_not_told(asked):
    answer = ask(asked)
    print(answer[0], flush=True)
    time.sleep(60)

sending.ask = sent_but_not_told
Worker(create_app(), timedelta(seconds=2)).run_one()
"""


def test_killed_between_sending_and_writing_it_down(app, databases, cast, sms, service, wants):
    wants("department")
    given = {"user_id": cast.department.id, "state": "waiting", "tries": 0, "due_at": clock.now()}
    delivery = Delivery(batch="1:1:now", channel=sms, **given)
    db.session.add(delivery)
    db.session.flush()
    enqueue_sending(delivery)
    db.session.commit()
    settings = app.extensions["portal_settings"]
    environment = {
        **os.environ,
        "PORTAL_DATABASE_URL": databases.url,
        "PORTAL_INSTANCE": str(settings.instance),
        "PORTAL_DATA_KEY": settings.data_key,
        "PORTAL_ENV": "testing",
        "PORTAL_OUTGOING_NETWORKS": "127.0.0.0/8",
    }
    victim = subprocess.Popen([sys.executable, "-c", VICTIM], stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert victim.stdout.readline() == "True\n"
        victim.send_signal(signal.SIGKILL)
    finally:
        victim.kill()
        victim.wait()
        victim.stdout.close()
    worker, patience = Worker(app, timedelta(seconds=30)), time.monotonic() + 20
    while not worker.run_one():
        assert time.monotonic() < patience, "the lease never ended"
        time.sleep(0.2)
    assert [each.state for each in db.session.scalars(select(Delivery))] == ["unsure"]
    assert len(service.got) == 1
