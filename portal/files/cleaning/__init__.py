"""What an archive keeps of an upload: told by its content, made anew from what is seen, refused when something of it is missing.

Works on bytes alone and knows nothing of the portal: it runs in a process of its own (portal/files/clean_worker.py).
"""

from .kinds import Clean, clean
from .refusal import Refused

__all__ = ["clean", "Clean", "Refused"]
