"""人: residents and organisations: entered once and found again, with encrypted data."""
