"""The words of 实有人口房屋: permissions, and what may be chosen. Kinds of people: GB/T 31000-2015 as public systems have it (docs/domain/population.md)."""

KEY = "population"
VIEW, EDIT, EXPORT = "population.view", "population.edit", "population.export"
SEE_GRADES, GRADE = "population.grades", "population.grade"
SENSITIVE = "population.sensitive"

HEAD = "head"
RELATIONS = {
    HEAD: "户主",
    "spouse": "配偶",
    "son": "子",
    "daughter": "女",
    "grandchild": "孙子女",
    "parent": "父母",
    "grandparent": "祖父母",
    "sibling": "兄弟姐妹",
    "other": "其他",
}
RENTED = "rented"
USES = {"own": "自住", RENTED: "出租", "empty": "空置", "business": "经营", "other": "其他"}
GRADES = ("1", "2", "3")
TONES = {"danger": "红", "warn": "黄", "ok": "绿", "info": "蓝", "neutral": "灰"}
KINDS = {
    "registered": "户籍人口",
    "floating": "流动人口",
    "left_behind": "留守人员",
    "foreign": "境外人员",
    "released": "刑满释放人员",
    "correction": "社区矫正人员",
    "mental": "严重精神障碍患者",
    "drugs": "吸毒人员",
    "youth": "重点青少年",
}
GUARDED = ("released", "correction", "mental", "drugs", "youth")  # 特定身份、医疗健康、未成年人：个人信息保护法 §28
