"""A database with the unit tree in it; on PostgreSQL, a schema of this process alone."""

import os

import pytest
from flask import Flask
from sqlalchemy import text

from portal import database
from portal.config import Settings
from portal.extensions import db
from portal.org import demo, module

URL = os.environ.get("PORTAL_TEST_DATABASE_URL", "")
TABLES = [table for name, table in db.metadata.tables.items() if name.startswith("org_")]


@pytest.fixture(scope="module")
def app(tmp_path_factory) -> Flask:
    folder = tmp_path_factory.mktemp("org")
    settings = Settings(env="testing", instance=folder, database_url=URL or f"sqlite:///{folder / 'org.db'}")
    app = Flask(__name__)
    app.config.update(settings.prepare().flask())
    schema = f"org_{os.getpid()}"
    if URL:
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"connect_args": {"options": f"-csearch_path={schema}"}}
    database.init_app(app)
    module.init_app(app)
    with app.app_context():
        if URL:
            db.session.execute(text(f"CREATE SCHEMA {schema}"))
            db.session.commit()
        db.metadata.create_all(db.engine, tables=TABLES)
        yield app
        db.session.remove()
        if URL:
            db.session.execute(text(f"DROP SCHEMA {schema} CASCADE"))
            db.session.commit()
        db.engine.dispose()


@pytest.fixture
def session(app):
    """A session in an empty unit tree."""
    db.session.rollback()
    yield db.session
    db.session.remove()
    for table in reversed(db.metadata.sorted_tables):
        if table.name.startswith("org_"):
            db.session.execute(table.delete())
    db.session.commit()


@pytest.fixture(scope="session")
def ordos() -> bytes:
    return (demo.DATA / "ordos.csv").read_bytes()


@pytest.fixture(scope="session")
def code_map() -> bytes:
    return (demo.DATA / "township_code_map_stats2023_mca2026.csv").read_bytes()
