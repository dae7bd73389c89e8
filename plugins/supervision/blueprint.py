"""The blueprint of 督办: every address lies under /supervision, behind the gate."""

from flask import Blueprint

bp = Blueprint("supervision", __name__, url_prefix="/supervision", template_folder="templates")
