// Compresses the programs of the page beside them, as NAME.br: the server gives these as they are and need not compress megabytes at each start.
//
// Usage: node compress.mjs FOLDER
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);
const folder = process.argv[2];

for (const name of await readdir(folder)) {
    if (!name.endsWith(".wasm")) continue;
    const content = await readFile(join(folder, name));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    await writeFile(join(folder, `${name}.br`), await compress(content, { params }));
}
