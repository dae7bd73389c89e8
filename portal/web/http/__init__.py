"""Every request and answer: guards, sanitized input, error pages, headers, cookies, compression, health."""
