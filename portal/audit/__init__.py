"""审计: the append-only record of who did and saw what."""
