"""The HTTP API: routes, streams, sign-in at the door, errors as problems, the OpenAPI document.

Not here: any rule about conversations (`core`), and where people and settings are stored (`workspace`).
"""

from relevo.api.app import make_app
from relevo.api.parts import Page, Parts

__all__ = ["Page", "Parts", "make_app"]
