"""Relevo: live takeover for AI chat.

The few names that programs built on Relevo may import from here; everything else is internal and may move.
"""

from typing import Final

__version__: Final = "0.1.0"

__all__ = ["__version__"]
