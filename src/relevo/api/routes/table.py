"""All routes of the API in one list.

Not here: the routes; a new file of them is named below.
"""

from relevo.api.routes import (
    attention,
    contact,
    context,
    health,
    listing,
    presence,
    saved_filters,
    saying,
    signing_in,
    team,
    visitors,
)
from relevo.api.routes.commands import command_routes
from relevo.api.routes.desk import identity_keys, own, settings
from relevo.api.routes.desk.lists import list_routes
from relevo.api.routes.route import Route

MODULES = (
    visitors,
    context,
    contact,
    listing,
    team,
    attention,
    saying,
    signing_in,
    presence,
    own,
    settings,
    identity_keys,
    health,
)


def routes() -> list[Route]:
    """Return every route of the API."""
    made = [value for module in MODULES for value in vars(module).values() if isinstance(value, Route)]
    return [*dict.fromkeys(made), *command_routes(), *list_routes(), *saved_filters.KIND.routes()]
