"""The blueprint of 议事坊: every address lies under /consultation, behind the gate."""

from flask import Blueprint

bp = Blueprint("consultation", __name__, url_prefix="/consultation", template_folder="templates")
