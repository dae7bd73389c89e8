"""A second opinion on who may do and see what: written once more as Cedar policies, from the documents; `make opinion`, and some of it in `make test`."""
