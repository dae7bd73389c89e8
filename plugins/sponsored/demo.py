"""The demo of 包案: a few hard cases of 昭君街道, each in another state."""

from datetime import timedelta

from plugins.sponsored.choices import GRAVE, KEY_CASE, PLAIN
from plugins.sponsored.models import SponsorHandover, Sponsorship
from plugins.sponsored.samples import HANDOVERS, SPONSORSHIPS, case
from plugins.sponsored.settings import KEY
from portal.demo.world import World
from portal.records.samples import Stage

# what the case is about, its kind and grade, how far it came, days ago
STORIES = (
    ("征地补偿款分配争议", "1102", GRAVE, "followed", 260),
    ("回迁楼漏水赔偿争议", "1101", KEY_CASE, "struck", 60),
    ("物业撤场后停水停暖", "0402", KEY_CASE, "reviewing", 60),
    ("工地拖欠农民工工资", "0701", GRAVE, "active", 10),
    ("企业改制职工养老接续", "0702", PLAIN, "asking", 25),
    ("相邻建房采光争议", "0201", PLAIN, "drafted", 1),
    ("采石场扬尘影响农田", "0203", PLAIN, "refused", 30),
)


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; sponsor the cases."""
    world.switch_on(KEY, "全旗疑难事项领导包案。")
    for title, kind, grade, state, ago in STORIES:
        stage = world.stage(world.users["grid"].units[0], world.now - timedelta(days=ago, hours=6))
        with stage.later():
            about = case(None, stage, title=title, kind=kind, description=f"{title}，当事人多次反映没有结果。")
        made = SPONSORSHIPS.begin(stage, {Sponsorship.draft: {"case": about, "grade": grade}})
        if state in ("drafted", "refused"):
            SPONSORSHIPS.bring(state, stage, made)
            continue
        SPONSORSHIPS.bring("active", stage, made)
        SPONSORSHIPS.take(Sponsorship.record_contact, made, stage)
        if state == "active":  # whoever led it once cannot strike it off
            _other_leader(made, stage)
            SPONSORSHIPS.take(Sponsorship.record_contact, made, stage)
        SPONSORSHIPS.bring(state, stage, made)
        if state == "struck":
            SPONSORSHIPS.take(Sponsorship.judge_relapse, made, stage)
            SPONSORSHIPS.take(Sponsorship.visit, made, stage)


def _other_leader(made: Sponsorship, stage: Stage) -> None:
    """The leader of the county takes over, and hands it back."""
    for leader in (stage.users["district"], stage.users["director"]):
        SPONSORSHIPS.take(Sponsorship.change_leader, made, stage, {Sponsorship.change_leader: {"leader": leader}})
        HANDOVERS.take(SponsorHandover.take_over, made.handovers[-1], stage)
