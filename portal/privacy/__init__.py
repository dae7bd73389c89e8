"""个人信息保护: what an office owes to the residents whose data it has."""
