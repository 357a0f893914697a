// Builds the page from Trunk.toml and app/studio/index.html, as trunk does: cargo, wasm-bindgen, wasm-opt, names with a hash, index.html. Trunk itself takes
// minutes to build, most of them for parts that no build needs. `tests/page/run` shows that both give the same page.
//
// Usage: node build.mjs --release|--dev --dist FOLDER [--bindgen PROGRAM] [--wasm-opt PROGRAM] [--bound FOLDER]
//
// --bound keeps what wasm-bindgen and wasm-opt made, so that a program that has not changed is not treated again.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

import { assetsOf, attributesOf } from "./html.mjs";
import { minifyPage } from "./minify.mjs";

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const TARGET = "wasm32-unknown-unknown";
// Trunk serves the page at the root unless it is told otherwise.
const BASE = "/";

const { values: options } = parseArgs({
    options: {
        release: { type: "boolean", default: false },
        dev: { type: "boolean", default: false },
        dist: { type: "string" },
        bindgen: { type: "string", default: "wasm-bindgen" },
        "wasm-opt": { type: "string", default: "wasm-opt" },
        bound: { type: "string", default: join(PROJECT, "target/wasm-bindgen") },
    },
});
if (!options.dist || options.release === options.dev) throw new Error("--dist FOLDER and one of --release and --dev are needed");

await build(resolve(options.dist));

async function build(dist) {
    const source = join(PROJECT, await pageOf(join(PROJECT, "Trunk.toml")));
    const html = await readFile(source, "utf8");
    const work = `${dist}.new`;
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });

    const assets = assetsOf(html);
    const programs = assets.filter((asset) => asset.rel === "rust");
    await compile(programs, dirname(source));
    const replaced = new Map(await Promise.all(assets.map(async (asset) => [asset, await place(asset, dirname(source), work)])));

    await writeFile(join(work, "index.html"), assemble(html, replaced));
    if (options.release) await minifyPage(work);
    await rm(dist, { recursive: true, force: true });
    await rename(work, dist);
}

/** The path of the page, as Trunk.toml names it. */
async function pageOf(file) {
    const target = /^target = "([^"]+)"$/m.exec(await readFile(file, "utf8"))?.[1];
    if (!target) throw new Error(`${file} names no target`);
    return target;
}

/** What stands in the page in the place of an asset. */
async function place(asset, folder, work) {
    const file = asset.href && resolve(folder, asset.href);
    switch (asset.rel) {
        case "icon": {
            const content = await readFile(file);
            const name = basename(file).replace(/(?=\.[^.]*$)/, `-${hash(content)}`);
            await writeFile(join(work, name), content);
            return { here: `<link rel="icon" href="${BASE}${name}"/>` };
        }
        case "inline":
            return { here: `<style>${await readFile(file, "utf8")}</style>` };
        case "copy-dir":
            await cp(file, join(work, basename(file)), { recursive: true });
            return { here: "" };
        case "rust":
            return program(asset, work);
        default:
            throw new Error(`index.html asks for rel="${asset.rel}", which only trunk can give`);
    }
}

/** The names of the profiles: of cargo's command line, and of its folder below the target's. */
function profileOf(asset) {
    const profile = asset[options.release ? "data-cargo-profile-release" : "data-cargo-profile-dev"] ?? (options.release ? "release" : "dev");
    return { profile, folder: profile === "dev" ? "debug" : profile };
}

/** All programs of one package and profile at once, so that cargo builds them side by side. */
async function compile(programs, folder) {
    const groups = new Map();
    for (const asset of programs) {
        const key = JSON.stringify([asset.href, profileOf(asset).profile]);
        groups.set(key, [...(groups.get(key) ?? []), "--bin", asset["data-bin"]]);
    }
    for (const [key, bins] of groups) {
        const [manifest, profile] = JSON.parse(key);
        await run("cargo", ["build", "--target", TARGET, "--manifest-path", resolve(folder, manifest), "--profile", profile, "--offline", ...bins]);
    }
}

async function program(asset, work) {
    const name = asset["data-bin"];
    const bound = await bind(asset, name);
    const wasm = join(bound, `${name}_bg.wasm`);
    // A worker is started by its name, so it has no hash.
    const worker = asset["data-type"] === "worker";
    const base = worker ? name : `${name}-${hash(await readFile(wasm))}`;
    await cp(wasm, join(work, `${base}_bg.wasm`));
    await cp(join(bound, `${name}.js`), join(work, `${base}.js`));
    const snippets = await snippetsOf(bound, work);
    if (worker) {
        if ("data-loader-shim" in asset) await writeFile(join(work, `${base}_loader.js`), loader(base, bindgenTarget(asset)));
        return { here: "" };
    }
    return { here: starter(base), head: preloads(base, snippets) };
}

