"""换班: only with the consent of the other."""

from datetime import timedelta

import pytest

from plugins.centre.models import ShiftExchange
from plugins.centre.tests.conftest import THURSDAY
from portal.errors import NotAllowed, RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
FRIDAY = THURSDAY + timedelta(days=1)


def asked(shift, cast, theirs=None) -> ShiftExchange:
    made = shift.ask_exchange(cast.mediator, "那天要去旗里开会。", by=cast.clerk, theirs=theirs)
    db.session.commit()
    return made


def test_both_shifts_change_hands_when_the_other_agrees(cast, arrange):
    mine, theirs = arrange(on=FRIDAY), arrange("调解员老李", window="2", on=FRIDAY)
    exchange = asked(mine, cast, theirs)
    assert mine.user_id == cast.clerk.id
    exchange.agree(by=cast.mediator)
    assert (mine.user_id, theirs.user_id) == (cast.mediator.id, cast.clerk.id)
    assert mine.name == cast.mediator.name


def test_whoever_asked_does_not_agree_for_the_other(cast, arrange):
    exchange = asked(arrange(on=FRIDAY), cast)
    with pytest.raises(NotAllowed):
        exchange.agree(by=cast.clerk)
    with pytest.raises(NotAllowed):
        exchange.agree(by=cast.director)


def test_it_waits_on_the_desk_of_the_other_alone(as_user, cast, arrange):
    asked(arrange(on=FRIDAY), cast)
    assert "请您同意换班" in as_user("mediator").page("/").text
    assert "请您同意换班" not in as_user("clerk").page("/").text
    assert "请您同意换班" not in as_user("director").page("/").text


def test_not_with_oneself(cast, arrange):
    with pytest.raises(RuleError, match="不能和自己换班") as said:
        arrange(on=FRIDAY).ask_exchange(cast.clerk, "换一下。", by=cast.clerk)
    assert said.value.at == "other"


def test_not_with_a_shift_of_somebody_else(cast, arrange):
    with pytest.raises(NotAllowed, match="排班的本人"):
        arrange(on=FRIDAY).ask_exchange(cast.mediator, "换一下。", by=cast.director)


def test_who_is_at_another_window_then_cannot_take_it(cast, arrange):
    exchange = asked(arrange(on=FRIDAY), cast)
    arrange("调解员老李", window="2", on=FRIDAY)
    with pytest.raises(RuleError, match="这段时间已经在"):
        exchange.agree(by=cast.mediator)


def test_what_was_cancelled_meanwhile_is_not_taken(cast, arrange):
    shift = arrange(on=FRIDAY)
    exchange = asked(shift, cast)
    shift.cancel("停电。", by=cast.clerk)
    with pytest.raises(RuleError, match="不能再同意"):
        exchange.agree(by=cast.mediator)


def test_refused_or_withdrawn_nothing_changes(cast, arrange):
    shift = arrange(on=FRIDAY)
    asked(shift, cast).refuse("那天有调解。", by=cast.mediator)
    asked(shift, cast).withdraw(by=cast.clerk)
    assert shift.user_id == cast.clerk.id
