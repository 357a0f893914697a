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

# stage TITLE FUNCTION: runs one step in this shell, says how long it took, and keeps the time for `stage_times`.
stage() {
    local start took
    start=$(now)
    STAGE=$2
    printf '%s\n' "$1"
    "$2"
    took=$(($(now) - start))
    STAGE_TIMES+=("$took $1")
    say "$(seconds $took)"
}

STAGE_TIMES=()

# A table of the stages so far, for tests/README.md.
stage_times() {
    local entry whole=0
    printf '\n| Stage | Time |\n| --- | --- |\n'
    for entry in "${STAGE_TIMES[@]}"; do
        printf '| %s | %s |\n' "${entry#* }" "$(seconds "${entry%% *}")"
        whole=$((whole + ${entry%% *}))
    done
    printf '| All | %s |\n' "$(seconds $whole)"
}

# In tenths of a second.
now() { echo $((${EPOCHREALTIME//[.,]/} / 100000)); }
seconds() { printf '%d.%d s' $(($1 / 10)) $(($1 % 10)); }

# quietly COMMAND...: its output goes to the stage's log, of which the end is shown when the command fails. On a terminal a line shows that it moves.
quietly() {
    local log=$LOGS/$STAGE.log watcher='' status=0
    mkdir -p "$LOGS"
    printf '$ %s\n' "$*" >"$log"
    if [ -t 1 ]; then
        show_progress "$log" &
        watcher=$!
    fi
    "$@" >>"$log" 2>&1 || status=$?
    if [ -n "$watcher" ]; then
        kill "$watcher" 2>/dev/null || true
        wait "$watcher" 2>/dev/null || true
        printf '\r\033[K'
    fi
    [ $status = 0 ] || failed_with_log "$1" "$log"
}

failed_with_log() {
    tail -n +2 "$2" | tail -n 30 >&2
    fail "$(basename "$1") failed in this stage; the command and all its output are in $2"
}

# slowly WHAT USUAL COMMAND...: like `quietly`, for what takes long: says before what it does and how long that usually takes on two cores.
slowly() {
    say "$1 (usually $2)"
    shift 2
    quietly "$@"
}

# show_progress LOG: time, crates that cargo has begun, and the last line of the log; ends with the script that it belongs to.
show_progress() {
    local start crates last width
    start=$(now)
    width=$(tput cols 2>/dev/null || echo 80)
    while sleep 1 && kill -0 $$ 2>/dev/null; do
        crates=$(grep -cE '^ *(Compiling|Checking) ' "$1" || true)
        last=$(tail -n 1 "$1" | tr -d '\r' | sed 's/^ *//')
        [ "$crates" = 0 ] || last="$crates crates, $last"
        last="  $((($(now) - start) / 10)) s  $last"
        printf '\r\033[K%s' "${last:0:width-1}"
    done
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
        cd "$PROJECT" || exit
        # A folder that does not exist yet is as good as an empty one.
        { find "$@" \( -name node_modules -o -name target \) -prune -o -type f -print0 2>/dev/null || true; } |
            LC_ALL=C sort -z | xargs -0 -r sha256sum | sha256sum | cut -c1-64
    )
}

# stamped FILE KEY: whether the last finished run left this key.
stamped() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }
