// Bundles what the studio takes from npm into one folder that is served as /editor/.
//
//   monaco.js     the code editor: exports the functions of src/editor.js and brings its style sheet
//   codicon.css   the icon font, for a page beside the folder: it stands in the page itself
//
// These two names are stable. Everything large behind them carries a hash of its content in its name and can be cached for ever.

import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const destination = process.argv[2] ?? join(here, "../../../target/editor");
const work = `${destination}.new`;

/** Bundles one entry and answers the names of the script and the style sheet that it became. */
async function bundle(entry, options = {}) {
    const { metafile } = await build({
        entryPoints: [entry],
        absWorkingDir: here,
        outdir: work,
        bundle: true,
        format: "esm",
        target: "es2022",
        minify: true,
        metafile: true,
        legalComments: "linked",
        entryNames: "[name]-[hash]",
        assetNames: "[name]-[hash]",
        loader: { ".ttf": "file" },
        logLevel: "warning",
        ...options,
    });
    const [file, { cssBundle }] = Object.entries(metafile.outputs).find(([, output]) => output.entryPoint);
    return { script: basename(file), style: cssBundle && basename(cssBundle) };
}

async function monaco() {
    const worker = await bundle("monaco-editor/editor/editor.worker", { entryNames: "worker-[hash]" });
    const editor = await bundle("src/editor.js", { define: { EDITOR_WORKER: JSON.stringify(`./${worker.script}`) } });
    return `const sheet = document.createElement("link");
sheet.rel = "stylesheet";
sheet.href = new URL("./${editor.style}", import.meta.url);
await new Promise((loaded, failed) => {
    sheet.onload = loaded;
    sheet.onerror = () => failed(new Error("The code editor's style sheet could not be loaded."));
    document.head.append(sheet);
});
export * from "./${editor.script}";
`;
}

await rm(work, { recursive: true, force: true });
await mkdir(work, { recursive: true });
await writeFile(join(work, "monaco.js"), await monaco());
await bundle("@vscode/codicons/dist/codicon.css", { entryNames: "[name]", publicPath: "editor", legalComments: "none" });
await rm(destination, { recursive: true, force: true });
await rename(work, destination);
