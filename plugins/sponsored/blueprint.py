"""The blueprint of 包案, apart from the views so that they can import it."""

from flask import Blueprint

bp = Blueprint("sponsored", __name__, url_prefix="/sponsored", template_folder="templates")
