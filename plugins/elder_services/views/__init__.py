"""The pages; importing them mounts them."""

from plugins.elder_services.views import orders, providers, visits  # noqa: F401
