"""Code lists of 研判 (docs/domain/briefs.md), and its permissions."""

VIEW, WRITE, SIGN, DO, EXPORT = (f"briefs.{verb}" for verb in ("view", "write", "sign", "do", "export"))
WEEK, MONTH, NEVER = "week", "month", "never"
RHYTHMS = {WEEK: "每周", MONTH: "每月", NEVER: "不开"}
LEVELS = {"community": "村、社区", "township": "乡镇、街道", "county": "旗县区"}  # kinds of units that hold them
GRADES = {"": "没有定", "low": "低", "middle": "中", "high": "高"}
OUTCOMES = {"": "待确认", "came": "发生了（命中）", "not": "没有发生", "missed": "没有提出（漏报）"}
JUDGED = {each: OUTCOMES[each] for each in ("came", "not")}
