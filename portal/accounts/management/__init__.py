"""系统管理 → 账号: the administrator looks after the accounts of the own subtree. Importing it adds the views."""

from portal.accounts.management import appointments, deputies, listing, locking, opening

__all__ = ["listing", "opening", "appointments", "deputies", "locking"]
