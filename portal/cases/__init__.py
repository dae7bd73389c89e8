"""事项: the spine of the portal."""
