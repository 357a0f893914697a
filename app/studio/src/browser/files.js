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

/** The first file of a drop, with its handle where the browser has one. The items live only until the event is over: call it at once. */
export async function dropped(transfer) {
    const item = [...transfer.items].find(({ kind }) => kind === "file");
    if (!item) return null;
    const file = item.getAsFile();
    const handle = item.getAsFileSystemHandle ? item.getAsFileSystemHandle().catch(() => null) : null;
    return opened(file, await handle);
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
