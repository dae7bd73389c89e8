"""What people did in a year in 达拉特旗, as invented for the demo: real kinds of places, nobody who exists."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Story:
    """A deed and how far it came. `days` ago it was nominated; `people` conditions, one a person."""

    days: int
    kind: str
    place: str
    location: str
    title: str
    text: str
    fate: str
    people: tuple[str, ...] = ("",)
    secret: bool = False
    beneficiary: str = "王某某"
    losses: str = ""
    level: str = "county"
    source: str = "grassroots"


STORIES = (
    Story(
        days=352,
        kind="water",
        place="泰兴社区",
        location="城南水库东岸",
        title="破冰救起两名落水儿童",
        fate="commended",
        level="city",
        text="两名儿童在冰面玩耍时落水。行为人听到呼救后砸开冰层下水，先后将两名儿童托上岸，自己因体温过低被送医。",
        people=("injured",),
        beneficiary="两名落水儿童",
        losses="行为人冻伤，住院七天",
    ),
    Story(
        days=338,
        kind="fire",
        place="兴盛园社区",
        location="3 号楼 2 单元",
        title="冲进火场背出被困老人",
        fate="commended",
        text="住户厨房起火，浓烟封住楼道。行为人用湿毛巾捂住口鼻上到四楼，背出一名行动不便的老人，又返回关闭燃气阀门。",
        beneficiary="独居老人刘某",
    ),
    Story(
        days=316,
        kind="crime",
        place="南干社区",
        location="便民市场西门",
        title="制止持刀抢劫并控制嫌疑人",
        fate="commended",
        level="region",
        text="一男子持刀抢夺摊主钱款。行为人上前阻拦，在搏斗中胸部被刺伤，仍与群众一起将嫌疑人控制到民警到场，后经抢救无效牺牲。",
        people=("dead",),
        beneficiary="摊主张某",
        losses="行为人牺牲",
    ),
    Story(
        days=301,
        kind="water",
        place="白泥井村",
        location="黄河渡口下游",
        title="合力救起翻船落水群众",
        fate="commended",
        text="渔船侧翻，三人落水。四名村民驾小船逆流靠近，用绳索和船桨把三人全部救起。",
        people=("", "", "", "injured"),
        beneficiary="落水群众三人",
    ),
    Story(
        days=268,
        kind="arrest",
        place="兴建社区",
        location="迎宾路建设银行门前",
        title="追捕盗窃嫌疑人",
        fate="commended",
        secret=True,
        text="行为人发现两名男子撬盗车辆，一边报警一边尾随，协助民警在两公里外将二人抓获。",
        beneficiary="车主李某",
        source="self",
    ),
    Story(
        days=240,
        kind="traffic",
        place="南干社区",
        location="国道 109 线 612 公里处",
        title="砸窗救出货车司机",
        fate="commended",
        text="货车追尾后驾驶室变形起火，行为人用撬棍砸开车窗，把司机拖离，随后车辆爆燃。",
        people=("partial",),
        beneficiary="货车司机赵某",
        losses="行为人双手烧伤，部分丧失劳动能力",
    ),
    Story(
        days=225,
        kind="crime",
        place="泰兴社区",
        location="昭君广场",
        title="制止寻衅滋事",
        fate="revoked",
        text="申报称行为人制止三名醉酒男子殴打他人。后经公安机关复核，行为人是冲突的参与者，证人证言系事后串通。",
        source="self",
    ),
    Story(
        days=190,
        kind="disaster",
        place="白泥井村",
        location="二社北侧防洪堤",
        title="暴雨中封堵溃口",
        fate="confirmed",
        text="夜间暴雨，防洪堤出现管涌。行为人连续六小时组织并带头封堵，保住堤后十二户住房。",
        beneficiary="二社十二户村民",
    ),
    Story(
        days=160,
        kind="danger",
        place="兴盛园社区",
        location="地下车库",
        title="关停泄漏的燃气管道",
        fate="reconsidering",
        text="行为人闻到燃气味后组织疏散并关闭总阀。评审认为属于物业工程人员的岗位职责，本人不服，申请再确认。",
        source="self",
    ),
    Story(
        days=150,
        kind="water",
        place="南干社区",
        location="人工湖",
        title="下湖救人",
        fate="declined",
        text="申报材料只有一张照片，告知补正后期满没有补交。",
        source="self",
    ),
    Story(
        days=62,
        kind="fire",
        place="泰兴社区",
        location="西园路 7 号楼",
        title="用灭火器扑灭楼道火灾",
        fate="awaiting",
        text="电动车在楼道起火，行为人连用四具灭火器扑灭明火，并逐层敲门疏散住户。",
        beneficiary="楼内十八户居民",
    ),
    Story(
        days=38,
        kind="traffic",
        place="兴建社区",
        location="锡尼街路口",
        title="救助被卷入车底的学生",
        fate="published",
        text="放学时一名学生被轿车卷入车底，行为人组织群众抬车，爬入车底把学生抱出并止血。",
        beneficiary="学生陈某",
    ),
    Story(
        days=35,
        kind="crime",
        place="泰兴社区",
        location="昭君街夜市",
        title="制止殴打妇女",
        fate="objection",
        text="一名妇女遭人殴打，行为人上前劝阻并护住受害人，左臂被打伤，坚持到民警到场。",
        people=("injured",),
        beneficiary="受害妇女",
    ),
    Story(
        days=33,
        kind="disaster",
        place="南干社区",
        location="迎宾路地下通道",
        title="涉水推出被困车辆",
        fate="proposed",
        text="暴雨积水漫进地下通道，行为人蹚水推出熄火车辆，砸窗救出车内母子二人。",
        beneficiary="车内母子二人",
    ),
    Story(
        days=29,
        kind="fire",
        place="兴建社区",
        location="早市南口",
        title="拖离起火的三轮车",
        fate="review",
        text="三轮车上的液化气罐阀门起火，行为人用湿被子盖住气罐，把车拖到空地后关闭阀门。",
        beneficiary="早市商户和顾客",
    ),
    Story(
        days=24,
        kind="water",
        place="白泥井村",
        location="机井旁蓄水池",
        title="救起落入蓄水池的老人",
        fate="investigating",
        text="老人打水时滑入三米深的蓄水池，行为人跳入池中托举二十分钟，等到村民用绳索拉起。",
        beneficiary="老人高某",
    ),
    Story(
        days=10,
        kind="arrest",
        place="南干社区",
        location="汽车站",
        title="夺回被抢背包",
        fate="correcting",
        text="行为人追出五百米，夺回旅客被抢的背包，并指认嫌疑人逃跑方向。",
        beneficiary="旅客",
    ),
    Story(
        days=2,
        kind="danger",
        place="兴盛园社区",
        location="幼儿园门口",
        title="移走漏油车辆排除险情",
        fate="nominated",
        text="幼儿园门口一辆汽车漏油冒烟，行为人把车推离人群并用沙土覆盖油迹。",
        beneficiary="接送孩子的家长和学生",
    ),
)
