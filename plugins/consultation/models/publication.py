"""公示: topics before the meeting, resolutions after it, for the days that the unit has set."""

from typing import TYPE_CHECKING

from plugins.consultation.settings import rules_of
from portal.org.models import OrgUnit
from portal.records.publication import Publication
from portal.settings import basis_of


class Posted(Publication):
    """On display for the days of a setting of its unit."""

    if TYPE_CHECKING:
        unit: OrgUnit

    def post(self, setting: str) -> str:
        """From today, for the days of `setting`; answers what the timeline says."""
        rules = rules_of(self.unit)
        return self.publish_for(rules.values[setting], rules.day_kind, basis_of(rules, setting))
