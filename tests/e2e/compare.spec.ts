import { readFile } from "node:fs/promises";
import { inflateRawSync } from "node:zlib";

import { expect, Studio, test, withoutFileHandles } from "./support/studio";

const dialog = (studio: Studio, name: string) => studio.page.getByRole("dialog", { name });

async function describe(studio: Studio, text: string) {
    await studio.element("Bank").click();
    await studio.field("Description").fill(text);
    await studio.field("Description").blur();
}

async function menu(studio: Studio, item: string | RegExp) {
    await studio.page.getByRole("menubar").getByRole("menuitem", { name: "File" }).click();
    await studio.page.getByRole("menuitem", { name: item }).click();
}

/** Compares with a file that the browser's dialog gives. */
async function compareWith(studio: Studio, path: string) {
    const choosing = studio.page.waitForEvent("filechooser");
    await studio.page.keyboard.press("Alt+Shift+d");
    await (await choosing).setFiles(path);
    await expect(dialog(studio, "Compare")).toBeVisible();
}

/** A saved extension `Bank` with the action `Pay`, open. */
async function bank(studio: Studio): Promise<string> {
    await studio.start();
    await studio.newExtension("Bank");
    await studio.addAction("Pay");
    return studio.save();
}

test("what changed since saving is shown by element and taken back one by one", async ({ studio, page }) => {
    await bank(studio);
    await studio.addAction("Refund");
    await describe(studio, "Money");
    await page.keyboard.press("Alt+d");
    const window = dialog(studio, "Compare");
    const list = window.getByRole("listbox", { name: "Elements that differ" });
    await expect(list.getByRole("option")).toHaveText(["Bankchanged", "Refundnew"]);
    await expect(window.getByRole("region", { name: "Differences" })).toContainText("Money");
    await page.keyboard.press("ArrowDown");
    await expect(window.getByRole("region", { name: "Differences" })).toContainText("Refund is new");
    await window.getByRole("button", { name: "Restore", exact: true }).click();
    await expect(list.getByRole("option")).toHaveText(["Bankchanged"]);
    await page.keyboard.press("Escape");
    await expect(studio.element("Refund")).toBeHidden();
    await expect(studio.field("Description")).toHaveValue("Money");
    await page.keyboard.press("Control+z");
    await expect(studio.element("Refund")).toBeVisible();
});

test("a step of the history is compared with now", async ({ studio, page }) => {
    await bank(studio);
    await page.keyboard.press("Control+Shift+h");
    const history = page.getByRole("tabpanel", { name: "History" });
    await history.getByRole("listitem").last().getByRole("button", { name: "Compare with now" }).click();
    await expect(dialog(studio, "Compare").getByRole("option")).toHaveText(["Paynew"]);
});

