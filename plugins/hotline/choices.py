"""Words of 热线转办: where orders come from, what they ask for, why they are sent back, how the caller was reached."""

from portal.cases import choices

KEY = "hotline"
VIEW = "hotline.view"
ENTER = "hotline.enter"
HANDLE = "hotline.handle"
CONTACT = "hotline.contact"
REVIEW = "hotline.review"
EXPORT = "hotline.export"

PLATFORM = "hotline"
SOURCES = {key: choices.SOURCES[key] for key in (PLATFORM, "transfer", "superior")}
NATURES = {key: name for key, name in choices.NATURES.items() if key != choices.DISPUTE}

WRONG_UNIT = "wrong_unit"
GROUNDS = {
    WRONG_UNIT: "不属于本单位职责",
    "unclear": "内容不清楚，又联系不上",
    "repeated": "同一件事正在办理",
    "settled": "已经通过诉讼、仲裁、复议、信访处理",
}
WAYS = {"phone": "电话", "visit": "上门", "window": "到窗口"}

ASKED, GRANTED, REFUSED = "asked", "granted", "refused"
EXTENSIONS = {"": "没有申请", ASKED: "已申请，等平台答复", GRANTED: "平台同意", REFUSED: "平台不同意"}


def read_word(text: str, words: dict[str, str], usual: str) -> str:
    """The key of that of `words` which stands in what another system says (咨询类, 投诉举报); `usual` for nothing, "" for none of them."""
    if not text.strip():
        return usual
    return next((key for key, name in words.items() if name in text), "")
