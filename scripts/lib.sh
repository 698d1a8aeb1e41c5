# What the scripts share: one line for each step, the whole output of a step only when it fails, and Debian packages.

say() { printf '==> %s\n' "$*"; }

die() {
    printf 'relevo: %s\n' "$*" >&2
    exit 1
}

# quietly "what happens" command…
quietly() {
    local what=$1 log began
    shift
    say "$what"
    log=$(mktemp)
    began=$SECONDS
    if ! "$@" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        die "failed after $((SECONDS - began)) s: $what"
    fi
    rm -f "$log"
    if ((SECONDS - began > 5)); then say "$what: done in $((SECONDS - began)) s"; fi
}

# debian package… : installs them where that is possible without asking, else says what to install.
debian() {
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        die "please install: $*   (on Debian: sudo apt-get install $*)"
    fi
    export DEBIAN_FRONTEND=noninteractive
    say "Debian packages: $*"
    # A new machine has no package lists and an old one may have stale ones; both show as a failed install.
    if ! apt-get -q install -y --no-install-recommends "$@" >/dev/null 2>&1 </dev/null; then
        quietly "apt-get update" apt-get -q update
        quietly "apt-get install $*" apt-get -q install -y --no-install-recommends "$@"
    fi
}
