# What every stage uses: messages, times, logs, locks and files that appear whole or not at all.

# One folder for all tools, shared by every checkout of the project.
TOOLS=$(realpath -m "${XIF_STUDIO_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/xif-studio}")
LOGS=$TOOLS/logs
STAGE=setup

say() { printf '  %s\n' "$*"; }

fail() {
    printf '%s: %s\n' "$(basename "$(dirname "$0")")/${0##*/}" "$*" >&2
    exit 1
}

has() { command -v "$1" >/dev/null 2>&1; }

# stage TITLE FUNCTION: runs one step of the set-up in this shell and says how long it took.
stage() {
    local start=${EPOCHREALTIME//[.,]/} tenths
    STAGE=$2
    printf '%s\n' "$1"
    "$2"
    tenths=$(((${EPOCHREALTIME//[.,]/} - start) / 100000))
    say "$((tenths / 10)).$((tenths % 10)) s"
}

# quietly COMMAND...: its output goes to the stage's log, of which the end is shown when the command fails.
quietly() {
    local log=$LOGS/$STAGE.log
    mkdir -p "$LOGS"
    printf '$ %s\n' "$*" >"$log"
    if ! "$@" >>"$log" 2>&1; then
        tail -n +2 "$log" | tail -n 30 >&2
        fail "$(basename "$1") failed in this stage; the command and all its output are in $log"
    fi
}

# locked FILE: waits until no other run of the scripts works on the same files; released by `unlock` or the end of the script.
locked() {
    mkdir -p "$(dirname "$1")"
    exec 9>"$1"
    flock -n 9 && return
    say "another run is at work, waiting for it"
    flock 9
}

# The server that replaces this script must not hold the lock.
unlock() { exec 9>&-; }

# new_folder NAME: an empty folder beside the final place, so that one `mv` finishes a download or a build.
new_folder() {
    rm -rf "$1.new"
    mkdir -p "$1.new"
}

# in_place NAME: puts what was prepared in NAME.new in the place of NAME.
in_place() {
    rm -rf "$1"
    mv "$1.new" "$1"
}

# checksum FILE SHA256
checksum() {
    printf '%s  %s\n' "$2" "$1" | sha256sum --check --status ||
        fail "$(basename "$1") is not the file that was expected (SHA-256 $2); delete $TOOLS and try again"
}

# fingerprint PATH...: one hash over the names and contents of all files under these paths of the project, the same in every checkout.
fingerprint() {
    (
        cd "$PROJECT"
        # A folder that does not exist yet is as good as an empty one.
        { find "$@" \( -name node_modules -o -name target \) -prune -o -type f -print0 2>/dev/null || true; } |
            LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -c1-64
    )
}

# stamped FILE KEY: whether the last finished run left this key.
stamped() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }
