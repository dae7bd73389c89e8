"""The pages of 热线转办."""

from plugins.hotline.views import answers, contact, orders

__all__ = ["answers", "contact", "orders"]
