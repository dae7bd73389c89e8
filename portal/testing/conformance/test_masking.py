"""No page, list, file, paper or refusal of it leaves fewer than ten thousand ID numbers of anybody it names (docs/adr/0037)."""

from portal.testing.conformance import report
from portal.testing.conformance.office import Office
from portal.testing.conformance.refused import Refusals
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.tried import count
from portal.testing.conformance.walk import Walk

FILES = (".csv", ".json", ".pdf")


def test_what_is_shown_of_somebody_leaves_enough_numbers(subject: Subject, walk: Walk, office: Office, record_property):
    told, renderer = office.told, office.app.extensions["portal_renderer"]
    asked = list(_files(subject, walk, office))
    count(record_property, subject.key, "masked", len(walk.answered) + len(asked) + len(renderer.asked))
    report(
        [
            *walk.told,
            *(each for where, text in asked for each in told.complaints(text, where)),
            *(each for html, title in renderer.asked.items() for each in told.complaints(html, f"paper {title}")),
        ]
    )
    renderer.asked.clear()


def test_what_is_refused_tells_of_nobody_when_he_was_born(
    subject: Subject, walk: Walk, office: Office, record_property
):
    refusals = Refusals(subject, walk, office)
    complaints = list(refusals.complaints())
    count(record_property, subject.key, "refused", refusals.seen)
    report(complaints)


def _files(subject: Subject, walk: Walk, office: Office):
    """Its files of text, for every role that may have them; papers go by the renderer."""
    for rule in subject.rules:
        if "GET" in rule.methods and rule.rule.endswith(FILES):
            for path in walk.paths(rule):
                for role in office.may(subject.guard(rule)):
                    answer = office.client(role).get(path)
                    if answer.status_code == 200 and answer.mimetype != "application/pdf":
                        yield f"{path} as {role}", answer.get_data(as_text=True)
