"""业主表决: drawn up, its roll, its ballots, its count and result."""

from datetime import datetime, time, timedelta

from flask import request, url_for
from flask_login import current_user

from plugins.owners_vote.blueprint import bp
from plugins.owners_vote.forms.ballot import ConfirmForm, PaperBallotForm, WithdrawForm
from plugins.owners_vote.forms.roll import DoorForm, FlatForm, TransferForm
from plugins.owners_vote.forms.vote import OutcomeForm, OwnerObjectionForm, VoteDetails, VoteForm, VotingForm
from plugins.owners_vote.models import OwnersVote
from plugins.owners_vote.models.vote import ORGANISE, SCOPES
from plugins.owners_vote.papers import vote_papers
from plugins.owners_vote.reckoning import percent, written
from plugins.owners_vote.register import votes
from portal import clock
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import NoteForm, PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, present
from portal.web.http.guards import requires
from portal.web.pages.formatting import day, moment
from portal.web.pages.rendering import get_or_404, render

DETAILS = ("title", "matter", "text", "estate", "scope", "part", "organiser")
IN_DAYS = 14
SHOWN_LIVE = ("counted", "published", "passed", "failed")


def entered(vote: OwnersVote) -> str:
    """After a ballot: how many there are, so that nobody loses count of the pile."""
    return f"已录入，收到 {len(vote.count_now.choices)} 张有效票。"


def listed(vote: OwnersVote) -> str:
    return f"名册公示到 {vote.roll_until}。请打印公告和名册，张贴。"


def withdrawn(vote: OwnersVote) -> str:
    """Of the ballot that was sent, whatever else waits: one on paper is taken back at once, one online waits for another."""
    number, way = int(request.form["number"]), request.form["way"]
    if way == "paper":
        return f"第 {number} 号纸质票已撤销，原票保留，不再计。"
    return f"第 {number} 号在线票的撤销已申请，等另一名工作人员确认。"


def at_hand(vote: OwnersVote) -> str:
    """Over the form of the outcome."""
    count = vote.count_now
    told = "；".join(f"{each.rule.name}：{'通过' if each.passed else '未通过'}" for each in count.verdicts)
    return f"{told}。" + ("两个口径的结果不同，由人认定，请写明理由。" if count.differ else "")


mount_register(
    bp, votes, at="/votes", endpoint="votes", export="owners_vote.export", actions=begin_button(OwnersVote.draw_up)
)
mount_beginning(
    bp,
    OwnersVote.draw_up,
    Ask(
        VoteForm,
        done="已起草。请登记房屋，或者从 Excel 导入名册。",
        button="发起",
        args=DETAILS,
        error_at="title",
        fields=("unit_id", *DETAILS),
        keeps_draft=True,
    ),
    at="/votes/new",
    show=lambda vote: url_for("owners_vote.show_vote", vote_id=vote.id),
    back="owners_vote.votes",
    place="unit_id",
)
steps = mount(
    bp,
    OwnersVote,
    at="/votes/<int:vote_id>",
    show="owners_vote.show_vote",
    steps={
        OwnersVote.publish_roll: Ask(
            PlainForm,
            at="roll/publication",
            done=listed,
            main=lambda vote: vote.has_flats,
            explanation="公示以后，表决事项、名册和计票规则不再改动；房屋买卖的可以变更业主。",
        ),
        OwnersVote.enter_flat: Ask(
            FlatForm, at="flats/new", done="已登记。", icon="plus", error_at="door", button="登记"
        ),
        OwnersVote.open_voting: Ask(
            VotingForm,
            at="voting",
            done="已开始投票。请打印表决票，送到每一户。",
            main=True,
            start=lambda vote: {
                "until": datetime.combine(clock.today() + timedelta(days=IN_DAYS), time(18), clock.SHANGHAI)
            },
            error_at="until",
        ),
        OwnersVote.enter_ballot: Ask(
            PaperBallotForm,
            at="ballots/new",
            done=entered,
            main=True,
            icon="plus",
            button="录入，下一张",
            error_at="number",
            to=lambda vote: url_for("owners_vote.enter_ballot", vote_id=vote.id),
        ),
        OwnersVote.count: Ask(
            PlainForm, at="count", done=lambda vote: at_hand(vote), main=True, icon="check", button="计票"
        ),
        OwnersVote.publish: Ask(
            OutcomeForm,
            at="publication",
            done=lambda vote: f"已公示到 {vote.published_until}。",
            main=True,
            button="公示",
            start=lambda vote: {
                "outcome": "" if vote.count_now.differ else ["failed", "passed"][vote.count_now.passed]
            },
            explanation=at_hand,
            error_at="outcome",
        ),
        OwnersVote.close: Ask(NoteForm, at="closure", done="已办结。", main=True, icon="circle-check"),
        OwnersVote.withdraw: Ask(
            WithdrawForm,
            at="ballots/withdrawal",
            done=withdrawn,
            icon="x",
            button="撤销这张票",
            error_at="number",
            explanation="纸质票由录入人以外的工作人员撤销；在线票申请后由另一名工作人员确认。正确的票由撤销人以外的工作人员录入。",
        ),
        OwnersVote.confirm: Ask(
            ConfirmForm,
            at="withdrawals/<int:withdrawal_id>/answer",
            done="已登记。",
            button="登记核对结果",
            row=among("withdrawals_waiting"),
            explanation=lambda vote, asked: (
                f"{asked.asked_by.name}申请撤销第 {asked.ballot.voter.ordinal} 号在线票：{asked.reason}"
            ),
        ),
        OwnersVote.resume: Ask(ReasonForm, at="resumption", done="可以录入，录完再计票。"),
        OwnersVote.object: Ask(OwnerObjectionForm, at="objections/new", done="已登记。", icon="plus"),
        OwnersVote.reopen: Ask(ReasonForm, at="reopening", done="已退回，请核对后重新计票。", tone="danger"),
        OwnersVote.transfer: Ask(
            TransferForm,
            at="transfer",
            done="已变更。",
            icon="pencil",
            error_at="door",
            explanation="原业主已经投票的，按投票时的业主计，名册不变。",
        ),
        OwnersVote.amend: Ask(
            VoteDetails, at="details", done="已修改。", icon="pencil", button="保存", start=present(*DETAILS)
        ),
        OwnersVote.strike: Ask(DoorForm, at="flats/removal", done="已删除。", icon="x", error_at="door"),
        OwnersVote.cancel: Ask(ReasonForm, at="cancellation", done="已取消。", icon="x", tone="danger"),
    },
)


