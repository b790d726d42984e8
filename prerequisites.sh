# Sourced by ./runkit and ./test: says, or installs, what is missing.

# require PROGRAM [DEBIAN-PACKAGE]
require() {
    command -v "$1" >/dev/null 2>&1 && return
    if [ -n "${2:-}" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "installing $2 ..." >&2
        { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y "$2"; } >&2 && return
    fi
    echo "$(basename "$0"): $1 is not installed; install ${2:-the .NET 10 SDK} and try again" >&2
    exit 1
}
