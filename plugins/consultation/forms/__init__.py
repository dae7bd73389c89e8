"""Forms of 议事坊, one area a file."""
