// Writes what programs and the page are made of, with the licences and their texts.
//
// Usage: node licences.mjs FOLDER CRATE=TARGET...

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { crates, modules } from "./parts.mjs";

const TEXT = /^(licen[cs]e|copying|copyright|notice|unlicen[cs]e|third-?party-?notices)/i;

const [folder, ...built] = process.argv.slice(2);
if (!folder || built.length === 0) throw new Error("the folder to write to, or what is built for which target, is missing");
/** What is built, and for which target. */
const programs = built.map((it) => it.split("="));
mkdirSync(folder, { recursive: true });
write("rust-crates", `The crates that were built into the programs: ${built.join(", ")}`, crates(programs), [
    `The standard library of Rust: ${execFileSync("rustc", ["--version"], { encoding: "utf8" }).trim()}`,
    "    Copyright (c) The Rust Project Contributors; MIT or Apache-2.0; https://github.com/rust-lang/rust",
]);
if (programs.some(([program]) => program === "studio")) {
    write("page", "What the page has from npm: the code editor, the controls, the icons, the C# language service.", modules(), [
        "    The packages of the language service hold parts of others: language/LICENCES.txt beside the page names them.",
    ]);
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
