import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { inflateSync } from "node:zlib";

const run = promisify(execFile);

/** What the independent reader finds in a XIF. */
export type Definition = {
    attributes: Record<string, string>;
    actions: {
        name: string;
        isFunction: string;
        parameters: { direction: string; name: string; type: string; mandatory: string | null }[];
    }[];
    structures: { name: string }[];
    entities: { name: string }[];
    resources: { path: string; deploy: string; base64: string }[];
};

/** Reads a saved file with Python's zlib and XML parser. */
export async function definitionOf(path: string): Promise<Definition> {
    const script = fileURLToPath(new URL("xif.py", import.meta.url));
    const { stdout } = await run("python3", [script, path], { maxBuffer: 64 << 20 });
    return JSON.parse(stdout);
}

/** The definition as text, byte for byte, and the two values of its head that every save changes, taken out. */
export function textOf(packed: Buffer): { text: string; generation: number; lastModified: string } {
    const xml = inflateSync(packed).toString("utf8");
    const end = xml.indexOf(">", xml.indexOf("<Extension "));
    const head = xml.slice(0, end);
    const generation = / Generation="(\d+)"/.exec(head)?.[1];
    const lastModified = / LastModifiedUTC="([^"]*)"/.exec(head)?.[1];
    if (generation === undefined || lastModified === undefined) throw new Error("the head has no generation or time");
    const rest = head.replace(/ Generation="\d+"/, "").replace(/ LastModifiedUTC="[^"]*"/, "");
    return { text: rest + xml.slice(end), generation: Number(generation), lastModified };
}
