"""A day in a sentence does not break at the end of a line, and what is typed stays text."""

from markupsafe import Markup

from portal.web.pages.formatting import whole_days


def test_each_day_of_a_sentence_is_kept_in_one_piece():
    assert (
        whole_days("2026-11-01 至 2026-11-30")
        == '<span class="nb">2026-11-01</span> 至 <span class="nb">2026-11-30</span>'
    )


def test_what_is_typed_beside_a_day_stays_text():
    assert whole_days("<b>2026-11-01</b>") == '&lt;b&gt;<span class="nb">2026-11-01</span>&lt;/b&gt;'


def test_markup_and_numbers_are_left_alone():
    assert whole_days(Markup("<i>2026-11-01</i>")) == "<i>2026-11-01</i>"
    assert whole_days(7) == 7
