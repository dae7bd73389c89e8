"""Stored codes and what they are called."""

SERIES = {
    "lecture": "家风党课",
    "parents": "家庭教育讲座",
    "six_q": "6Q 家长课堂",
    "youth": "青少年心理拓展",
    "counsel": "心理辅导",
}
HELPFUL = ("counsel", "parents", "six_q")  # offered to the parties of a family dispute
CONSENTS = {"paper": "监护人签了纸质同意书，已存档", "present": "监护人当面同意", "phone": "监护人在手机上勾选同意"}
RATINGS = {"good": "满意", "fair": "基本满意", "poor": "不满意"}
