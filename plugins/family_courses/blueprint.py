"""The blueprint of 家庭教育讲座: every address lies under /family_courses, behind the gate."""

from flask import Blueprint

bp = Blueprint("family_courses", __name__, url_prefix="/family_courses", template_folder="templates")
