# Sourced by the measurements in a browser: measure SCRIPT builds what has changed, serves it on a free port, and runs the script of
# tests/e2e/support with its address.

PROJECT=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
. "$PROJECT/server/setup/prepare.sh"
. "$PROJECT/server/setup/test-tools.sh"

measure() {
    local address
    prepare_tools
    stage "Browser" browser
    stage "End-to-end test runner" playwright
    build_all release

    printed=$(mktemp)
    (serve 127.0.0.1 0 >"$printed" 2>&1) &
    server=$!
    trap 'kill $server 2>/dev/null || true; rm -f "$printed"' EXIT
    until address=$(grep -o 'http://[0-9.:]*' "$printed"); do
        kill -0 $server 2>/dev/null || fail "the server has stopped: $(cat "$printed")"
        sleep 0.1
    done
    printf '\n'
    node "$PROJECT/tests/e2e/support/$1" "$address"
}
