"""The pages of 会商: meetings, and the tasks that follow."""

from plugins.joint_meetings.views import calling, invitations, meetings, tasks

__all__ = ["calling", "invitations", "meetings", "tasks"]
