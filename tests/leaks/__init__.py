"""Nobody learns of records that are not theirs: `make leaks`, and a fixed sample of it in `make test`."""
