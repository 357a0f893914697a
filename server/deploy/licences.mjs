// Writes what programs and the page are made of, with the licences and their texts.
//
// Usage: node licences.mjs FOLDER CRATE=TARGET...

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const TEXT = /^(licen[cs]e|copying|copyright|notice|unlicen[cs]e|third-?party-?notices)/i;

const [folder, ...built] = process.argv.slice(2);
if (!folder || built.length === 0) throw new Error("the folder to write to, or what is built for which target, is missing");
/** What is built, and for which target. */
const programs = built.map((it) => it.split("="));
mkdirSync(folder, { recursive: true });
write("rust-crates", `The crates that were built into the programs: ${built.join(", ")}`, crates(), [
    `The standard library of Rust: ${execFileSync("rustc", ["--version"], { encoding: "utf8" }).trim()}`,
    "    Copyright (c) The Rust Project Contributors; MIT or Apache-2.0; https://github.com/rust-lang/rust",
]);
if (programs.some(([program]) => program === "studio")) {
    write("page", "What the page has from npm: the code editor, the controls, the icons.", modules(), []);
}

/** Everything that the programs are linked from: dependencies, not those of tests and of building. */
function crates() {
    const found = new Map();
    for (const [program, target] of programs) {
        const metadata = JSON.parse(
            execFileSync("cargo", ["metadata", "--format-version=1", "--locked", `--filter-platform=${target}`], {
                cwd: PROJECT,
                encoding: "utf8",
                maxBuffer: 1 << 30,
            }),
        );
        const packages = new Map(metadata.packages.map((it) => [it.id, it]));
        const nodes = new Map(metadata.resolve.nodes.map((it) => [it.id, it]));
        const waiting = metadata.packages.filter((it) => it.name === program && it.source === null).map((it) => it.id);
        const seen = new Set(waiting);
        while (waiting.length > 0) {
            const id = waiting.pop();
            const { name, version, license, license_file, repository, manifest_path, source } = packages.get(id);
            // The house itself has no source elsewhere.
            if (source !== null) {
                const licence = license ?? license_file ?? "?";
                found.set(`${name} ${version}`, { name, version, licence, from: repository, folder: dirname(manifest_path) });
            }
            for (const { pkg, dep_kinds } of nodes.get(id).deps) {
                if (seen.has(pkg) || !dep_kinds.some(({ kind }) => kind === null)) continue;
                seen.add(pkg);
                waiting.push(pkg);
            }
        }
    }
    return [...found.values()];
}

/** Everything that the page's package file asks for, and what that asks for, as it was installed. */
function modules() {
    const source = join(PROJECT, "app/studio/editor");
    const { packages } = JSON.parse(readFileSync(join(source, "package-lock.json"), "utf8"));
    return Object.entries(packages)
        .filter(([path, entry]) => path !== "" && !entry.dev && !entry.peer && existsSync(join(source, path)))
        .map(([path, { version, license }]) => {
            const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
            return { name, version, licence: license ?? "?", from: `https://www.npmjs.com/package/${name}`, folder: join(source, path) };
        });
}

/** One file: the list, then every text once, with those whose text it is. */
function write(file, title, parts, further) {
    parts.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1));
    const texts = new Map();
    for (const part of parts) {
        for (const name of readdirSync(part.folder).filter((it) => TEXT.test(it)).sort()) {
            let text;
            try {
                text = readFileSync(join(part.folder, name), "utf8").replace(/\r\n/g, "\n").trim();
            } catch (error) {
                if (error.code === "EISDIR") continue;
                throw error;
            }
            const key = createHash("sha256").update(text.replace(/\s+/g, " ")).digest("hex");
            if (!texts.has(key)) texts.set(key, { text, owners: [] });
            texts.get(key).owners.push(`${part.name} ${part.version} (${name})`);
        }
    }
    const lines = [title, "", ...parts.map((it) => `${it.name} ${it.version}: ${it.licence}; ${it.from ?? "crates.io"}`), ...further];
    for (const { text, owners } of texts.values()) lines.push("", "=".repeat(80), ...owners, "=".repeat(80), "", text);
    writeFileSync(join(folder, `${file}.txt`), `${lines.join("\n")}\n`);
    const unknown = parts.filter((it) => it.licence === "?").map((it) => it.name);
    if (unknown.length > 0) throw new Error(`no licence is known of ${unknown.join(", ")}`);
}
