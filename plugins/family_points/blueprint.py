"""The blueprint of 家庭积分: every address lies under /family_points, behind the gate."""

from flask import Blueprint

bp = Blueprint("family_points", __name__, url_prefix="/family_points", template_folder="templates")
