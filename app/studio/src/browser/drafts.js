// Drafts in IndexedDB, which also holds the handles of their files, and which page leads a draft (Web Locks).
//
// drafts: what a list shows, and the page that may write the draft; written by that page alone.
// parts:  what the workbench wants kept, by draft, kind and number; and by draft, "lost" and page, which pages have lost the draft, and when.
// notes:  what any page may add to a draft: the user's name for it, its file, when it was deleted.

const stores = ["drafts", "parts", "notes"];
const patience = 5_000;
const remembered = 16;
let opening;
let base;

function database() {
    opening ??= connect().catch((error) => {
        opening = undefined;
        throw error;
    });
    return opening;
}

function connect() {
    return new Promise((resolve, reject) => {
        const request = indexedDB.open("xif-studio-drafts", 1);
        // Some browsers neither open nor refuse.
        setTimeout(() => reject(new Error("The browser does not open its database.")), patience);
        request.onupgradeneeded = () => {
            request.result.createObjectStore("drafts", { keyPath: "id" });
            request.result.createObjectStore("parts");
            request.result.createObjectStore("notes", { keyPath: "id" });
        };
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
            base = request.result;
            const left = () => (base = opening = undefined);
            base.onclose = left;
            base.onversionchange = () => {
                base.close();
                left();
            };
            resolve(base);
        };
    });
}

