"""The blueprint on which the pages of 综治中心 are mounted."""

from flask import Blueprint

bp = Blueprint("centre", __name__, url_prefix="/centre", template_folder="templates")
