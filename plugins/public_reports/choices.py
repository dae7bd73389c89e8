"""Words of 群众反映: places of labels, ways in, whom an emergency goes to."""

PLACES = {
    "grid": "网格",
    "building": "楼栋",
    "gate": "小区门",
    "window": "窗口",
    "shop": "商户",
    "park": "公园",
    "school": "学校",
}
SCAN = "scan"
CHANNELS = {
    SCAN: "扫码",
    "phone": "电话",
    "window": "窗口",
    "letter": "来信、纸条",
    "grid": "网格员代填",
    "chat": "群聊摘录",
}
EMERGENCIES = {"110": "公安 110", "119": "消防 119", "120": "急救 120", "122": "交警 122", "other": "其他应急单位"}
EMERGENCY_LINE = "有人受伤、着火、打架、燃气泄漏等紧急情况，不要在这里填写，请马上打 110、119 或者 120。"
HELPLINE = "急事拨 110（报警）、119（火警）、120（急救）"