function got(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

/** Does the work in one transaction; its result when all of it is on the disk. */
async function within(mode, work) {
    const transaction = (await database()).transaction(stores, mode, { durability: "strict" });
    const ended = new Promise((resolve, reject) => {
        transaction.oncomplete = resolve;
        transaction.onabort = () => reject(transaction.error ?? new Error("The browser broke off the writing."));
    });
    const [drafts, parts, notes] = stores.map((name) => transaction.objectStore(name));
    // A failure shows twice, in the request and in the transaction: the second one waits for nobody.
    ended.catch(() => {});
    let result;
    try {
        result = await work({ drafts, parts, notes });
        // A page that ends now does not take the writing with it.
        transaction.commit();
    } catch (error) {
        try {
            transaction.abort();
        } catch {
            // It has ended already.
        }
        throw transaction.error ?? error;
    }
    await ended;
    return result;
}

const partsOf = (id) => IDBKeyRange.bound([id], [id, []]);
const stepsFrom = (id, step) => IDBKeyRange.bound([id, "step", step], [id, "step", Infinity]);

const lostBy = (id, page) => [id, "lost", page];

const isLoss = ([, kind]) => kind === "lost";

/** Another page is the only one to write the draft from now on. Of those that have lost it the latest are remembered: one that closes writes soon or never. */
function hand({ drafts, parts }, entry, page, losses) {
    drafts.put({ ...entry, page });
    if (entry.page !== page) parts.put(Date.now(), lostBy(entry.id, entry.page));
    parts.delete(lostBy(entry.id, page));
    losses.sort(([, one], [, other]) => other - one);
    for (const [key] of losses.slice(remembered - 1)) parts.delete(key);
}

function put({ drafts, parts }, entry, changed, steps) {
    parts.delete(stepsFrom(entry.id, steps));
    for (const [kind, number, bytes] of changed) parts.put(bytes, [entry.id, kind, number]);
    drafts.put(entry);
}

/** Finds out whether there is a place for drafts. */
export async function open() {
    await database();
}

/**
 * Keeps the changed parts [kind, number, bytes] of a draft, and no steps beyond `steps`, together or not at all: "kept"; "gone"
 * when the draft is not there any more, or another page has it.
 */
export async function write(entry, changed, steps) {
    const isNew = changed.some(([kind]) => kind === "base");
    const attempt = () =>
        within("readwrite", async (all) => {
            const there = await got(all.drafts.get(entry.id));
            if (there ? there.page !== entry.page : !isNew) return "gone";
            put(all, entry, changed, steps);
            return "kept";
        });
    try {
        return await attempt();
    } catch (error) {
        if (error.name !== "QuotaExceededError" || (await sweep(Infinity, 0)) === 0) throw error;
        return attempt();
    }
}

/**
 * The same while the page goes: it needs no answer of the database, which the page would not live to hear. Whether another page has the draft is decided by
 * the database itself: what the page has lost is there already, so that adding it fails, and nothing of the transaction is kept.
 */
export function writeLast(entry, changed, steps) {
    if (!base) return;
    try {
        const transaction = base.transaction(stores, "readwrite", { durability: "strict" });
        const [drafts, parts] = ["drafts", "parts"].map((name) => transaction.objectStore(name));
        parts.add(0, lostBy(entry.id, entry.page));
        put({ drafts, parts }, entry, changed, steps);
        parts.delete(lostBy(entry.id, entry.page));
        transaction.commit();
    } catch {
        // What is not kept is still in the page, should it come back.
    }
}

/** The draft as it is kept; null when it is not there. With `page` that page is the only one to write it from now on. */
export function read(id, page) {
    return within(page ? "readwrite" : "readonly", async ({ drafts, parts, notes }) => {
        const [entry, note, keys, values] = await Promise.all([
            got(drafts.get(id)),
            got(notes.get(id)),
            got(parts.getAllKeys(partsOf(id))),
            got(parts.getAll(partsOf(id))),
        ]);
        if (!entry || note?.deleted) return null;
        const all = keys.map((key, index) => [key, values[index]]);
        if (page) hand({ drafts, parts }, entry, page, all.filter(([key]) => isLoss(key)));
        return {
            ...entry,
            name: note?.title || entry.name,
            handle: note?.handle ?? null,
            parts: all.filter(([key]) => !isLoss(key)).map(([[, kind, number], value]) => [kind, number, value]),
        };
    });
}

/** Every draft that is not deleted, the one that was changed last first. */
export async function list() {
    const [entries, notes] = await within("readonly", ({ drafts, notes }) => Promise.all([got(drafts.getAll()), got(notes.getAll())]));
    const noted = new Map(notes.map((note) => [note.id, note]));
    const led = await ledDrafts();
    return entries
        .filter(({ id }) => !noted.get(id)?.deleted)
        .sort((one, other) => other.when - one.when)
        .map((entry) => ({ ...entry, title: noted.get(entry.id)?.title || "", isLed: led.has(entry.id) }));
}

/** Adds to what any page may say of a draft. */
export function note(id, what) {
    return within("readwrite", async ({ drafts, notes }) => {
        if (!("handle" in what) && !(await got(drafts.get(id)))) return false;
        notes.put({ ...(await got(notes.get(id))), id, ...what });
        return true;
    });
}

/** Makes a draft of the same content. The file stays with the first one. */
export function duplicate(id, newId, title, page) {
    return within("readwrite", async ({ drafts, parts, notes }) => {
        const [entry, keys, values] = await Promise.all([
            got(drafts.get(id)),
            got(parts.getAllKeys(partsOf(id))),
            got(parts.getAll(partsOf(id))),
        ]);
        if (!entry) return false;
        drafts.put({ ...entry, id: newId, page, when: Date.now() });
        notes.put({ id: newId, title });
        keys.forEach((key, index) => isLoss(key) || parts.put(values[index], [newId, ...key.slice(1)]));
        return true;
    });
}

function erase({ drafts, parts, notes }, id) {
    drafts.delete(id);
    notes.delete(id);
    parts.delete(partsOf(id));
}

/** Forgets a draft for good. */
export function remove(id) {
    return within("readwrite", async (all) => erase(all, id));
}

/** Forgets what was deleted, and what nobody ever changed and has not looked at, before these times; how many. */
export async function sweep(deletedBefore, untouchedBefore) {
    const led = await ledDrafts();
    return within("readwrite", async (all) => {
        const deleted = (await got(all.notes.getAll())).filter((note) => note.deleted <= deletedBefore);
        const untouched = (await got(all.drafts.getAll())).filter(({ state, when }) => state === "untouched" && when <= untouchedBefore);
        const ids = new Set([...deleted, ...untouched].map(({ id }) => id).filter((id) => !led.has(id)));
        for (const id of ids) erase(all, id);
        return ids.size;
    });
}

/** Asks the browser not to clear the drafts when it wants room. */
export function persist() {
    navigator.storage?.persist?.().catch(() => {});
}

/** Whether the browser has locks: in a secure context. */
export function hasLocks() {
    return !!navigator.locks;
}

const lockOf = (id) => `xif-studio-draft-${id}`;

async function ledDrafts() {
    const { held = [] } = (await navigator.locks?.query()) ?? {};
    return new Set(held.map(({ name }) => name.replace(lockOf(""), "")));
}

/**
 * Takes the lead of a draft: "free" only when nobody has it, "soon" when it is given up within two seconds, "now" from whoever has
 * it. A function that gives it up; null when it cannot be had. `lost` is called when another page takes it. A page without locks (no
 * secure context) always gets it: what is written still tells the pages apart.
 */
export function lead(id, how, lost) {
    if (!navigator.locks) return Promise.resolve(() => {});
    const options = { free: { ifAvailable: true }, soon: { signal: AbortSignal.timeout(2_000) }, now: { steal: true } }[how];
    return new Promise((resolve) => {
        let isMine = false;
        const hold = (lock) => {
            isMine = lock !== null;
            return isMine ? new Promise((release) => resolve(release)) : resolve(null);
        };
        navigator.locks.request(lockOf(id), options, hold).catch(() => (isMine ? lost() : resolve(null)));
    });
}

/** Waits so many milliseconds. */
export function pause(time) {
    return new Promise((resolve) => setTimeout(resolve, time));
}
