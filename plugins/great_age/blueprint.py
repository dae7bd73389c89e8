"""The blueprint: every address lies under /great_age, behind the gate."""

from flask import Blueprint

bp = Blueprint("great_age", __name__, url_prefix="/great_age", template_folder="templates")
