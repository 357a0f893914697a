// What programs and the page are made of: read from the lock files and from what was installed.

import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Everything that the programs, pairs of a crate and its target, are linked from: dependencies, not those of tests and of building. */
export function crates(programs) {
    const found = new Map();
    const checksums = locked();
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
                found.set(`${name} ${version}`, {
                    name,
                    version,
                    licence,
                    from: repository,
                    folder: dirname(manifest_path),
                    purl: `pkg:cargo/${name}@${version}`,
                    hash: checksums.get(`${name} ${version}`),
                });
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
export function modules() {
    return ["app/studio/editor", "app/language"].flatMap((folder) => modulesOf(join(PROJECT, folder)));
}

function modulesOf(source) {
    const { packages } = JSON.parse(readFileSync(join(source, "package-lock.json"), "utf8"));
    return Object.entries(packages)
        .filter(([path, entry]) => path !== "" && !entry.dev && !entry.peer && existsSync(join(source, path)))
        .map(([path, { version, license, integrity }]) => {
            const name = path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length);
            return {
                name,
                version,
                licence: license ?? "?",
                from: `https://www.npmjs.com/package/${name}`,
                folder: join(source, path),
                purl: `pkg:npm/${name.replace(/^@/, "%40")}@${version}`,
                hash: integrity?.startsWith("sha512-")
                    ? { alg: "SHA-512", content: Buffer.from(integrity.slice(7), "base64").toString("hex") }
                    : undefined,
            };
        });
}

/** The checksums of the lock file: a map from "name version". */
function locked() {
    const text = readFileSync(join(PROJECT, "Cargo.lock"), "utf8");
    const entry = /name = "([^"]+)"\nversion = "([^"]+)"\nsource = "[^"]+"\nchecksum = "([0-9a-f]{64})"/g;
    return new Map([...text.matchAll(entry)].map(([, name, version, content]) => [`${name} ${version}`, { alg: "SHA-256", content }]));
}
