"""用语: what a paper says in words of its own, and what a unit says instead, each from a day on."""
