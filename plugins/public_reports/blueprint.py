"""The blueprint of 群众反映: every address lies under /public_reports, behind the gate."""

from flask import Blueprint

bp = Blueprint("public_reports", __name__, url_prefix="/public_reports", template_folder="templates")
