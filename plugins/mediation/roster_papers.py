"""名册 of a committee on paper."""

from plugins.mediation.blueprint import bp
from plugins.mediation.models import Committee
from portal import clock
from portal.records.papers import Paper, mount_papers

roster_papers = mount_papers(
    bp,
    Committee,
    (
        Paper(
            "roster",
            "人民调解员名册",
            needs="mediation.view",
            number=lambda committee: "",
            context=lambda committee: {"mediators": committee.serving, "term": committee.term_on(clock.today())},
            unless=lambda committee: "" if committee.serving else "名册上没有在任的调解员。",
            roll=True,
        ),
    ),
    at="/committees/<int:committee_id>",
    office=lambda committee: committee.name,
)
