"""The blueprint of 热线转办: every address lies under /hotline, behind the gate."""

from flask import Blueprint

bp = Blueprint("hotline", __name__, url_prefix="/hotline", template_folder="templates")
