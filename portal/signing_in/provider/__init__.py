"""统一身份认证 (OpenID Connect): people sign in at a provider of identity of the city or county, to accounts that exist here."""
