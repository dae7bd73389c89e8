"""The blueprint of 村级事务: every address lies under /village_affairs, behind the gate."""

from flask import Blueprint

bp = Blueprint("village_affairs", __name__, url_prefix="/village_affairs", template_folder="templates")
