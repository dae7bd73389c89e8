"""The pages of 接访登记."""

from plugins.reception.views import days, visits

__all__ = ["days", "visits"]
