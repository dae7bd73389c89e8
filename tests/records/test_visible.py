"""Who sees a record, for whom it waits, and what a step leaves on it: said by the declarations, whichever plugin the record is of."""

import pytest
from sqlalchemy import select

from plugins.heroes.models import Association, Deed
from plugins.heroes.samples import ASSOCIATIONS, DEEDS
from plugins.village_affairs.models import Covenant
from plugins.village_affairs.samples import COVENANTS
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.hookspecs import hookimpl
from portal.records.record import steps_of, subject, verbs_of
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def deeds(cast, stage) -> list[Deed]:
    """One in each of some states, one of them secret, one of another street, one of another county."""
    made = [DEEDS.bring(status, stage) for status in ("nominated", "investigating", "review", "published")]
    made.append(DEEDS.begin(stage))
    made[0].secret = True
    for deed, place in ((made[1], cast.other_street), (made[-1], cast.outside_community)):
        deed.place(place)
    db.session.commit()
    return made


def ids(statement) -> list[int]:
    return sorted(db.session.scalars(statement))


def test_what_is_visible_is_what_may_be_viewed_row_by_row(cast, deeds):
    for name in cast.roles:
        allowed = sorted(each.id for each in deeds if each.allows(cast[name], Deed.permission))
        assert ids(Deed.visible_to(cast[name]).with_only_columns(Deed.id)) == allowed, name
        assert ids(select(Deed.id).where(Deed.seen_by(cast[name]))) == allowed, name
    assert deeds[0] not in db.session.scalars(Deed.visible_to(cast.clerk)).all()
    assert deeds[2] in db.session.scalars(Deed.visible_to(cast.clerk)).all()
    assert not db.session.scalars(Deed.visible_to(cast["elder_care.operator"])).all()


def test_it_waits_for_whoever_may_take_a_step_that_waits_there_and_for_nobody_else(cast, deeds):
    waits = [each for each in steps_of(Deed).values() if each.waits]
    found = {}
    for name in cast.roles:
        user = cast[name]
        found[name] = ids(select(Deed.id).where(Deed.waiting_for(user)))
        may = [
            each.id
            for each in deeds
            if any(
                step.needs and each.status in step.of and each.entrusted_to(user, step.needs) and user.can(step.needs)
                for step in waits
                if not any(getattr(each, column) == user.id for column in step.not_by)
            )
        ]
        assert found[name] == sorted(may), name
    assert any(found.values())
    assert not all(found.values())


def test_it_waits_for_nobody_whom_an_earlier_step_keeps_from_the_next(cast, stage):
    covenant = COVENANTS.bring("filed", stage)
    waits = select(Covenant.id).where(Covenant.waiting_for(cast.director))
    for filed_by, waiting in ((cast.clerk, True), (cast.director, False), (None, True)):
        covenant.filed_by_id = filed_by and filed_by.id
        db.session.commit()
        assert (ids(waits) == [covenant.id]) is waiting


def test_a_step_writes_where_the_record_came_from_and_went_and_counts_a_version(cast, stage):
    deed = DEEDS.begin(stage)
    db.session.commit()
    version = deed.version
    stays = deed.move("display", by=None, note="恢复")
    db.session.commit()
    assert (stays.from_status, stays.to_status, deed.status) == ("nominated", "nominated", "nominated")
    assert deed.version == version + 1, (
        "also where the state is the same, so that two in the same moment cannot both count"
    )
    goes = deed.move("accept", "investigating", by=cast.district)
    assert (goes.from_status, goes.to_status, deed.status, goes.actor) == (
        "nominated",
        "investigating",
        "investigating",
        cast.district,
    )
    from_elsewhere = deed.move("accept", "nominated", by=None, was="")
    assert (from_elsewhere.from_status, from_elsewhere.to_status) == ("", "nominated")
    assert from_elsewhere in db.session
    assert [each.verb for each in deed.events][-3:] == ["display", "accept", "accept"]


