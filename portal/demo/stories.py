"""The disputes of the demo by place and season, as reported by such offices."""

from dataclasses import dataclass

__all__ = ["Story"]


@dataclass(frozen=True, kw_only=True)
class Story:
    """A dispute as it is told at the window, and how it may be settled. `{…}` is filled by the demo.

    kind, level: codes of the case. months: in which it happens. against: person or organisation. claim: what is wanted, said: what both
    sides said, terms: of the agreement, with its amount in 元. office: the department that handles it when it is not mediated.
    """

    kind: str
    level: str
    title: str
    text: str
    months: tuple[int, ...] = tuple(range(1, 13))
    against: str = "person"  # or "organisation"
    claim: str = ""
    said: tuple[str, str] = ("", "")
    terms: tuple[str, ...] = ()
    amount: int = 0  # yuan
    office: str = ""  # the department that handles it when it is not mediated


LAND = (
    Story(
        kind="0901",
        level="major",
        months=(4, 5),
        title="承包地边界争议",
        claim="确认地界，恢复耕种",
        text="春播前双方因承包地边界不清发生争执，一方越界翻耕约两亩，另一方阻拦播种。",
        said=("越界的地是我家二轮承包的，合同上写得清楚。", "当年分地没有立界石，我一直种到那条渠。"),
        terms=(
            "双方以承包合同附图为准，由村委会到场丈量并埋设界石。",
            "越界翻耕的部分于三日内退还，不再追究其他责任。",
        ),
        office="农牧局",
    ),
    Story(
        kind="0901",
        level="minor",
        months=(4, 5, 9, 10),
        title="土地流转费拖欠",
        claim="付清土地流转费",
        amount=12800,
        text="将承包地流转他人种植玉米，约定秋后付清流转费，到期后仍未支付。",
        against="organisation",
        said=("说好秋收就给，等了两个月。", "今年玉米价低，资金周转不开，请宽限。"),
        terms=("被申请人分两期付清土地流转费。", "逾期未付的，土地由申请人收回耕种。"),
        office="农牧局",
    ),
    Story(
        kind="0904",
        level="minor",
        months=(4, 5, 6),
        title="灌溉用水先后争执",
        claim="排定轮灌次序",
        text="春灌期间因轮灌次序和用水时长发生争执，渠口被堵，影响两户浇地。",
        said=("轮到我家却被截了水。", "机井故障耽误了两天，我不浇苗就旱死了。"),
        terms=("按村里排定的轮灌表浇地，因机井故障延误的顺延。", "任何一方不得私自堵截渠口。"),
        office="农牧局",
    ),
    Story(
        kind="0901",
        level="minor",
        months=(9, 10),
        title="收割机压毁邻地庄稼",
        claim="赔偿庄稼损失",
        amount=3600,
        text="秋收时收割机经过邻地，压毁玉米约一亩半，双方对赔偿数额意见不一。",
        said=("一亩半玉米都压倒了，要按市价赔。", "路只有那一条，最多压了一亩。"),
        terms=("经双方现场丈量，被申请人一次性赔偿损失。",),
        office="农牧局",
    ),
)
PROPERTY = (
    Story(
        kind="0402",
        level="minor",
        title="物业费与服务质量争议",
        claim="减收物业费，改进服务",
        amount=860,
        text="业主反映楼道照明长期不亮、垃圾清运不及时，拒交物业费；物业公司多次催缴未果。",
        against="organisation",
        said=("楼道灯半年不亮，凭什么全额交费。", "个别单元电路老化，维修资金手续没有办下来。"),
        terms=("物业公司于十日内修复楼道照明。", "申请人补交物业费，物业公司减收两个月。"),
        office="住建局",
    ),
    Story(
        kind="0402",
        level="micro",
        title="占用固定车位停车",
        claim="归还车位",
        text="小区车位紧张，一方多次占用他人租赁的固定车位，双方发生口角。",
        said=("车位是我每月交钱租的。", "回来晚了没有地方停，只是临时停一下。"),
        terms=("被申请人不再占用申请人租赁的车位。", "物业公司增设临时车位标识。"),
        office="综合执法局",
    ),
    Story(
        kind="0402",
        level="minor",
        title="电动车楼道充电纠纷",
        claim="停止在楼道充电",
        text="住户在楼道内给电动车充电，邻居担心火灾隐患，多次劝阻无效。",
        said=("楼道拉线充电，全楼都不安全。", "楼下充电桩经常坏，没有办法。"),
        terms=("被申请人停止在楼道充电和停放电动车。", "社区协调物业维修充电桩。"),
        office="综合执法局",
    ),
)
NEIGHBOURS = (
    Story(
        kind="0201",
        level="minor",
        title="楼上漏水损坏天花板",
        claim="赔偿维修费用",
        amount=2800,
        text="楼上住户卫生间防水老化漏水，楼下天花板、墙面大面积起皮，双方对维修费用各执一词。",
        said=("刚装修两年的房子，墙皮都掉了。", "漏水的是公共管道，不全是我家的责任。"),
        terms=("被申请人于十五日内重做卫生间防水。", "被申请人赔偿申请人墙面维修费用。"),
        office="住建局",
    ),
    Story(
        kind="0203",
        level="micro",
        title="夜间噪音扰邻",
        claim="夜间保持安静",
        text="楼上住户深夜拍球、拖动家具，楼下老人无法休息，多次沟通没有改善。",
        said=("老人心脏不好，天天半夜被吵醒。", "孩子小，以后尽量注意。"),
        terms=("被申请人晚十时至早七时不拍球、不拖动家具，并铺设地垫。",),
        office="派出所",
    ),
    Story(
        kind="0102",
        level="minor",
        title="赡养老人费用分担",
        claim="分担赡养费",
        amount=4800,
        text="老人年近八旬，多病独居，子女之间对赡养费用和轮流照料意见不一。",
        said=("老人一直是我一个人管。", "我在外打工，钱可以出，人回不来。"),
        terms=("被申请人每月承担赡养费四百元，全年四千八百元。", "住院费用由双方平均负担。"),
        office="民政局",
    ),
    Story(
        kind="0101",
        level="minor",
        title="夫妻争吵引发家庭矛盾",
        claim="停止争吵，妥善处理家务",
        text="夫妻因家务和开支长期争吵，一方要求分居，双方父母介入后矛盾加剧。",
        said=("他常年不管家，孩子都是我带。", "工作忙是实情，以后按时回家。"),
        terms=("双方互相尊重，不争吵、不动手，共同承担家务和子女照料。", "家庭大额开支事先商量。"),
        office="妇联",
    ),
    Story(
        kind="0103",
        level="major",
        title="兄弟分家析产争议",
        claim="分割老宅",
        text="父母去世后，兄弟二人对老宅院和树木的归属意见不一，多次争吵。",
        said=("老宅是我出钱翻修的。", "父母在世时说好一人一半。"),
        terms=("老宅东侧两间归申请人，西侧两间归被申请人，院落共同使用。", "院内树木收益平分。"),
        office="司法所",
    ),
)
WAGES = (
    Story(
        kind="0751",
        level="major",
        months=(11, 12, 1),
        against="organisation",
        title="工程完工拖欠工资",
        amount=36500,
        claim="支付拖欠的工资",
        text="装修班组四人完工后工资一直未结清，临近年关，工人集体到中心反映。",
        said=("活干完半年了，等钱回家过年。", "甲方还没有拨付工程款，公司会想办法。"),
        terms=("被申请人分两期付清拖欠工资。", "逾期未付的，申请人可向劳动监察部门投诉。"),
        office="人社局",
    ),
    Story(
        kind="0702",
        level="minor",
        months=(12, 1, 3, 6),
        against="organisation",
        title="未缴社保引发争议",
        claim="补缴社会保险",
        text="职工离职时发现单位一年未缴养老保险，要求补缴，单位拖延不办。",
        said=("扣了我的钱却没有交。", "经办人离职交接不清，正在核对。"),
        terms=("被申请人于三十日内补缴申请人的养老保险。",),
        office="人社局",
    ),
)
