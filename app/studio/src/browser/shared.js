// Shared drafts: what is encrypted before it leaves the browser, and the stream of what others do.

import { named } from "./access.js";

const nonceLength = 12;
// More than any extension has; what inflates beyond it is not a revision.
const largest = 1 << 27;

// The addresses are those that the studio itself asks for: it takes the answers only when they are the same.
const [, addressed, token] = /^#\/shared\/([\w-]{22})\/([\w-]{43})\//.exec(globalThis.location?.hash ?? "") ?? [];
const known = () => {
    try {
        return localStorage.getItem("xif-studio.shared-copies")?.includes(addressed);
    } catch {
        return false;
    }
};
/** What the address of this page leads to is asked for while the studio is still on its way, unless a copy of it is here. */
let early = addressed && !known() && begin(`/api/drafts/${addressed}`, `/api/drafts/${addressed}/revisions?form=3&from=whole`, token, [30_000, 120_000]);

/** How a draft stands and its revisions: promises of two responses that have come whole. The limits are milliseconds for each. */
export function askForDraft(state, revisions, bearer, limits) {
    const begun = early;
    early = undefined;
    return begun?.asked === [state, revisions, bearer].join() ? begun.answers : begin(state, revisions, bearer, limits).answers;
}

function begin(state, revisions, bearer, [quick, long]) {
    const answers = [whole(state, bearer, quick), whole(revisions, bearer, long)];
    // Whoever takes them is told; nobody may.
    for (const answer of answers) answer.catch(() => {});
    return { asked: [state, revisions, bearer].join(), answers };
}

async function whole(address, bearer, limit) {
    const response = await fetch(address, { headers: named({ authorization: `Bearer ${bearer}` }), signal: AbortSignal.timeout(limit) });
    const bytes = await response.arrayBuffer();
    return new Response(bytes.byteLength ? bytes : null, { status: response.status, headers: response.headers });
}

/** Whether the browser can encrypt here: only in a secure context. */
export function canEncrypt() {
    return !!globalThis.crypto?.subtle;
}

/** So many random bytes. */
export function random(length) {
    return crypto.getRandomValues(new Uint8Array(length));
}

/** A key of its own from a secret and what else must be known (HKDF-SHA-256); `info` says what it is for. */
export async function derive(secret, salt, info) {
    const from = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
    const how = { name: "HKDF", hash: "SHA-256", salt, info: new TextEncoder().encode(info) };
    return new Uint8Array(await crypto.subtle.deriveBits(how, from, 256));
}

const keyOf = (bytes, use) => crypto.subtle.importKey("raw", bytes, "AES-GCM", false, [use]);

/** Packs and encrypts bytes: nonce and cipher. What is not secret, and is checked, is `additional`. */
export async function seal(key, additional, plain) {
    const nonce = random(nonceLength);
    const packed = await through(new CompressionStream("deflate-raw"), plain, Infinity);
    const how = { name: "AES-GCM", iv: nonce, additionalData: additional };
    const cipher = await crypto.subtle.encrypt(how, await keyOf(key, "encrypt"), packed);
    const sealed = new Uint8Array(nonceLength + cipher.byteLength);
    sealed.set(nonce);
    sealed.set(new Uint8Array(cipher), nonceLength);
    return sealed;
}

/** The bytes that `seal` was given; throws when the key, the additional bytes or anything else is other. */
export async function unseal(key, additional, sealed) {
    const how = { name: "AES-GCM", iv: sealed.subarray(0, nonceLength), additionalData: additional };
    const packed = await crypto.subtle.decrypt(how, await keyOf(key, "decrypt"), sealed.subarray(nonceLength));
    return through(new DecompressionStream("deflate-raw"), new Uint8Array(packed), largest);
}

/**
 * Follows a stream of events with a token (EventSource sends none): `tell` gets the name and the data of each, and "open" when the
 * stream has begun. When it ends, `ended` gets the status of a refusal and the seconds that the server asks to wait, or 0. Returns what
 * ends it without a word.
 */
export function follow(address, bearer, tell, ended) {
    const controller = new AbortController();
    const { signal } = controller;
    // The server shows that it is there every 15 seconds.
    let alarm;
    const wake = () => {
        clearTimeout(alarm);
        alarm = setTimeout(() => controller.abort("silent"), 45_000);
    };
    const run = async () => {
        wake();
        const headers = named(bearer ? { authorization: `Bearer ${bearer}` } : {});
        const response = await fetch(address, { headers, signal, cache: "no-store" });
        if (!response.ok || !response.body) return [response.status, Number.parseInt(response.headers.get("retry-after"), 10) || undefined];
        tell("open", "");
        const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
        let rest = "";
        for (let next = await reader.read(); !next.done; next = await reader.read()) {
            wake();
            const events = (rest + next.value).split(/\r?\n\r?\n/);
            rest = events.pop();
            for (const event of events) tellEvent(event, tell);
        }
        return [0];
    };
    let isOver = false;
    run()
        .catch(() => [0])
        .then(([status, seconds]) => {
            clearTimeout(alarm);
            if (!isOver) ended(status, seconds);
        });
    return () => {
        isOver = true;
        controller.abort();
    };
}

function tellEvent(text, tell) {
    let name = "message";
    const data = [];
    for (const line of text.split(/\r?\n/)) {
        if (line.startsWith("event:")) name = line.slice(6).trim();
        else if (line.startsWith("data:")) data.push(line.slice(5).replace(/^ /, ""));
    }
    if (data.length) tell(name, data.join("\n"));
}

/** The bytes behind the stream; throws when they cannot be had or are more than `most`. */
async function through(stream, bytes, most) {
    const writer = stream.writable.getWriter();
    // What is wrong shows at the reading end.
    writer.write(bytes).catch(() => {});
    writer.close().catch(() => {});
    const chunks = [];
    let length = 0;
    const reader = stream.readable.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
        length += next.value.length;
        if (length > most) {
            reader.cancel().catch(() => {});
            throw new Error("It is larger than anything that is read.");
        }
        chunks.push(next.value);
    }
    const whole = new Uint8Array(length);
    let at = 0;
    for (const chunk of chunks) {
        whole.set(chunk, at);
        at += chunk.length;
    }
    return whole;
}
