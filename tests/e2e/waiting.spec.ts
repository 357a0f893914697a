import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

import { zip } from "../bench/zip.mjs";
import { startServer } from "./support/server";
import { expect, test } from "./support/studio";

const PROJECT = join(import.meta.dirname, "../..");
const TOOLS = process.env.XIF_STUDIO_TOOLS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "xif-studio");

/** A server that builds one project at a time, by `dotnet build`. */
const narrow = () =>
    startServer(["--builds", "1", "--compile-hosts", "0", "--client-builds", "1", "--toolchain", join(TOOLS, "csharp/toolchain.json")]);

/** Keeps the server's only place for some seconds. */
async function occupy(address: string, seconds: number): Promise<Response> {
    const folder = join(PROJECT, "server/tests/project");
    const files: Record<string, string> = {};
    for (const name of ["MortgageLib.csproj", "AssemblyInfo.cs", "Interface.cs", "MortgageLib.cs"]) files[name] = await readFile(join(folder, name), "utf8");
    const slow = `<Target Name="Slow" BeforeTargets="Build"><Exec Command="sleep ${seconds}" /></Target></Project>`;
    files["MortgageLib.csproj"] = files["MortgageLib.csproj"].replace("</Project>", slow);
    return fetch(`${address}/api/compile?extension=MortgageLib`, { method: "POST", headers: { "content-type": "application/zip" }, body: zip(files) });
}

test("who compiles on a busy server sees the place in the queue, may leave it, and has a turn later", async ({ studio, page }) => {
    test.setTimeout(120_000);
    const { address, end } = await narrow();
    try {
        await page.goto(address);
        await studio.newExtension("Patient");
        await studio.addAction("Wait");
        const before = occupy(address, 20);
        await expect.poll(async () => (await (await fetch(`${address}/healthz`)).json()).running).toBe(1);

        await studio.tool("Compile").click();
        const status = page.getByRole("contentinfo", { name: "Status" });
        await expect(status).toContainText("Waiting: place 1");
        await status.getByRole("button", { name: /^Cancel: Compil/ }).click();
        await expect(status).not.toContainText("Waiting");

        await studio.tool("Compile").click();
        await expect(status).toContainText("Waiting: place 1");
        expect((await before).status).toBe(200);
        await expect(status).toContainText("compiled, .NET SDK", { timeout: 60_000 });
    } finally {
        end();
    }
});
