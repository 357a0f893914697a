import { execFile } from "node:child_process";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
const tools = process.env.XIF_STUDIO_TOOLS ?? join(cache, "xif-studio");

type Toolchain = { dotnet: string; root: string; sdk_version: string; references: string; platform: string; ssl: string | null };

/** Lets Mono load an extension's assembly and call a method of one of its classes; the outputs as text. */
export async function callAction(assembly: Buffer, file: string, type: string, method: string, inputs: string[], folder: string): Promise<string[]> {
    const toolchain: Toolchain = JSON.parse(await readFile(join(tools, "csharp/toolchain.json"), "utf8"));
    await writeFile(join(folder, file), assembly);
    for (const name of await readdir(toolchain.platform)) {
        if (name.endsWith(".dll")) await cp(join(toolchain.platform, name), join(folder, name));
    }
    const program = await compileProgram(toolchain, folder);
    const { stdout } = await run("mono", [program, join(folder, file), type, method, ...inputs]);
    return stdout.trimEnd().split("\n");
}

/** Compiles a class library into the folder; its bytes. */
export async function compileLibrary(source: string, file: string, folder: string): Promise<Buffer> {
    const toolchain: Toolchain = JSON.parse(await readFile(join(tools, "csharp/toolchain.json"), "utf8"));
    const path = join(folder, `${file}.cs`);
    await writeFile(path, source);
    await compile(toolchain, ["-target:library", `-doc:${join(folder, file.replace(/\.dll$/, ".xml"))}`, `-out:${join(folder, file)}`, path]);
    return readFile(join(folder, file));
}

async function compileProgram(toolchain: Toolchain, folder: string): Promise<string> {
    const program = join(folder, "CallAction.exe");
    await compile(toolchain, [`-out:${program}`, fileURLToPath(new URL("CallAction.cs", import.meta.url))]);
    return program;
}

async function compile({ dotnet, root, sdk_version, references, ssl }: Toolchain, options: string[]) {
    const libraries = ["mscorlib", "System", "System.Core"].map((name) => `-reference:${join(references, "4.6.1-api", `${name}.dll`)}`);
    const compiler = join(root, "sdk", sdk_version, "Roslyn/bincore/csc.dll");
    const environment = {
        ...process.env,
        DOTNET_ROOT: root,
        DOTNET_CLI_TELEMETRY_OPTOUT: "1",
        DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1",
        ...(ssl ? { LD_LIBRARY_PATH: ssl } : {}),
    };
    await run(dotnet, ["exec", compiler, "-nologo", "-noconfig", "-nostdlib", ...libraries, ...options], { env: environment });
}
