"""Code lists of 会商 (docs/domain/joint-meetings.md), and its permissions."""

VIEW, CALL, ISSUE, ANSWER, EXPORT = (f"joint_meetings.{verb}" for verb in ("view", "call", "issue", "answer", "export"))
KINDS = {"consult": "会商", "regular": "例会"}
COMING, DEPUTY, AWAY = "coming", "deputy", "away"
REPLIES = {COMING: "参加", DEPUTY: "请假，另派人参加", AWAY: "请假"}
