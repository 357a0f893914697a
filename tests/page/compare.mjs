// Compares two builds of the page: the same files with the same contents, but for the hashes in names.
//
// Usage: node compare.mjs ONE OTHER

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

// Sixteen hexadecimal digits; the hash of trunk has fewer when it begins with zeros. Esbuild's names have other hashes, which are equal in both.
const HASH = /-[0-9a-f]{12,16}(?=[._/])/g;
const named = (text) => text.replace(HASH, "-HASH");

/** The contents of a page by path: texts whole, everything else as a hash. */
async function contents(folder) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
    const read = files.map(async (file) => {
        const bytes = await readFile(file);
        const path = named(relative(folder, file));
        const isText = /\.(html|js)$/.test(path) && !path.startsWith("editor/");
        return [path, isText ? named(bytes.toString("utf8")) : createHash("sha256").update(bytes).digest("hex")];
    });
    return new Map((await Promise.all(read)).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** The tags of a page, a line each. The order of preloads is nobody's promise. */
function tags(html) {
    const lines = html.replace(/<(?=[a-z/!])/g, "\n<").split("\n").map((line) => line.trim().replace(/\s*\/>$/, ">"));
    const preloads = lines.filter((line) => /rel="(modulepreload|preload)"/.test(line));
    return [...lines.filter((line) => line && !preloads.includes(line)), ...preloads.sort()];
}

const [one, other] = await Promise.all(process.argv.slice(2, 4).map(contents));
assert.ok(one.size > 10, "the page has files");
assert.deepEqual([...one.keys()], [...other.keys()]);
assert.equal(tags(one.get("index.html")).length, tags(other.get("index.html")).length);
for (const [path, content] of one) {
    if (path !== "index.html") assert.equal(content, other.get(path), path);
    else for (const [place, tag] of tags(content).entries()) assert.equal(tag, tags(other.get(path))[place], `${path}, tag ${place}`);
}
console.log(`${one.size} files are the same, index.html has ${tags(one.get("index.html")).length} tags`);
console.log("1 passed, 0 failed");
