"""Whoever runs the portal and whoever audits it meets no resident: not on any page, list or file that they are led to (docs/adr/0038)."""

from portal.permissions import ADMINISTRATOR, AUDITOR
from portal.testing.conformance import report
from portal.testing.conformance.aloof import Aloof
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.tried import count


def test_who_runs_it_and_who_audits_meet_no_resident(subject: Subject, office: Office, aloof: Aloof, record_property):
    office.put(subject, "on")
    found, opened = [], 0
    for role in (ADMINISTRATOR, AUDITOR):
        for path, shown in aloof.pages(office.client(role), role, subject):
            opened += 1
            found += [f"{path} shows {role} {each}" for each in sorted(shown.residents)]
    count(record_property, subject.key, "aloof", opened)
    report(found)
