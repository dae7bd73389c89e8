"""权限: the roles of a district and what each may do, why somebody may or may not do something, and all of it printed."""
