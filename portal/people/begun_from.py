"""The resident from whose page something is begun."""

from flask_login import current_user

from portal.people.models import Person
from portal.web.pages.rendering import get_or_404

__all__ = ["resident_or_404"]


def resident_or_404(person_id: int) -> Person:
    """The resident `person_id`, whom the reader may see and whose data may be used. Aborts with 404; raises RuleError where the data is restricted."""
    person = get_or_404(Person.visible_to(current_user).where(Person.erased_at.is_(None)), person_id)
    person.admit_use()
    return person
