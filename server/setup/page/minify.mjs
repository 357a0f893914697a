// Makes a finished page smaller: white space and names in scripts and styles, comments in index.html. Trunk runs this as its last step (Trunk.toml), and so does
// build.mjs, so that a page is the same whoever built it.

import { readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { withoutComments } from "./html.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));

/** Minifies a page in place. The bundle of the code editor is small already, and what the language service brings stays as its names say. */
export async function minifyPage(folder) {
    // The editor's bundle brings esbuild.
    const { transform } = createRequire(pathToFileURL(resolve(HERE, "../../../app/studio/editor/package.json")))("esbuild");
    const small = async (text, loader, format) => (await transform(text, { loader, format, minify: true, target: "es2022", legalComments: "none" })).code.trim();

    for (const path of await scriptsOf(folder)) {
        const text = withNamedInput(await readFile(path, "utf8"));
        // The names at the top of a classic script are seen by others, those of a module are its own.
        const isModule = /^(import|export)\b/m.test(text);
        await writeFile(path, await small(text, "js", isModule ? "esm" : undefined));
    }
    const file = join(folder, "index.html");
    let html = withoutComments(await readFile(file, "utf8"));
    html = await replaceAsync(html, /(<style>)(.*?)(<\/style>)/gs, async ([, open, text, close]) => open + (await small(text, "css")) + close);
    // Short names are chosen by the letters of the text, and so by the hashes in it. Keeping its names keeps the page the same whoever built it.
    html = await replaceAsync(html, /(<script type="module">)(.*?)(<\/script>)/gs, async ([, open, text, close]) => {
        const options = { loader: "js", format: "esm", minifyWhitespace: true, minifySyntax: true, target: "es2022" };
        return open + (await transform(text, options)).code.trim() + close;
    });
    await writeFile(file, html.replace(/>\s+</g, "><").trim() + "\n");
}

/** The loader of the worker with its program as a named parameter: browsers warn about the form that trunk writes. */
function withNamedInput(text) {
    return text.replace(/\bwasm_bindgen\(("[^"]+")\)/, "wasm_bindgen({ module_or_path: $1 })");
}

/** The scripts beside the page and those that wasm-bindgen took out of the crates. */
async function scriptsOf(folder) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
        .filter((entry) => entry.isFile() && entry.name.endsWith(".js"))
        .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
        .filter((path) => !path.startsWith(join(folder, "editor/")) && !path.startsWith(join(folder, "language/")));
}

async function replaceAsync(text, pattern, replace) {
    const found = [...text.matchAll(pattern)];
    const replaced = await Promise.all(found.map(replace));
    return found.reduceRight((whole, match, at) => whole.slice(0, match.index) + replaced[at] + whole.slice(match.index + match[0].length), text);
}

// As trunk's hook.
if (process.argv[1] === fileURLToPath(import.meta.url) && process.env.TRUNK_PROFILE === "release") {
    await minifyPage(process.env.TRUNK_STAGING_DIR);
}
