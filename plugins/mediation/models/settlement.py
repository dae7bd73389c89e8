"""协议: the text becomes final, is taken up again, is signed and sealed, and takes effect; the materials that prove it."""

from collections.abc import Collection
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy.orm import Mapped, declared_attr, relationship

from plugins.mediation.models.agreement import Agreement
from plugins.mediation.models.amending import AMENDED_SCAN
from plugins.mediation.models.checked import Faulty
from plugins.mediation.models.participation import AUTHORITY
from plugins.mediation.models.recusal import UNDECIDED
from portal.accounts.models import User
from portal.documents.wording import long_day
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.records import Moved, step
from portal.workdays.calendar import end_of_day

if TYPE_CHECKING:
    from plugins.mediation.models.dispute import Dispute

SIGNED_SCAN = "signed_agreement"  # the agreement as signed and sealed
EDITED = "edited"  # a paper as somebody changed it in Word: never the paper that was issued, and in no dossier
# what an attachment of a dispute is
PURPOSES = {
    SIGNED_SCAN: "签署的协议书",
    AMENDED_SCAN: "签署的变更、解除协议",
    "payment": "履行凭证",
    "evidence": "证据材料",
    "identity": "身份证明",
    AUTHORITY: "授权委托书",
    EDITED: "在外修改的文书稿（不是出具的文书）",
    "other": "其他材料",
}


def _nothing_written(dispute: "Dispute") -> str:
    written = dispute.agreement is not None and dispute.sessions
    return "" if written else "请先登记调解记录、填写协议内容，再定稿（人民调解法第二十七、二十九条）。"


def not_ready(dispute: "Dispute") -> str | RuleError:
    faults = dispute.faults
    return _nothing_written(dispute) or (UNDECIDED if dispute.undecided else "") or (Faulty(faults) if faults else "")


class Settled:
    """What is done with the agreement."""

    @declared_attr
    def agreement(cls) -> Mapped[Agreement | None]:
        return relationship(back_populates="dispute")

    @property
    def copies(self: "Dispute") -> int:
        """How many of the agreement are signed: one for each party and one for the committee (人民调解法 §29)."""
        return len(self.parties) + 1

    @property
    def uploads(self: "Dispute") -> list[Attachment]:
        """What was uploaded, oldest first."""
        return list(db.session.scalars(Attachment.of(self)))

    @property
    def materials(self: "Dispute") -> list[Attachment]:
        """Those of them that prove something and belong into the dossier."""
        return [each for each in self.uploads if each.purpose != EDITED]

    @property
    def scans(self: "Dispute") -> list[Attachment]:
        """签署扫描件 of the text as it now stands."""
        return self.valid_scans(self.materials)

    def valid_scans(self: "Dispute", materials: list[Attachment]) -> list[Attachment]:
        """Those of `materials` that show the final text: one made before it was taken up again is void."""
        final_at = self.agreement.frozen_at
        return [each for each in materials if final_at and each.purpose == SIGNED_SCAN and each.at >= final_at]

    @step("定稿", of="mediating", to="agreed", needs="mediation.mediate", unless=not_ready)
    def conclude(self: "Dispute", *, by: User, checked: Collection[str] = ()) -> Moved:
        """定稿: the parties agree to the text; it waits for signatures and the seal. There must be a record first. `checked`: the keys of the doubts about
        the text (`findings`) that were looked at with the parties. Raises Doubtful where one was not."""
        looked_at = self.vouch(checked)
        self.agreement.freeze()
        return Moved(f"协议书已定稿，编号{self.number}，待各方签名并加盖印章后生效。{looked_at}", title="达成调解协议")

    @step("退回修改", of="agreed", to="mediating", needs="mediation.mediate")
    def revise(self: "Dispute", *, by: User) -> Moved:
        """Take the text up again before it is in force: what was signed and scanned so far no longer counts."""
        self.agreement.thaw()
        return Moved("协议书退回修改，原有签名作废，须重新打印签署。", title="修改调解协议")

    @step("上传材料", of=("mediating", "agreed", "effective", "closed"), needs="mediation.mediate")
    def add_materials(self: "Dispute", files: list, purpose: str, *, by: User) -> Moved:
        """Keep what came from outside; a scan of the agreement may be the last that was missing. Raises RuleError for a file that
        is neither picture nor PDF; for a paper edited outside (`EDITED`), one that is no Word document."""
        for upload in files:
            Attachment.take_in(upload, subject=self, purpose=purpose, by=by, word=purpose == EDITED)
        if purpose == EDITED:
            return Moved("交回在外修改的文书稿，不是出具的文书，不代替已经出具的文书，不进卷宗。")
        return Moved(then=lambda: self.settle_effect(by=by) if self.status == "agreed" else None)

    def settle_effect(self: "Dispute", *, by: User) -> bool:
        """Put the agreement in force when nothing is missing any more; answers whether it is."""
        Settled.take_effect.check(self, by)
        if self.agreement.missing(scanned=bool(self.scans)):
            return False
        self.take_effect(by=by)
        return True

    @step("生效", of="agreed", to="effective", needs="mediation.mediate")
    def take_effect(self: "Dispute", *, by: User) -> Moved:
        """Signed, sealed and scanned: in force."""
        self.agreement.enter_into_force()
        self.await_performance(by)
        return Moved(f"各方签名、印章齐备，自{long_day(self.agreement.effective_on)}起生效。", title="调解协议生效")

    def await_performance(self: "Dispute", by: User) -> None:
        """The case runs until what was agreed has been performed and followed up; the first visit is planned."""
        self.plan_visit(self.agreement.effective_on)
        if last := self.agreement.last_performance_on:
            until = end_of_day(last + timedelta(days=self.follow_up_days))
            self.case.extend(until, "调解协议履行期届满后回访。", by=by)
