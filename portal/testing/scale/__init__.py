"""质量等级: the rules that a plugin is measured by, in three tiers. `python -m portal.testing.scale KEY …` tries them; `flask plugins check`
does so for a plugin in place or a wheel. docs/quality-scale.md is written from the table.

    rules.py     what a rule is                     table.py    all of them
    conformed, card, package, source, schema, pages, typed, sheets, printed, work    the rules, by what they are about
    test_rules.py   tries those that are functions, with the fixtures of the conformance suite
    gathering.py    the pytest plugin that makes verdicts of the reports
    document.py     docs/quality-scale.md
"""