/** The kind of script that loads a program. Unless the page says otherwise a worker is a classic script, which every browser can start. */
function bindgenTarget(asset) {
    return asset["data-bindgen-target"] ?? (asset["data-type"] === "worker" ? "no-modules" : "web");
}

/** A script that starts a worker's program. */
function loader(base, target) {
    if (target === "web") return `import init from './${base}.js';await init();`;
    return `importScripts("./${base}.js");wasm_bindgen({ module_or_path: "./${base}_bg.wasm" });`;
}

/** What wasm-bindgen and wasm-opt make of a program, in a folder that is kept until the program or how it is treated changes. */
async function bind(asset, name) {
    const input = join(PROJECT, "target", TARGET, profileOf(asset).folder, `${name}.wasm`);
    const optimise = options.release && asset["data-wasm-opt"];
    const parameters = optimise ? [`-O${optimise}`, ...(asset["data-wasm-opt-params"] ?? "").split(/\s+/).filter(Boolean)] : [];
    const key = hash([await readFile(input).then(hash), options.bindgen, options["wasm-opt"], bindgenTarget(asset), ...parameters].join("\n"));

    const folder = join(options.bound, options.release ? "release" : "debug", name);
    const stamp = `${folder}.key`;
    if ((await readFile(stamp, "utf8").catch(() => "")) === key) return folder;
    await rm(stamp, { force: true });
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await run(options.bindgen, [`--target=${bindgenTarget(asset)}`, "--no-typescript", `--out-dir=${folder}`, `--out-name=${name}`, input]);
    const wasm = join(folder, `${name}_bg.wasm`);
    if (optimise) {
        await run(options["wasm-opt"], [`--output=${wasm}.new`, wasm, ...parameters]);
        await rename(`${wasm}.new`, wasm);
    }
    await writeFile(stamp, key);
    return folder;
}

/** Copies the scripts that wasm-bindgen took out of the crates, and tells their paths in the page. */
async function snippetsOf(bound, work) {
    const folder = join(bound, "snippets");
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    if (entries.length === 0) return [];
    await cp(folder, join(work, "snippets"), { recursive: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => relative(bound, join(entry.parentPath ?? entry.path, entry.name))).sort();
}

function preloads(base, snippets) {
    const scripts = [`${base}.js`, ...snippets].map((path) => `<link rel="modulepreload" href="${BASE}${path}" crossorigin="anonymous">`);
    return [...scripts, `<link rel="preload" href="${BASE}${base}_bg.wasm" crossorigin="anonymous" as="fetch" type="application/wasm">`].join("");
}

function starter(base) {
    return `
<script type="module">
import init, * as bindings from '${BASE}${base}.js';
const wasm = await init({ module_or_path: '${BASE}${base}_bg.wasm' });


window.wasmBindings = bindings;


dispatchEvent(new CustomEvent("TrunkApplicationStarted", {detail: {wasm}}));

</script>`;
}

/** The page with what replaces its assets; what belongs to the head goes to its end. */
function assemble(html, replaced) {
    let page = html;
    for (const [asset, { here }] of replaced) page = page.replace(asset.text, () => here);
    const head = [...replaced.values()].map((each) => each.head ?? "").join("");
    page = page.replace("</head>", () => `${head}</head>`);
    return page.replace(/<base\b[^>]*>/, (tag) => ("data-trunk-public-url" in attributesOf(tag) ? `<base href="${BASE}" />` : tag));
}

/** Sixteen hexadecimal digits: the server keeps files with such a name in the browser for ever. */
function hash(content) {
    return createHash("sha256").update(content).digest("hex").slice(0, 16);
}

async function run(command, parameters) {
    console.log(`$ ${command} ${parameters.join(" ")}`);
    const started = performance.now();
    const child = spawn(command, parameters, { cwd: PROJECT, stdio: ["ignore", "inherit", "inherit"] });
    const ended = await new Promise((done, failed) => child.on("error", failed).on("close", (code, signal) => done(signal ?? code)));
    if (ended !== 0) {
        console.error(`${command} ended with ${ended}`);
        process.exit(1);
    }
    console.log(`${basename(command)}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
