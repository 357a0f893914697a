import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { isEverythingRun } from "./needed";

const shared = fileURLToPath(new URL("../../../../shared/", import.meta.url));
const folder = join(shared, "corpus");

/** The real extensions beside the repository, the largest first; none on a machine that does not have them. */
export const corpus = existsSync(folder)
    ? readdirSync(folder)
          .filter((name) => name.endsWith(".xif"))
          .map((name) => ({ name, path: join(folder, name), size: statSync(join(folder, name)).size }))
          .sort((one, other) => other.size - one.size)
    : [];

/** What a test prints when it has no real file to work on. */
export const noCorpus = `There are no real extensions in ${folder}: this test had nothing to do.`;

/** The real extension whose file name begins so. Users have none, which is not a failure; but a folder that is there must hold it. */
export function realFile(start: string) {
    const found = corpus.find(({ name }) => name.startsWith(start));
    if (!found && isEverythingRun && existsSync(shared)) throw new Error(`${folder} has no ${start}*.xif: XIF_STUDIO_ALL=1 leaves nothing out`);
    return found;
}

// Where the folder is there, so are its files.
realFile("");
