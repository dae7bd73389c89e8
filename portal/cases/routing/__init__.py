"""分流规则: who is proposed at triage to handle a case, by a table that a unit keeps; a person decides."""
