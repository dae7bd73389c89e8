"""公示牌 of a neighbourhood: who looks after which part of it, to hang in the entrance. No telephone numbers: residents reach them by the community."""

from plugins.stewards.blueprint import bp
from plugins.stewards.models import Neighbourhood
from portal.records.papers import Paper, mount_papers

neighbourhood_papers = mount_papers(
    bp,
    Neighbourhood,
    (
        Paper(
            "board",
            "红管家公示牌",
            needs="stewards.view",
            number=lambda place: "",
            context=lambda place: {"serving": place.serving},
            unless=lambda place: "" if place.serving else "还没有在任的红管家。",
        ),
    ),
    at="/neighbourhoods/<int:neighbourhood_id>",
    office=lambda place: place.unit.short_name,
)
