// A folder of the user's computer that is linked with the sources. Reading and writing take turns, so that neither sees half of the other.

let link = null;
let turn = Promise.resolve();

function inTurn(work) {
    const mine = turn.then(work);
    turn = mine.catch(() => undefined);
    return mine;
}

/** Whether the browser can open folders. */
export function hasFolders() {
    return "showDirectoryPicker" in window;
}

/** Asks for a folder to read and write; its name, or null when the user cancels. */
export async function pickFolder() {
    try {
        const handle = await window.showDirectoryPicker({ id: "xif-source", mode: "readwrite" });
        link = { handle, known: new Map() };
        return handle.name;
    } catch (error) {
        if (error.name === "AbortError") return null;
        throw error;
    }
}

/** Forgets the folder. */
export function leaveFolder() {
    link = null;
}

const stamp = (file) => `${file.lastModified} ${file.size}`;

/** The files that are new or other than they were when they were read or written last. */
export function readFolder(isRead) {
    return inTurn(async () => {
        const changed = [];
        if (link) await walk(link, link.handle, "", isRead, changed);
        return changed;
    });
}

async function walk(link, folder, path, isRead, changed) {
    for await (const [name, entry] of folder.entries()) {
        const inner = path + name;
        if (entry.kind === "directory") {
            if (isRead(`${inner}/a`)) await walk(link, entry, `${inner}/`, isRead, changed);
        } else if (isRead(inner)) {
            const file = await entry.getFile();
            if (link.known.get(inner.toLowerCase()) === stamp(file)) continue;
            const bytes = new Uint8Array(await file.arrayBuffer());
            link.known.set(inner.toLowerCase(), stamp(file));
            changed.push({ path: inner, bytes });
        }
    }
}

/** Writes the files, but those that changed since they were read; the paths that were written. */
export function writeFolder(files, isRead) {
    return inTurn(async () => {
        const written = [];
        for (const { path, bytes } of files) {
            // What is not read, such as assemblies, has nothing of the user's that could be lost.
            const isKnown = async (key, file) => !isRead(path) || link.known.get(key) === stamp(await file.getFile());
            if (link && (await write(link, path, bytes, isKnown))) written.push(path);
        }
        return written;
    });
}

/** Writes those files of which the folder has none. */
export function completeFolder(files) {
    return inTurn(async () => {
        for (const { path, bytes } of files) {
            if (link) await write(link, path, bytes, async () => false);
        }
    });
}

async function write(link, path, bytes, mayReplace) {
    const parts = path.split("/");
    const name = parts.pop();
    let folder = link.handle;
    for (const part of parts) folder = await folder.getDirectoryHandle(part, { create: true });
    const before = await folder.getFileHandle(name).catch((error) => {
        if (error.name === "NotFoundError") return null;
        throw error;
    });
    const key = path.toLowerCase();
    if (before && !(await mayReplace(key, before))) return false;
    const handle = before ?? (await folder.getFileHandle(name, { create: true }));
    const writable = await handle.createWritable();
    await writable.write(bytes);
    await writable.close();
    link.known.set(key, stamp(await handle.getFile()));
    return true;
}
