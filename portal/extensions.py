"""Extension objects, created once and bound in `create_app`. Imports nothing of ours but column types."""

from datetime import datetime

from flask import current_app, request
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


class Tokens(CSRFProtect):
    """Each view that writes takes the token of its session, unless it was marked itself. (Flask-WTF exempts by the name of the function, and
    all views that are mounted from a declaration are called `view`.)"""

    def exempt(self, view):
        """Mark a view that takes no token: it changes nothing, or is for strangers."""
        view.takes_no_token = True
        return view

    def check(self) -> None:
        """Before each request. Raises CSRFError."""
        view = current_app.view_functions.get(request.endpoint or "")
        if current_app.config["WTF_CSRF_ENABLED"] and view is not None and not getattr(view, "takes_no_token", False):
            self.protect()


db = SQLAlchemy(model_class=Model)  # the database: `db.Model`, `db.session`
login = LoginManager()
csrf = Tokens()
limiter = Limiter(key_func=get_remote_address)  # rate limits of views: `@limiter.limit(…)`
htmx = Htmx()
