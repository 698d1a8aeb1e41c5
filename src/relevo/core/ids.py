"""The kinds of identifiers, as distinct types over text, and of time.

Not here: making them. New identifiers and the present time are handed in by the shell (`relevo.clock`).
"""

from typing import NewType

WorkspaceId = NewType("WorkspaceId", str)
InboxId = NewType("InboxId", str)
ConversationId = NewType("ConversationId", str)
MessageId = NewType("MessageId", str)
TurnId = NewType("TurnId", str)
"""One run of an assistant."""
Seq = NewType("Seq", int)
"""Position in one conversation's log: 1, 2, 3 … without a hole. 0 stands before the first event."""
Epoch = NewType("Epoch", int)
"""How often control has changed. Only what carries the present epoch may be said by an assistant."""
Millis = NewType("Millis", int)
"""A moment as milliseconds since 1970-01-01T00:00:00Z, or a length of time where the name says `_ms`."""
