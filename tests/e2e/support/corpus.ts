import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../../shared/corpus/", import.meta.url));

/** The real extensions beside the repository, the largest first; none on a machine that does not have them. */
export const corpus = existsSync(folder)
    ? readdirSync(folder)
          .filter((name) => name.endsWith(".xif"))
          .map((name) => ({ name, path: join(folder, name), size: statSync(join(folder, name)).size }))
          .sort((one, other) => other.size - one.size)
    : [];

/** What a test prints when it has no real file to work on. */
export const noCorpus = `There are no real extensions in ${folder}: this test had nothing to do.`;
