"""Extension objects, created once and bound in `create_app`. Imports nothing of ours but column types."""

from datetime import datetime

from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from htmx_flask import Htmx
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase, registry

from portal.columns import UtcDateTime

__all__ = ["db", "limiter"]

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """Base of all models: constraint names are fixed so that migrations can name them."""

    registry = registry(metadata=MetaData(naming_convention=NAMES), type_annotation_map={datetime: UtcDateTime()})


db = SQLAlchemy(model_class=Model)  # the database: `db.Model`, `db.session`
login = LoginManager()
csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address)  # rate limits of views: `@limiter.limit(…)`
htmx = Htmx()
