"""Finds the function that an option names, as `package.module:name`.

Not here: calling it (`assistant`).
"""

import sys
from importlib import import_module
from operator import attrgetter
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from relevo.assistants._plugin import WrongOption
from relevo.assistants.function.assistant import FunctionAssistant


class FunctionOptions(Struct, frozen=True, kw_only=True):
    """Which function, and how many of its calls may run at once."""

    function: Annotated[
        str,
        Meta(
            pattern=r"^[A-Za-z_][\w.]*:[A-Za-z_][\w.]*$",
            description="The function as `package.module:name`; modules in the working directory are found too.",
        ),
    ]
    threads: Annotated[
        int,
        Meta(ge=1, le=1000, description="Calls of a plain (not async) function at once; more fail until one ends."),
    ] = 32


def load(options: FunctionOptions) -> FunctionAssistant:
    """Return the assistant that the named function is.

    Raises:
        WrongOption: there is no such module or name, it fails while it is imported, or it is no function.
    """
    module_name, _, name = options.function.partition(":")
    here = str(Path.cwd())
    if here not in sys.path and "" not in sys.path:
        sys.path.insert(
            0, here
        )  # a console script looks beside itself only, people keep their module beside relevo.toml
    try:
        found = attrgetter(name)(import_module(module_name))
    except AttributeError as missing:
        raise WrongOption(f"function: {module_name!r} has no {name!r} ({missing})") from missing
    except Exception as failure:
        raise WrongOption(f"function: {module_name!r} cannot be imported: {failure!r}") from failure
    if isinstance(found, FunctionAssistant):
        return FunctionAssistant(found.function, options.threads)
    if not callable(found):
        raise WrongOption(f"function: {options.function!r} is no function but a {type(found).__name__}")
    return FunctionAssistant(found, options.threads)
