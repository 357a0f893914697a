// Files of the user: opened, written back where the browser has file handles, downloaded where it has not.

const picker = {
    id: "xif",
    types: [{ description: "OutSystems extension", accept: { "application/octet-stream": [".xif"] } }],
};

async function opened(file, handle) {
    return { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()), handle: handle ?? null };
}

/** Whether the browser asks for files itself and gives handles to write back. */
export function hasPicker() {
    return "showOpenFilePicker" in window;
}

/** Asks for a file; null when the user cancels. */
export async function pick() {
    try {
        const [handle] = await window.showOpenFilePicker(picker);
        return await opened(await handle.getFile(), handle);
    } catch (error) {
        if (error.name === "AbortError") return null;
        throw error;
    }
}

/** The file of an input element or of a drop. */
export async function read(file, handle) {
    return opened(file, handle);
}

/** Every file of a drop with its path inside what was dropped; folders are walked through. The items live only until the event is over: call it at once. */
export async function droppedAll(transfer) {
    const items = [...transfer.items].filter(({ kind }) => kind === "file");
    const handles = items.map((item) => (items.length === 1 && item.getAsFileSystemHandle ? item.getAsFileSystemHandle().catch(() => null) : null));
    const entries = items.map((item) => item.webkitGetAsEntry?.() ?? null);
    const files = items.map((item) => item.getAsFile());
    const found = [];
    for (const [index, entry] of entries.entries()) {
        if (entry?.isDirectory) await walk(entry, entry.name, found);
        else if (files[index]) found.push({ ...(await opened(files[index], await handles[index])), path: files[index].name });
    }
    return found;
}

async function walk(folder, path, found) {
    const reader = folder.createReader();
    // A reader gives its entries in parts and ends with an empty one.
    for (let part; (part = await new Promise((done, fail) => reader.readEntries(done, fail))).length > 0; ) {
        for (const entry of part) {
            const inner = `${path}/${entry.name}`;
            if (entry.isDirectory) await walk(entry, inner, found);
            else found.push({ ...(await opened(await new Promise((done, fail) => entry.file(done, fail)))), path: inner });
        }
    }
}

/** Asks for files, or for a folder with all that lies in it; an empty list when the user cancels. */
export async function pickFiles(isFolder, isOne) {
    const input = document.createElement("input");
    // What stands nowhere in the page may be swept away before the user has chosen.
    input.hidden = true;
    document.body.append(input);
    input.type = "file";
    input.multiple = !isOne;
    input.webkitdirectory = isFolder;
    const chosen = new Promise((done) => {
        input.addEventListener("change", () => done([...input.files]));
        input.addEventListener("cancel", () => done([]));
    });
    input.click();
    const files = await chosen;
    input.remove();
    return Promise.all(files.map(async (file) => ({ ...(await opened(file)), path: file.webkitRelativePath || file.name })));
}

/** Reads a file that was opened before; asks for permission when the browser wants that. */
export async function reopen(handle) {
    if ((await handle.queryPermission({ mode: "read" })) !== "granted" && (await handle.requestPermission({ mode: "read" })) !== "granted") {
        throw new Error("The browser was not allowed to read the file.");
    }
    return opened(await handle.getFile(), handle);
}

/** Writes to the handle's file. The browser swaps the file only when all is written. */
export async function writeBack(handle, bytes) {
    if ((await handle.queryPermission({ mode: "readwrite" })) !== "granted" && (await handle.requestPermission({ mode: "readwrite" })) !== "granted") {
        throw new Error("The browser was not allowed to write the file. Save again and allow it, or choose Save As.");
    }
    const stream = await handle.createWritable();
    try {
        await stream.write(bytes);
    } catch (error) {
        await stream.abort().catch(() => {});
        throw error;
    }
    await stream.close();
    return { name: handle.name, handle };
}

/** Asks where to write; null when the user cancels; undefined when the browser does not let the page ask now. */
export async function chooseTarget(name) {
    if (!("showSaveFilePicker" in window)) return undefined;
    try {
        return await window.showSaveFilePicker({ ...picker, suggestedName: name });
    } catch (error) {
        if (error.name === "AbortError") return null;
        return undefined;
    }
}

/** Lets the browser download the bytes under this name. */
export function download(name, bytes) {
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    // The download reads the address after the click; a minute is ample.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
