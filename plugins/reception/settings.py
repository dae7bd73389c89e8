"""What a district decides about 接访登记: dated, and inherited by the units below."""

from portal.settings import SettingsForm, number, pattern


class ReceptionSettings(SettingsForm):
    """接访登记的本地规定. A visit keeps what was in force when it was registered."""

    days = number("登记后几日内答复或者移交", 1, 1, 60, "由本地规定。", unit="个工作日")
    numbering = pattern("编号格式", "{unit}访〔{year}〕{number}号", "由本地规定。", needs=("unit", "year", "number"))
