// The project of tests/bench/load: the sample, in as many versions as are wanted.

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { zip } from "./zip.mjs";

const SAMPLE = join(dirname(fileURLToPath(import.meta.url)), "../../server/tests/project");
const FILES = ["MortgageLib.csproj", "AssemblyInfo.cs", "Interface.cs", "MortgageLib.cs"];

/** The files of the sample. */
export const sources = Object.fromEntries(FILES.map((name) => [name, readFileSync(join(SAMPLE, name), "utf8")]));

/** The sample with a text of its own, which must stand in the assembly. */
export function job(mark, project = (text) => text) {
    const code = `${sources["MortgageLib.cs"]}\nnamespace Marks { internal static class Mark { internal static string Text() { return "${mark}"; } } }\n`;
    return zip({ ...sources, "MortgageLib.cs": code, "MortgageLib.csproj": project(sources["MortgageLib.csproj"]) });
}
