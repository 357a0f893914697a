import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect } from "@playwright/test";

import { needed } from "./needed";

/** The folder in which the server keeps what is shared. */
export function storeFolder(): string {
    const folder = process.env.XIF_STUDIO_DRAFTS;
    needed(folder, "the folder of the store is not known: XIF_STUDIO_DRAFTS");
    return folder!;
}

/** Looks for words in all that the server has kept and, where it is known, in its log. What was shared under this id must lie there, or else nothing was looked at. */
export async function expectNowhere(words: string[], store: string, id: string) {
    const entries = await readdir(store, { withFileTypes: true, recursive: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    const own = Buffer.from(id, "base64url").toString("hex");
    expect(files.filter((file) => file.includes(own)), `the files of ${own} in ${store}`).not.toHaveLength(0);
    const log = process.env.XIF_STUDIO_LOG;
    for (const file of [...files, ...(log ? [log] : [])]) {
        const bytes = await readFile(file);
        for (const word of words) {
            expect(bytes.includes(word), `${word} in ${file}`).toBe(false);
            expect(bytes.includes(Buffer.from(word, "utf16le")), `${word} in ${file}`).toBe(false);
        }
    }
}
