#!/usr/bin/env bash
# Makes sure that the browser tests find a Chromium: RELEVO_TEST_CHROMIUM, or Debian's package without the window (decision 0056).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

chromium=${RELEVO_TEST_CHROMIUM:-/usr/bin/chromium-headless-shell}
if [ ! -x "$chromium" ]; then
    [ -z "${RELEVO_TEST_CHROMIUM:-}" ] || die "RELEVO_TEST_CHROMIUM names no program: $chromium"
    debian chromium-headless-shell fonts-dejavu-core
fi
