"""Which address leads to which page: the widget's script and its parts, the console, and what the application brings.

Not here: the API.
"""

from collections.abc import Awaitable
from pathlib import Path

from relevo.api.edge.asgi import App, Receive, Scope, Send, answer
from relevo.api.edge.exchange import exchange
from relevo.api.edge.headers import CONSOLE_POLICY
from relevo.api.pages.files import File, made, read_folder
from relevo.api.parts import Page, Parts
from relevo.api.problems import Problem, not_found

_EMBEDDED = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
"""Any site may load the widget's files; what it may ask of the API is another matter."""
_CONSOLE = {"Content-Security-Policy": CONSOLE_POLICY}
CONSOLE = "/console"


class Site:
    """Answers for pages and files, and passes everything else on."""

    def __init__(self, app: App, parts: Parts) -> None:
        self._app = app
        self._files = _built(parts.web_root) | {path: _brought(page) for path, page in parts.pages.items()}
        self._shell = self._files.get(f"{CONSOLE}/index.html")

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer one request."""
        path: str = scope["path"]
        return (self._app if path.startswith("/v1/") else self._serve)(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        if path in ("/", CONSOLE) and self._shell is not None:
            exchange(scope).route = "(page)"
            await answer(send, 307, [(b"location", f"{CONSOLE}/".encode())])
            return
        file = self._files.get(path) or self._console(path)
        if file is None and not _is_ours(path):
            await self._app(scope, receive, send)
            return
        exchange(scope).route = "(page)"
        if file is None:
            raise self._absent()
        if scope["method"] not in ("GET", "HEAD"):
            raise Problem("method-not-allowed", headers={"Allow": "GET, HEAD"})
        await answer(send, *file.answered(scope))

    def _console(self, path: str) -> File | None:
        """The console has addresses of its own: whatever looks like no file is its page."""
        is_address = path.startswith(f"{CONSOLE}/") and "." not in path.rsplit("/", 1)[-1]
        return self._shell if is_address else None

    def _absent(self) -> Problem:
        if self._shell is None:
            return Problem("not-found", "The front end is not built: run `make web`.")
        return not_found()


def _is_ours(path: str) -> bool:
    return path == "/widget.js" or path.startswith(("/widget/", f"{CONSOLE}/")) or path == CONSOLE


def _built(root: Path | None) -> dict[str, File]:
    if root is None:
        return {}
    widget = {f"/widget/{name}": file for name, file in read_folder(root / "widget", _EMBEDDED).items()}
    console = {f"{CONSOLE}/{name}": file for name, file in read_folder(root / "console", _CONSOLE).items()}
    loader = widget.pop("/widget/widget.js", None)
    return {**widget, **console, **({"/widget.js": loader} if loader else {})}


def _brought(page: Page) -> File:
    more = {"Content-Security-Policy": page.policy}
    return made(page.body, page.content_type, is_immutable=False, more=more)
