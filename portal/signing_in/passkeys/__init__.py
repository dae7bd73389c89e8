"""通行密钥 (WebAuthn): a key that a browser, a telephone or a stick keeps, as the second step, or instead of the password."""
