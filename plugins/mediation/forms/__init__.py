"""Forms of the mediation desk, one step a file."""
