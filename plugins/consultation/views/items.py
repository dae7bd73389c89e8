"""What is done with each topic of a meeting: minutes, vote, a ballot of the households."""

from datetime import datetime, time, timedelta

from flask import abort
from flask_login import current_user

from plugins.consultation.blueprint import bp
from plugins.consultation.forms.meeting import BallotForm, DecisionForm, DiscussionForm, VoteForm
from plugins.consultation.models import Item, Meeting
from portal import clock
from portal.records.forms import ReasonForm
from portal.records.mounting import Ask, mount
from portal.web.forms.repeating_fields import fit
from portal.web.pages.rendering import get_or_404

IN_DAYS = 7


def offer_plans(form: VoteForm, item: Item) -> None:
    fit(form.counts, len(item.options))
    for row, option in zip(form.counts, item.options, strict=True):
        row.form.votes.label.text = f"同意：{option.text}"


def at_hand(item: Item) -> str:
    """Over the form of a vote: who may vote, and what is enough."""
    return f"{item.record.attendance}。票数合计不能多于到会的 {item.record.present} 人。"


def voted(item: Item) -> str:
    return "通过，已形成决议，请公示。" if item.result == "passed" else f"没有通过：{item.result_name}。"


def item_of(meeting_id: int, item_id: int) -> Item:
    """The item of a meeting that the reader may see."""
    meeting = get_or_404(Meeting.visible_to(current_user), meeting_id)
    return next((each for each in meeting.items if each.id == item_id), None) or abort(404)


items = mount(
    bp,
    Item,
    at="/meetings/<int:meeting_id>/items/<int:item_id>",
    show="consultation.show_meeting",
    load=item_of,
    prefix="item_",
    steps={
        Item.discuss: Ask(
            DiscussionForm,
            at="minutes",
            done="已保存。",
            main=lambda item: not item.minutes,
            icon="pencil",
            button="保存",
            start=lambda item: {"minutes": item.minutes, "plans": "\n".join(each.text for each in item.options)},
            error_at="plans",
            keeps_draft=True,
        ),
        Item.vote: Ask(
            VoteForm,
            at="vote",
            done=voted,
            main=True,
            icon="check",
            shown=lambda item: item.ballot_until is None,
            prepare=offer_plans,
            explanation=at_hand,
            template="consultation/meetings/vote.html",
            error_at="against",
        ),
        Item.open_ballot: Ask(
            BallotForm,
            at="ballot",
            done="已开始，请打印表决通知，送到每一户。",
            start=lambda item: {
                "until": datetime.combine(clock.today() + timedelta(days=IN_DAYS), time(20), clock.SHANGHAI)
            },
            error_at="households",
            keeps_draft=True,
        ),
        Item.count_ballot: Ask(
            DecisionForm, at="count", done=voted, main=True, icon="check", error_at="text", button="统计并定结果"
        ),
        Item.defer: Ask(ReasonForm, at="deferral", done="已登记，等下次会议。", shown=lambda item: bool(item.minutes)),
    },
)
