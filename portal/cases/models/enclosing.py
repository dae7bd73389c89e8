"""附材料: photos and papers that show how it was before and after; nobody has to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from portal.accounts.models import User
from portal.cases.models.states import STATES
from portal.cases.told import HANDLE
from portal.errors import RuleError
from portal.files.models import Attachment
from portal.records import step

if TYPE_CHECKING:
    from portal.cases.models.case import Case

MOST_FILES = 9  # at once


class Enclosing:
    """What is enclosed stands on the page of the case and in its dossier."""

    @step("附材料", of=(*STATES.open, "resolved"), needs=HANDLE)
    def enclose(self: "Case", uploads: Sequence, *, by: User) -> str:
        """Raises RuleError where none was chosen, and at the first that cannot be kept; then none is."""
        if not uploads:
            raise RuleError("请选择照片或者文件。", at="uploads")
        return self.take_in_files(uploads, by=by)

    def take_in_files(self: "Case", uploads: Sequence, *, by: User) -> str:
        """Keep them, in a step of whatever belongs to the case; what was kept, in words."""
        if len(uploads) > MOST_FILES:
            raise RuleError(f"一次最多 {MOST_FILES} 份，请分几次附。", at="uploads")
        kept = [Attachment.take_in(each, subject=self, purpose="enclosed", by=by) for each in uploads]
        return f"附材料 {len(kept)} 份。" if kept else ""
