"""How many small faults planted into the modules that hold rules are found by their tests: `make mutation`."""
