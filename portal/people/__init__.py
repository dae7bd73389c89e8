"""人: residents and organisations, entered once and found again; their data protected."""
