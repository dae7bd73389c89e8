"""What child processes that are run by path share (portal.child). They find it by its folder, since they import nothing of the portal."""
