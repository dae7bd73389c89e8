"""核查、评议、审核: the negative list item by item with who confirmed it; the community's vote, from which relatives stand aside; the
office's approval within the quota."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.family_honours.choices import AGREEMENTS
from plugins.family_honours.models.campaign import DECIDE, NOMINATE
from plugins.family_honours.models.states import BEFORE_AWARD, PASSED
from plugins.family_honours.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.families import Family
from portal.protection import EncryptedText
from portal.records import Moved, step
from portal.records.majorities import MAJORITIES, reached
from portal.records.people import Contact, contact

if TYPE_CHECKING:
    from plugins.family_honours.models.honour import FamilyHonour


class HonourCheck(db.Model):
    """One item of the negative list: who confirmed when that it does not apply, or what was found."""

    __tablename__ = "family_honours_check"

    id: Mapped[int] = mapped_column(primary_key=True)
    honour_id: Mapped[int] = mapped_column(ForeignKey("family_honours_honour.id"), index=True)
    item: Mapped[str] = mapped_column(String(100))
    confirmed_by: Mapped[str] = mapped_column(String(80), default="")
    confirmed_on: Mapped[date | None]
    failed: Mapped[bool] = mapped_column(default=False)
    finding: Mapped[str | None] = mapped_column(EncryptedText("family_honours_check.finding"))


class HonourReview(db.Model):
    """社区评议: how many were there, and how they voted. Whoever is related stands aside and does not vote."""

    __tablename__ = "family_honours_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    honour_id: Mapped[int] = mapped_column(ForeignKey("family_honours_honour.id"), index=True)
    held_on: Mapped[date]
    present: Mapped[int]
    agreed: Mapped[int]
    against: Mapped[int]
    passed: Mapped[bool]
    majority: Mapped[str] = mapped_column(String(12))

    stood_aside: Mapped[list["StoodAside"]] = relationship(order_by=lambda: StoodAside.id, lazy="selectin")

    @property
    def voters(self) -> int:
        return self.present - len(self.stood_aside)

    @property
    def tally(self) -> str:
        """到会 11 人，回避 1 人，同意 8 票，不同意 1 票，弃权 1 票."""
        rest = self.voters - self.agreed - self.against
        aside = f"，回避 {len(self.stood_aside)} 人" if self.stood_aside else ""
        return f"到会 {self.present} 人{aside}，同意 {self.agreed} 票，不同意 {self.against} 票，弃权 {rest} 票"


class StoodAside(db.Model):
    """回避: who, and how related."""

    __tablename__ = "family_honours_aside"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("family_honours_review.id"), index=True)
    relation: Mapped[str] = mapped_column(String(40))

    member_id, member = contact("回避的评议人员")


def _lacking(honour: "FamilyHonour") -> str:
    """What is missing before the review."""
    lacks = [] if not honour.head or honour.family_id or honour.family else ["核实家庭联系电话"]
    lacks += [] if not honour.head or honour.agreed else ["登记本人同意"]
    left = sum(each.confirmed_on is None for each in honour.checks)
    lacks += [f"核对负面清单，还有 {left} 项"] if left else []
    return f"还要{'、'.join(lacks)}。" if lacks else ""


def _no_place(honour: "FamilyHonour") -> str:
    campaign = honour.campaign
    taken = campaign.number_of(*PASSED)
    return f"名额 {campaign.quota} 个已经用完。" if taken >= campaign.quota else ""


def _is_village(honour: "FamilyHonour") -> str:
    return "" if honour.head else "村镇不用核实家庭。"


class Vetted:
    """What must be known, and who must agree, before it is published."""

    @declared_attr
    def checks(cls) -> Mapped[list[HonourCheck]]:
        return relationship(HonourCheck, order_by=HonourCheck.id)

    @declared_attr
    def reviews(cls) -> Mapped[list[HonourReview]]:
        return relationship(HonourReview, order_by=HonourReview.id)

    @step("核实家庭", of=("nominated", "checked"), needs=NOMINATE, unless=_is_village)
    def identify(self: "FamilyHonour", name: str, phone: str, *, by: User, one_family: bool = False) -> str:
        """The family that somebody else recommended. Raises RuleError for one that was nominated before, and for a telephone number of
        somebody else's, unless `one_family` says that this was asked."""
        family, asked = Family.of(self.unit, Contact(name=name, phone=phone), role="户主", by=by, one_family=one_family)
        self.campaign.refuse_twice(family, self)
        self.head.name, self.head.phone, self.family = name, phone, family
        return f"姓名和电话已经核实。{asked}"

    @step("登记本人意见", of=(*BEFORE_AWARD, "awarded"), needs=NOMINATE, verb="consent", unless=_is_village)
    def take_consent(self: "FamilyHonour", agreed: str, *, by: User, by_name: bool = False) -> str:
        """Whether the family takes part, and may be named in full in public."""
        self.agreed, self.agreed_at, self.by_name = agreed, clock.now(), by_name
        return f"同意参加：{AGREEMENTS[agreed]}；{'同意' if by_name else '不同意'}公开姓名。"

    @step("核对负面清单", of="nominated", needs=NOMINATE)
    def confirm(self: "FamilyHonour", items: list[int], confirmed_by: str, confirmed_on: date, *, by: User) -> str:
        """Several items that one authority confirmed. Raises RuleError when none is named."""
        clear = [each for each in self.checks if each.id in items and each.confirmed_on is None]
        if not clear:
            raise RuleError("请勾选已经确认没有问题的项目。")
        for each in clear:
            each.confirmed_by, each.confirmed_on = confirmed_by, confirmed_on
        return f"{confirmed_by}于 {confirmed_on} 确认没有：{'、'.join(each.item for each in clear)}。"

    @step("登记不符合", of="nominated", to="declined", needs=NOMINATE)
    def fail(
        self: "FamilyHonour", check: HonourCheck, confirmed_by: str, confirmed_on: date, finding: str, *, by: User
    ) -> str:
        """An item applies. What was found stands in no timeline."""
        check.confirmed_by, check.confirmed_on, check.failed, check.finding = confirmed_by, confirmed_on, True, finding
        return self._end("负面清单有一项不符合。")

    @step("核查完毕", of="nominated", to="checked", needs=NOMINATE, unless=_lacking, waits=True)
    def complete(self: "FamilyHonour", *, by: User, note: str = "") -> str:
        return note

    @step("登记评议", of="checked", needs=NOMINATE, verb="review", waits=True)
    def deliberate(
        self: "FamilyHonour",
        *,
        held_on: date,
        present: int,
        agreed: int,
        against: int,
        by: User,
        aside: list[dict] = (),
    ) -> Moved:
        """The community's vote. `aside`: name and relation of those who are related. Raises RuleError for too few who vote."""
        rules = rules_of(self.unit)
        away = [
            StoodAside(member=Contact(name=each["name"]), relation=each["relation"])
            for each in aside
            if each.get("name")
        ]
        review = HonourReview(held_on=held_on, present=present, agreed=agreed, against=against, stood_aside=away)
        review.majority = rules.majority
        if agreed + against > review.voters:
            raise RuleError(f"同意和不同意共 {agreed + against} 票，超过了参加表决的 {max(review.voters, 0)} 人。")
        if review.voters < rules.reviewers:
            raise RuleError(f"至少 {rules.reviewers} 人参加表决，现在只有 {max(review.voters, 0)} 人（回避的不算）。")
        review.passed = reached(agreed, review.voters, rules.majority)
        self.reviews.append(review)
        said = f"{review.tally}，须{MAJORITIES[review.majority]}同意。"
        if review.passed:
            return Moved(said, to="reviewed", made=review)
        return Moved(self._end(f"评议没有通过：{said}"), to="declined", made=review)

    @step(
        "审核通过",
        of="reviewed",
        to="approved",
        needs=DECIDE,
        unless=_no_place,
        not_by={"voted_by_id": "登记评议的人"},
        waits=True,
    )
    def approve(self: "FamilyHonour", *, by: User, note: str = "") -> str:
        """Within the quota."""
        self.campaign.lock()
        if objection := _no_place(self):
            raise RuleError(objection)
        self.refuse_second(*PASSED)
        return note

    @step("不予通过", of=("nominated", "checked", "reviewed", "approved", "cleared"), to="declined", needs=DECIDE)
    def decline(self: "FamilyHonour", reason: str, *, by: User) -> str:
        """Whoever nominated reads the reason by the code."""
        return self._end(reason)

    def _end(self: "FamilyHonour", reason: str) -> str:
        self.ending, self.ended_on = reason, clock.today()
        return reason