def test_the_timeline_says_the_step_and_the_state_only_where_it_changed(cast, stage):
    deed = DEEDS.begin(stage)
    stays, goes = deed.move("display", by=None), deed.move("accept", "investigating", by=None)
    nowhere = deed.entry(verb="accept", title="", from_status="nominated", to_status="")
    assert deed.title_of(stays) == "恢复公开"
    assert deed.title_of(goes) == f"{Deed.accept.label}（{Deed.states['investigating'].name}）"
    assert deed.title_of(nowhere) == Deed.accept.label
    assert (
        verbs_of(Deed).items() >= {"nominate": "举荐登记", "display": "恢复公开", "accept": Deed.accept.label}.items()
    )
    assert deed.about == f"{deed.number}　{deed.title}"
    assert deed.way == Deed.states.way("investigating")


def test_whoever_listens_hears_of_each_entry_and_may_object_to_a_step(cast, stage, join):
    heard, written = [], []

    class Listener:
        @hookimpl
        def record_event(self, ctx, record, event):
            with db.session.no_autoflush:  # as on a page that takes a step
                written.append(db.session.scalar(select(type(event).verb).where(type(event).id == event.id)))
            heard.append((ctx.unit, ctx.actor, ctx.now, record, event.verb))

        @hookimpl
        def record_validate(self, ctx, record, verb):
            return [f"{verb}不行。", f"{ctx.actor}也不行。"] if verb == "accept" else []

    join("listener", "旁听", Listener)
    deed = DEEDS.begin(stage)
    entry = deed.move("display", by=cast.clerk)
    assert heard[-1] == (deed.unit, cast.clerk, entry.at, deed, "display")
    assert written[-1] == "display"
    with pytest.raises(RuleError, match="accept不行。旗县区主管小孙也不行。"):
        deed.ask_plugins("accept", cast.district)
    deed.ask_plugins("display", cast.district)


def test_a_part_stands_where_its_record_stands_and_asks_its_rights(cast, stage):
    deed = DEEDS.bring("published", stage)
    hero, secret = deed.heroes[0], deed
    assert (hero.status, hero.states) == (deed.status, deed.states)
    assert (hero.wrong_state(), hero.refusal("heroes.view")) == (deed.wrong_state(), deed.refusal("heroes.view"))
    assert subject(hero) is subject(deed) is deed
    for is_secret in (False, True):
        secret.secret = is_secret
        for user in (cast.clerk, cast.district):
            assert hero.allows(user, "heroes.view") is deed.allows(user, "heroes.view")
            assert hero.entrusted_to(user, "heroes.view") is deed.entrusted_to(user, "heroes.view")
    assert not hero.allows(cast.clerk, "heroes.view")
    moved = hero.move("display", by=cast.clerk)
    assert (moved.record, deed.events[-1]) == (deed, moved)
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0701", level="minor", by=cast.clerk)
    assert case.assign(cast.street, by=cast.clerk).about == case.about


def test_the_association_is_the_nearest_above(cast, stage):
    assert Association.nearest([]) is None
    assert Association.nearest([cast.street.id, None]) is None
    county = ASSOCIATIONS.begin(stage)
    street = Association(name="街道的", balance_fen=0, entries=0)
    street.place(cast.street)
    db.session.add(street)
    db.session.commit()
    assert (county.about, county.open) == (county.name, False)
    assert county.move("admit", "x", by=None) is None
    assert Association.nearest([cast.taixing.id, cast.street.id, None, cast.county.id]) is street
    assert Association.nearest([cast.county.id, cast.street.id]) is county
    assert Association.nearest([cast.dongsheng.id]) is None
    for name in cast.roles:
        allowed = [each.id for each in (county, street) if each.allows(cast[name], Association.permission)]
        assert ids(Association.visible_to(cast[name]).with_only_columns(Association.id)) == sorted(allowed), name
    assert ids(Association.visible_to(cast.district).with_only_columns(Association.id)) == sorted(
        [county.id, street.id]
    )
