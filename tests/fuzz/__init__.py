"""Random input over all addresses of the core and all plugins: `make fuzz`, and a few hundred of it in `make test`."""
