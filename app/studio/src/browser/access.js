// Who the server takes this tab for: an access token, kept while the tab is open, and the way to an identity provider and back.

const kept = "xif-studio.access-token";
const left = "xif-studio.left-for-sign-in";
const header = "x-xif-studio-token";

function stored(name) {
    try {
        return sessionStorage.getItem(name) ?? "";
    } catch {
        return "";
    }
}

function store(name, text) {
    try {
        if (text) sessionStorage.setItem(name, text);
        else sessionStorage.removeItem(name);
        return true;
    } catch {
        return false;
    }
}

// What stands behind the # of the address may be the key of a shared draft, which no server may see. So it waits here and not in the address, and is
// taken up again when the browser is back, before anybody reads the address.
const [time, fragment] = stored(left).split(" ");
store(left, "");
if (fragment && !globalThis.location?.hash && Date.now() - Number(time) < 600_000) history.replaceState(null, "", fragment);

// Without storage the token is forgotten with the page.
let own = stored(kept);

/** The token; "" when there is none. */
export function token() {
    return own;
}

/** Keeps a token for this tab; "" forgets it. */
export function keepToken(text) {
    own = text;
    store(kept, text);
}

/** The headers of a request, with the token. */
export function named(headers) {
    return own ? { ...headers, [header]: own } : headers;
}

/** Goes to the server's address for signing in, and comes back to this page. */
export function signIn(address) {
    const { pathname, search, hash } = location;
    store(left, hash && `${Date.now()} ${hash}`);
    location.assign(`${address}?to=${encodeURIComponent(pathname + search)}`);
}
