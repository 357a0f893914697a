// The files that were opened last, kept in IndexedDB, which can hold file handles. Every failure is answered with nothing: a
// browser may refuse storage, and the studio works without it.

const limit = 10;

function database() {
    return new Promise((resolve, reject) => {
        const request = indexedDB.open("xif-studio", 1);
        request.onupgradeneeded = () => request.result.createObjectStore("recent", { keyPath: "id", autoIncrement: true });
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
        request.onblocked = () => reject(new Error("blocked"));
    });
}

function done(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

async function all(base) {
    return done(base.transaction("recent").objectStore("recent").getAll());
}

/** The files, the last one first: { name, when, handle }. */
export async function list() {
    try {
        const base = await database();
        const files = await all(base);
        base.close();
        return files.sort((one, other) => other.when - one.when);
    } catch {
        return [];
    }
}

/** Puts the file on top. */
export async function remember(handle) {
    try {
        const base = await database();
        const files = (await all(base)).sort((one, other) => other.when - one.when);
        const same = [];
        for (const file of files) {
            if (await file.handle.isSameEntry(handle)) same.push(file.id);
        }
        const old = files.filter(({ id }) => !same.includes(id)).slice(limit - 1).map(({ id }) => id);
        const store = base.transaction("recent", "readwrite").objectStore("recent");
        for (const id of [...same, ...old]) store.delete(id);
        await done(store.add({ name: handle.name, handle, when: Date.now() }));
        base.close();
    } catch {
        // Not remembered.
    }
}

/** Forgets every file. */
export async function forgetAll() {
    try {
        const base = await database();
        await done(base.transaction("recent", "readwrite").objectStore("recent").clear());
        base.close();
    } catch {
        // Nothing was remembered either.
    }
}