test("a colleague's file is merged, conflicts are decided one by one, and undo takes it back", async ({ studio, page, browser }) => {
    const path = await bank(studio);

    const context = await browser.newContext();
    await context.addInitScript(withoutFileHandles);
    const colleague = new Studio(await context.newPage(), `${studio.folder}/theirs`);
    await colleague.page.goto(page.url().replace(/#.*/, ""));
    await colleague.drop("Bank.xif", await readFile(path));
    await expect(colleague.element("Pay")).toBeVisible();
    await colleague.addAction("Audit");
    await describe(colleague, "Theirs");
    const theirs = await colleague.save();
    await context.close();

    await studio.addAction("Refund");
    await describe(studio, "Mine");
    await compareWith(studio, theirs);
    await dialog(studio, "Compare").getByRole("button", { name: "Merge…" }).click();
    const merge = dialog(studio, "Merge Bank.xif");
    await expect(merge).toContainText("1 conflict is not decided yet.");
    const conflict = merge.getByRole("group", { name: /Description/ });
    await expect(conflict).toContainText("Mine");
    await conflict.getByRole("radio", { name: /Theirs/ }).check();
    await expect(merge).toContainText("All conflicts are resolved.");
    await merge.getByRole("button", { name: "Merge", exact: true }).click();
    await expect(merge).toBeHidden();
    for (const name of ["Pay", "Refund", "Audit"]) await expect(studio.element(name)).toBeVisible();
    await expect(studio.field("Description")).toHaveValue("Theirs");
    await page.keyboard.press("Control+z");
    await expect(studio.element("Audit")).toBeHidden();
    await expect(studio.field("Description")).toHaveValue("Mine");
});

test("a source file is brought to its template, and the solution is downloaded", async ({ studio, page }) => {
    await bank(studio);
    await page.getByRole("button", { name: "Edit Source Code" }).first().click();
    await studio.replaceLine("// Write here what the action does", ["return;"]);
    await menu(studio, "Compare with Template");
    const window = dialog(studio, "Compare with Template");
    await expect(window.getByRole("table")).toContainText("return;");
    await window.getByRole("button", { name: "Take from Template" }).click();
    await expect(window).toContainText("No differences");
    await window.getByRole("button", { name: "Close" }).last().click();
    await expect(page.locator(".monaco-editor .view-line").getByText("// Write here what the action does")).toBeVisible();

    const arriving = page.waitForEvent("download");
    await menu(studio, "Download Solution");
    const download = await arriving;
    expect(download.suggestedFilename()).toBe("Bank.zip");
    const zip = await readFile(await download.path());
    const names = namesOf(zip);
    const assembly = "Bank/bin/OutSystems.HubEdition.RuntimePlatform.dll";
    expect(names).toEqual(expect.arrayContaining(["Bank/Bank.sln", "Bank/Bank.csproj", "Bank/Bank.cs", "Bank/Interface.cs", assembly]));
});

/** An extension that is linked with a folder: the browser's private one, which has the same interface without its dialog. */
async function linkedBank(studio: Studio) {
    await studio.page.addInitScript(() => {
        const pick = async () => (await navigator.storage.getDirectory()).getDirectoryHandle("bank-src", { create: true });
        Object.assign(window, { showDirectoryPicker: pick });
    });
    await bank(studio);
    await menu(studio, /Link with Folder/);
    await expect(studio.page.getByTestId("linked")).toHaveText("Linked with bank-src");
}

test("a folder is kept in step both ways, and what differs on both sides waits", async ({ studio, page }) => {
    await linkedBank(studio);
    await expect.poll(() => read(studio, "Bank.cs")).toContain("class CssBank");
    await expect.poll(() => namesIn(studio, "bin")).toContain("OutSystems.HubEdition.RuntimePlatform.dll");
    await page.keyboard.press("Alt+u");
    await expect.poll(() => read(studio, "Bank.cs")).toContain("MssPay");

    await write(studio, "Bank.cs", (text) => text.replace("namespace", "// from the IDE\nnamespace"));
    await expect(studio.message(/taken over/).first()).toBeVisible();
    await page.getByRole("button", { name: "Edit Source Code" }).first().click();
    await expect(page.locator(".monaco-editor .view-line").getByText("// from the IDE")).toBeVisible();

    await studio.replaceLine("// from the IDE", ["// from the studio"]);
    await expect.poll(() => read(studio, "Bank.cs")).toContain("// from the studio");

    // Both sides change the same line before either sees the other's.
    await page.evaluate(() => Object.defineProperty(document, "hidden", { configurable: true, get: () => true }));
    await write(studio, "Bank.cs", (text) => text.replace("// from the studio", "// there"));
    await studio.replaceLine("// from the studio", ["// here"]);
    await page.waitForTimeout(500);
    expect(await read(studio, "Bank.cs")).toContain("// there");
    await page.evaluate(() => Reflect.deleteProperty(document, "hidden"));
    await expect(page.getByTestId("linked")).toHaveText("1 file differs in bank-src");
    await page.getByTestId("linked").getByRole("button").click();
    const window = dialog(studio, "Changed here and in the folder");
    await expect(window.getByRole("table")).toContainText("// there");
    await window.getByRole("button", { name: "Write to Folder" }).click();
    await expect.poll(() => read(studio, "Bank.cs")).toContain("// here");
});

test("the project of a folder stays to the byte, and a method that it does not compile is told", async ({ studio, page }) => {
    await linkedBank(studio);
    await page.keyboard.press("Alt+u");
    await expect.poll(() => read(studio, "Bank.cs")).toContain("MssPay");
    // What developers put into a project, in its own form.
    const parts = "  <!-- ours -->\n\t<PropertyGroup Condition=\"'$(Configuration)' == 'Debug'\"><LangVersion>8.0</LangVersion></PropertyGroup>\r\n"
        + "\t<ItemGroup><PackageReference Include='Json' Version=\"1\"/><Compile Include=\"..\\Text.cs\" Link=\"Text.cs\" /></ItemGroup>\r\n"
        + '\t<Target Name="Own" AfterTargets="Build"><Message Text="&quot;é&quot;" /></Target>\r\n';
    await write(studio, "Bank.csproj", (text) => text.replace("</Project>", `${parts}</Project>`));
    await expect(studio.message(/taken over/).first()).toBeVisible();
    const project = await read(studio, "Bank.csproj");
    expect(project).toContain(parts);

    await studio.element("Pay").click();
    await studio.field("Name").fill("Repay");
    await studio.field("Name").press("Enter");
    await page.keyboard.press("Alt+u");
    await expect.poll(() => read(studio, "Bank.cs")).toContain("MssRepay");
    expect(await read(studio, "Bank.csproj")).toBe(project);

    // A developer moves the method into a file of its own and forgets the project.
    const code = (await read(studio, "Bank.cs")).replace("class CssBank", "partial class CssBank");
    await write(studio, "Bank.Repay.cs", () => code);
    await write(studio, "Bank.cs", () => "namespace OutSystems.NssBank {\r\n\tpublic partial class CssBank: IssBank {\r\n\t}\r\n}\r\n");
    const problem = page.getByRole("tree", { name: "Problems" }).getByRole("treeitem", { name: "V704" });
    await expect(problem).toContainText("Bank.Repay.cs is not compiled: the project does not list it. The method of the action Repay is in it.");
    await write(studio, "Bank.csproj", (text) => text.replace('<Compile Include="Bank.cs"', '<Compile Include="Bank.Repay.cs" />\r\n\t\t$&'));
    await expect(problem).toHaveCount(0);
});

/** The names in a zip, whose directory stands at its end. */
function namesOf(zip: Buffer): string[] {
    const names: string[] = [];
    for (let at = zip.indexOf("PK\x01\x02", 0, "latin1"); at >= 0; at = zip.indexOf("PK\x01\x02", at + 4, "latin1")) {
        names.push(zip.toString("utf8", at + 46, at + 46 + zip.readUInt16LE(at + 28)));
    }
    // What the first file holds can be inflated, so this is a zip and not only its names.
    const start = 30 + zip.readUInt16LE(26) + zip.readUInt16LE(28);
    if (zip.readUInt16LE(8) === 8) expect(inflateRawSync(zip.subarray(start)).length).toBeGreaterThan(0);
    return names;
}

function read(studio: Studio, name: string): Promise<string> {
    return studio.page.evaluate(async (name) => {
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("bank-src");
        try {
            return await (await (await folder.getFileHandle(name)).getFile()).text();
        } catch {
            return "";
        }
    }, name);
}

/** The names in a folder inside the linked one. */
function namesIn(studio: Studio, name: string): Promise<string[]> {
    return studio.page.evaluate(async (name) => {
        const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("bank-src");
        const names: string[] = [];
        try {
            for await (const inner of (await folder.getDirectoryHandle(name)).keys()) names.push(inner);
        } catch {
            // It is not there yet.
        }
        return names;
    }, name);
}

async function write(studio: Studio, name: string, change: (text: string) => string) {
    const text = change(await read(studio, name));
    await studio.page.evaluate(
        async ({ name, text }) => {
            const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("bank-src");
            const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
            await writable.write(text);
            await writable.close();
        },
        { name, text },
    );
}