def _links(vote: OwnersVote) -> list[Action]:
    """Import, roll, ballots: for those who organise."""
    if not vote.allows(current_user, ORGANISE):
        return []
    found = []
    if vote.status == "drafted":
        url = url_for("owners_vote.import_flats", vote_id=vote.id)
        found.append(Action("导入名册", url, "arrow-up", main=not vote.has_flats))
    found.append(Action("业主名册", url_for("owners_vote.flats", q=vote.number), "users"))
    if vote.status == "voting":
        found.append(Action("打印表决票", url_for("owners_vote.print_ballots", vote_id=vote.id), "printer"))
    if vote.voting_from:
        found.append(Action("表决票登记", url_for("owners_vote.ballots", q=vote.number), "file-text"))
    return found


@bp.get("/votes/<int:vote_id>")
@requires("owners_vote.view")
def show_vote(vote_id: int):
    """One vote: what is asked, how it stands by each rule, in whole numbers."""
    vote = get_or_404(OwnersVote.visible_to(current_user), vote_id)
    live = vote.status in SHOWN_LIVE or vote.allows(current_user, ORGANISE)
    shown = steps.shown(vote, ("业主表决", "owners_vote.votes"), vote_papers)
    return render(
        "owners_vote/show.html",
        **shown | {"actions": _links(vote) + shown["actions"]},
        reckoned=vote.count_now if live and vote.status not in ("drafted", "cancelled") else None,
        written=written,
        percent=percent,
        facts=[
            ("业主", vote.whose),
            ("表决范围", SCOPES[vote.scope]),
            ("类别", vote.matter_name),
            ("组织者", vote.organiser),
            ("名册", vote.roll_said),
            ("名册公示", f"{day(vote.roll_from)} 至 {day(vote.roll_until)}" if vote.roll_from else ""),
            ("投票", f"{moment(vote.voting_from)} 至 {moment(vote.voting_until)}" if vote.voting_from else ""),
            ("结果公示", f"{day(vote.published_from)} 至 {day(vote.published_until)}" if vote.published_from else ""),
            ("结果", vote.outcome_name),
            ("认定理由", vote.grounds),
        ],
        withdrawals=vote.withdrawals_waiting if steps.offers(OwnersVote.confirm, vote, current_user) else [],
    )
