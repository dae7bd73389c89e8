"""Pages of 见义勇为, one noun a file; importing them adds them to the blueprint."""

from plugins.heroes.views import association, deeds, people, public, rolls, steps

__all__ = ["association", "deeds", "people", "public", "rolls", "steps"]
