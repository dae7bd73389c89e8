"""The blueprint: every address lies under /population, behind the gate."""

from flask import Blueprint

bp = Blueprint("population", __name__, url_prefix="/population", template_folder="templates")
