"""消息: who is told what about records, in the portal and through the channels that a district sets.

A record declares who is told of which step (`tells`, a table of `Told`); a message is one row for whoever holds a right in a unit, or for
one person. It holds the number of the record and what happened, and never a name. `channels` take it outside: `spreading` decides to whom
and when, `sending` sends, each as jobs. (The hook `notices` is another thing: a line above the work desk.)
"""

from portal.notices.telling import Told, holders, nearest

__all__ = ["Told", "holders", "nearest"]
