"""What there is to say: kinds of messages, kinds of channels, and how often somebody wants to be told outside the portal."""

KINDS = {
    "handed": "交办给我们",
    "back": "退回、收回",
    "reminded": "催办",
    "soon": "快到期",
    "overdue": "超期",
    "answered": "反馈",
    "rated": "回访、评价",
    "reopened": "重新办理",
    "closed": "办结",
}  # kind of a message → its name
WAYS = {"wecom": "企业微信群机器人", "dingtalk": "钉钉群机器人", "mail": "邮件", "sms": "短信接口（HTTP）"}
ROBOTS = ("wecom", "dingtalk")  # they tell a group; the others tell one person each
MODES = {"off": "不发，只在门户里看", "at_once": "随时发", "twice": "每天汇总发两次"}
DELIVERY_STATES = {
    "waiting": "等待发送",
    "sending": "正在发送",
    "sent": "已发出",
    "failed": "没有发出",
    "unsure": "不清楚是否发出",
}
