"""How hypothesis draws: the same examples by day, so that a run says the same as the one before; others each night."""

from hypothesis import HealthCheck, settings

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine, too
settings.register_profile("office", patient, derandomize=True)
settings.register_profile("night", patient, derandomize=False, print_blob=True)
settings.load_profile("office")
