// Writes the bill of materials of a package: CycloneDX 1.6 in JSON, which scanners for known faults read.
//
// Usage: node sbom.mjs FILE NAME VERSION TIME CRATE=TARGET...

import { writeFileSync } from "node:fs";
import { crates, modules } from "./parts.mjs";

const [file, name, version, time, ...built] = process.argv.slice(2);
if (!file || built.length === 0) throw new Error("file, name, version, time in seconds, or what is built for which target is missing");
const parts = [...crates(built.map((it) => it.split("="))), ...modules()];
parts.sort((a, b) => (a.purl < b.purl ? -1 : a.purl > b.purl ? 1 : 0));
const components = parts.map(({ name, version, licence, from, purl, hash }) => ({
    type: "library",
    "bom-ref": purl,
    name,
    version,
    purl,
    ...(hash ? { hashes: [hash] } : {}),
    // Old crates write MIT/Apache-2.0.
    ...(licence === "?" ? {} : { licenses: [{ expression: licence.replaceAll(/\s*\/\s*/g, " OR ") }] }),
    ...(from ? { externalReferences: [{ type: "vcs", url: from }] } : {}),
}));
const bill = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    version: 1,
    metadata: {
        timestamp: new Date(Number(time) * 1000).toISOString(),
        component: { type: "application", "bom-ref": `pkg:generic/${name}@${version}`, name, version },
    },
    components,
};
writeFileSync(file, JSON.stringify(bill, null, 1) + "\n");
