"""What a district decides about its grids: codes, households, what stands on the public card, whose grids are mapped; dated, per unit, inherited."""

from plugins.grids.choices import KEY, LONGEST_LINE
from portal.org.models import OrgUnit
from portal.settings import Settings, SettingsForm, choice, listed, number, settings_of, text
from portal.web.forms import ValidationError

LOCAL = "没有见到统一规定，由本地规定。"


class GridSettings(SettingsForm):
    """网格管理的本地规定."""

    headings = {"first_digits": "编码", "least": "规模", "level_1": "层级", "phones": "公示牌", "lines": "多网合一"}

    first_digits = number("一级网格编码位数", 12, 9, 20, f"县 6 位、乡镇 3 位、村社区 3 位。{LOCAL}", unit="位")
    digits = number("二级网格编码位数", 15, 12, 20, f"县 6 位、乡镇 3 位、村社区 3 位、网格 3 位。{LOCAL}", unit="位")
    micro_digits = number("三级网格编码位数", 17, 12, 20, f"在二级网格后面加 2 位。{LOCAL}", unit="位")
    least = number("一个网格最少多少户", 50, 1, 5000, f"各地 50—100 户的有，300—500 户的也有。{LOCAL}", unit="户")
    most = number("一个网格最多多少户", 100, 1, 5000, "超出范围的只提示，不影响登记。", unit="户")
    level_1 = text("一级网格是什么", "村、社区", LOCAL)
    level_2 = text("二级网格是什么", "小区、自然村、小组", LOCAL)
    level_3 = text("三级网格是什么", "楼栋、巷道", LOCAL)
    first = choice(
        "一级网格列入台账",
        {"no": "登记了的才列入", "yes": "村、社区都列入"},
        "no",
        "都列入的，新设、导入的村、社区一小时内自动登记。",
    )
    phones = choice(
        "公示牌上的网格员电话", {"office": "公示办公电话", "none": "不公示电话"}, "office", "个人电话一律不公示。"
    )
    supervision = text("监督电话", "", "印在公示牌上，没有的不填。", needed=False)
    duties = text(
        "网格员做什么",
        "采集信息、排查隐患、化解小纠纷、宣传政策、代办跑腿；发现问题及时报告，没有执法权。",
        f"印在公示牌上。{LOCAL}",
        most=120,
    )
    lines = text(
        "哪些部门另划过网格",
        "党建、综治、民政、城管、消防、生态环境",
        f"用顿号分开，对应表按这里的名称登记。{LOCAL}",
        most=120,
    )

    def validate_most(self, field):
        """The range of households the right way round."""
        if field.data is not None and self.least.data is not None and field.data < self.least.data:
            raise ValidationError("最多的户数不能小于最少的户数。")

    def validate_lines(self, field):
        """At least one, each as long as is kept with a grid of a department."""
        found = listed(field.data or "")
        if not found:
            raise ValidationError("至少写一个部门。")
        if long := next((each for each in found if len(each) > LONGEST_LINE), None):
            raise ValidationError(f"“{long}”超过 {LONGEST_LINE} 个字，请写简称。")


def rules_of(unit: OrgUnit) -> Settings:
    """The rules in force for `unit` today."""
    return settings_of(KEY, unit)
