"""Code lists of 包案 (docs/domain/sponsored.md), and its permissions."""

VIEW, LOG, DRAFT, APPROVE, LEAD, HANDLE, REVIEW, FOLLOW, EXPORT = (
    f"sponsored.{verb}" for verb in ("view", "log", "draft", "approve", "lead", "handle", "review", "follow", "export")
)
PLAIN, KEY_CASE, GRAVE = "plain", "key", "grave"
GRADES = {PLAIN: "一般", KEY_CASE: "重点", GRAVE: "重大"}
HEIGHTS = {PLAIN: 1, KEY_CASE: 2, GRAVE: 3}
WAYS = {"home": "上门", "office": "约见", "phone": "电话", "video": "视频"}
RESULTS = {"settled": "化解", "led": "依法导入诉讼、仲裁、复议等程序", "concluded": "终结备案"}
# 纸面销号 is refused: the party says so in one of these ways
CONFIRMED = {"signed": "签字", "phone": "电话核实", "recorded": "录音"}
ATTITUDES = {"agrees": "同意", "accepts": "接受，仍有意见", "refuses": "不同意"}
VERDICTS = {"yes": "是反弹", "no": "不是反弹，另一件事"}
# 限制人身自由的说法: the list of the domain notes (M14), which a district can only add to
RESTRAINT = ("限制出行", "看管", "拦截", "跟踪", "软禁", "扣押证件", "截访", "劝返")
# Of these and what is like them, what means nothing else is refused; about the rest whoever writes it is asked
OUTRIGHT = ("限制出行", "限制外出", "软禁", "扣押证件", "扣押身份证", "截访", "劝返", "小时看管")
IN_DOUBT = (
    *("看管", "拦截", "跟踪", "盯", "跟着", "小时守", "稳控", "学习班"),
    *("不离开", "不让离开", "不许离开", "不准离开", "不能离开", "不让出", "不许出", "不准出", "不能出"),
)
GOES_ON = {"截访": "谈问", "劝返": "还校"}  # before these it may be another word: 截访谈记录, 劝返校学生
INSTEAD = "上门看望、听取诉求、讲明政策、帮助解决困难、引导走法律程序"


def higher_than(grade: str) -> dict[str, str]:
    """What a sponsorship of `grade` may be raised to."""
    return {each: name for each, name in GRADES.items() if HEIGHTS[each] > HEIGHTS[grade]}
