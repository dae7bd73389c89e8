"""门牌 of a window, and 规范化自检表 of a self-check."""

from plugins.centre.blueprint import bp
from plugins.centre.choices import VIEW
from plugins.centre.models import CentreWindow, SelfCheck
from portal.records.papers import Paper, mount_papers

window_papers = mount_papers(
    bp,
    CentreWindow,
    (
        Paper(
            "door",
            "窗口门牌",
            needs=VIEW,
            number=lambda window: "",
            context=lambda window: {"centre": window.centre},
            unless=lambda window: "" if window.status == "open" else "窗口已经停用。",
        ),
    ),
    at="/windows/<int:window_id>",
    office=lambda window: window.centre.title,
)
check_papers = mount_papers(
    bp,
    SelfCheck,
    (
        Paper(
            "check",
            "综治中心规范化自检表",
            needs=VIEW,
            number=lambda check: "",
            context=lambda check: {"before": check.last_time, "on": check.finished_at or check.created_at},
            draft=lambda check: check.status != "finished",
            unless=lambda check: "这次自检已经作废。" if check.status == "dropped" else "",
        ),
    ),
    at="/checks/<int:check_id>",
    office=lambda check: check.centre.title,
)
