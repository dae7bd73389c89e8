"""The blueprint of 家风教育: every address lies under /family_values, behind the gate."""

from flask import Blueprint

bp = Blueprint("family_values", __name__, url_prefix="/family_values", template_folder="templates")
