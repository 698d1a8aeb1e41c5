#!/usr/bin/env bash
# Makes sure that the browser tests find a Chromium: RELEVO_TEST_CHROMIUM, or Debian's package.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib.sh

chromium=${RELEVO_TEST_CHROMIUM:-/usr/bin/chromium}
if [ ! -x "$chromium" ]; then
    [ -z "${RELEVO_TEST_CHROMIUM:-}" ] || die "RELEVO_TEST_CHROMIUM names no program: $chromium"
    debian chromium fonts-dejavu-core
fi
