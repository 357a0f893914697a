// A folder with an assembly that the server of the tests offers: the Newtonsoft.Json.dll that the .NET SDK of the set-up has for itself.
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

const NAME = "Newtonsoft.Json.dll";

function ofSdk() {
    const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
    const sdks = join(process.env.XIF_STUDIO_TOOLS || join(cache, "xif-studio"), "csharp/dotnet/sdk");
    const versions = existsSync(sdks) ? readdirSync(sdks) : [];
    return versions.map((version) => join(sdks, version, NAME)).find(existsSync);
}

/** Makes the folder, once for a run; workers get its name with their environment. */
export function offerAssembly() {
    if (process.env.XIF_STUDIO_URL || process.env.XIF_STUDIO_ASSEMBLIES) return;
    const folder = mkdtempSync(join(tmpdir(), "xif-studio-assemblies-"));
    const file = ofSdk();
    if (file) copyFileSync(file, join(folder, NAME));
    process.env.XIF_STUDIO_ASSEMBLIES = folder;
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
}

/** Whether the server of this run offers it. */
export const hasOfferedAssembly = existsSync(join(process.env.XIF_STUDIO_ASSEMBLIES ?? "", NAME));
