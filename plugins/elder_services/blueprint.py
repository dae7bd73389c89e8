"""The blueprint: every address lies under /elder_services, behind the gate."""

from flask import Blueprint

bp = Blueprint("elder_services", __name__, url_prefix="/elder_services", template_folder="templates")
