"""事项: the case, the central record of the portal."""
