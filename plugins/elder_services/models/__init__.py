"""Providers, orders, and whom one looks in on."""

from plugins.elder_services.models.order import OrderEvent, ServiceOrder
from plugins.elder_services.models.provider import Provider
from plugins.elder_services.models.visited import Visited

__all__ = ["OrderEvent", "Provider", "ServiceOrder", "Visited"]
