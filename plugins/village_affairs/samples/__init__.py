"""With what each step is taken once: of matters, of rules and councils."""

from plugins.village_affairs.samples.covenants import COUNCILS, COVENANTS
from plugins.village_affairs.samples.matters import MATTERS

SAMPLES = (MATTERS, COVENANTS, COUNCILS)
