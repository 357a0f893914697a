import { readFile } from "node:fs/promises";
import { deflateSync, inflateSync } from "node:zlib";

import { hasOfferedAssembly } from "./support/assemblies.mjs";
import { needed } from "./support/needed";
import { expect, test } from "./support/studio";
import { definitionOf } from "./support/xif";

/** The text of a resource in a saved file. */
async function resource(path: string, name: string): Promise<string> {
    const found = (await definitionOf(path)).resources.find((it) => it.path.endsWith(`\\${name}`));
    return Buffer.from(found?.base64 ?? "", "base64").toString("utf8");
}

/** The bytes of a XIF in which the text of a file is another one. */
function withText(xif: Buffer, name: string, change: (text: string) => string): Buffer {
    const xml = inflateSync(xif).toString("utf8");
    const content = new RegExp(`(Filename="${name.replaceAll(".", "\\.")}"[^>]*>(?:(?!</Resource>)[\\s\\S])*?<Data>)([^<]*)(</Data>)`);
    const changed = xml.replace(content, (_, before: string, data: string, after: string) => {
        const text = change(Buffer.from(data, "base64").toString("utf8"));
        return before + Buffer.from(text, "utf8").toString("base64") + after;
    });
    expect(changed).not.toBe(xml);
    return deflateSync(changed);
}

test("the target framework is chosen, taken back, compared in words and saved", async ({ studio, page }) => {
    test.slow(); // it waits for a compiler
    await studio.start();
    await studio.newExtension("Target");
    await studio.addAction("Act");
    const before = await resource(await studio.save(), "Target.csproj");
    expect(before).toContain("<TargetFrameworkVersion>v4.6.1</TargetFrameworkVersion>");

    await page.getByRole("navigation", { name: "Navigator" }).getByRole("treeitem", { name: "Target", exact: true }).first().click();
    const choice = studio.editor.getByRole("combobox", { name: "Target Framework" });
    await expect(choice).toHaveValue(".NET Framework 4.6.1");
    await choice.selectOption(".NET Framework 4.8");
    await expect(choice).toHaveValue(".NET Framework 4.8");
    await studio.tool("Undo").click();
    await expect(choice).toHaveValue(".NET Framework 4.6.1");
    await studio.tool("Redo").click();
    await expect(choice).toHaveValue(".NET Framework 4.8");

    await page.keyboard.press("Control+Shift+p");
    await page.getByRole("dialog").getByRole("combobox").fill("Compare with Saved");
    await page.keyboard.press("Enter");
    const differences = page.getByRole("region", { name: "Differences" });
    await expect(differences.getByRole("heading", { name: /Target\.csproj, Target Framework$/ })).toBeVisible();
    await expect(differences).toContainText("4.6.1");
    await page.keyboard.press("Escape");

    await studio.compile();
    const after = await resource(await studio.save(), "Target.csproj");
    expect(after).toBe(before.replace("v4.6.1", "v4.8"));
});

test("a missing assembly leads to its line, is added from the server, and taken back", async ({ studio, page }) => {
    needed(hasOfferedAssembly, "a server that offers Newtonsoft.Json.dll");
    test.slow(); // it waits for a compiler, twice
    await studio.start();
    await studio.newExtension("Json");
    await studio.addAction("Write");
    await studio.addParameter("output", "Result", "Text");
    await studio.editor.getByRole("button", { name: "Edit Source Code" }).click();
    await studio.writeBody(["ssResult = Newtonsoft.Json.JsonConvert.SerializeObject(1);"]);
    const saved = await readFile(await studio.save());
    await studio.close();
    const hint = "..\\..\\Program Files\\OutSystems\\Newtonsoft.Json.dll";
    const reference = `\t\t<Reference Include="Newtonsoft.Json"><HintPath>${hint}</HintPath></Reference>\r\n`;
    const xif = withText(saved, "Json.csproj", (text) =>
        text.replace("v4.6.1", "v4.8").replace("\t\t<!-- DO NOT REMOVE", `${reference}$&`));
    await studio.drop("Json.xif", xif);
    await expect(studio.element("Write")).toBeVisible();

    await studio.compile("S206");
    const problem = page.getByRole("tabpanel", { name: "Problems" }).getByRole("treeitem", { name: "S206" });
    await expect(problem).toHaveCount(1);
    await expect(problem).toContainText(hint);
    await problem.click();
    await expect(page.locator(".monaco-editor .view-line", { hasText: "Newtonsoft.Json" })).toBeVisible();

    await problem.click({ button: "right", position: { x: 60, y: 8 } });
    await page.getByRole("menuitem", { name: /^Add Newtonsoft\.Json\.dll [\d.]+ from the Server/ }).click();
    await expect(studio.tool("Undo")).toHaveAccessibleName(/Add resource Newtonsoft\.Json\.dll/);
    // The assembly that the test offers is one for .NET Standard: its facade is found too.
    await studio.compile();
    await expect(problem).toHaveCount(0);
    await studio.tool("Undo").click();
    await expect(studio.tool("Undo")).toHaveAccessibleName(/Add resource Newtonsoft\.Json\.dll/);
    await studio.tool("Undo").click();
    await studio.compile("S206");
});
