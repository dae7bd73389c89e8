"""Demo of 个人信息请求: one that waits for the second person; and of 同意: one that holds."""

from datetime import timedelta

from sqlalchemy import select

from portal import clock
from portal.demo.world import World
from portal.extensions import db
from portal.people.data_rights import hindrance
from portal.people.models import Person
from portal.privacy.consents import Consent
from portal.privacy.models import RESTRICT, DataRequest

DAYS_AGO, TRIED = 3, 50


def load(world: World) -> None:
    """A resident of whom nothing is under way asked at the counter for restriction; the director entered it."""
    of_street = select(Person).where(world.units.zhaojun.subtree_of(Person)).order_by(Person.id).limit(TRIED)
    free = (each for each in db.session.scalars(of_street) if not hindrance(each))
    with clock.pretend(world.now - timedelta(days=DAYS_AGO)):
        if person := next(free, None):
            told = {"who": "self", "reason": "本人持身份证到窗口书面申请", "asked_on": clock.today()}
            DataRequest.ask(person, RESTRICT, **told, office=world.units.zhaojun, by=world.users["director"])
        if other := next(free, None):
            agreed = {"scope": "public", "purpose": "社区活动照片公示", "given_by": "self", "how": "paper"}
            Consent.give(other, **agreed, given_on=clock.today(), until=None, by=world.users["clerk"])
