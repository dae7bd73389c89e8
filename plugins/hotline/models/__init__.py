"""热线转办: orders that 12345, departments and upper levels hand down."""

from plugins.hotline.models.order import Order

__all__ = ["Order"]
