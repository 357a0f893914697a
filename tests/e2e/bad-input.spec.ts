import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { deflateSync, inflateSync } from "node:zlib";
import type { Locator } from "@playwright/test";

import { expect, test, type Studio } from "./support/studio";
import { definitionOf, textOf } from "./support/xif";

/** The definition as it is saved now. */
async function saved(studio: Studio): Promise<string> {
    return textOf(await readFile(await studio.save())).text;
}

/** Expects that the file has the same definition as before: of all that was tried nothing is in it. */
async function expectUnchanged(studio: Studio, before: string) {
    // Not toBe: a difference of long texts takes long to show.
    expect((await saved(studio)) === before, "the definition is as it was").toBe(true);
}

async function addElement(studio: Studio, keys: string, name: string) {
    await studio.page.keyboard.press(keys);
    await expect(studio.field("Name")).toBeFocused();
    await studio.field("Name").fill(name);
    await studio.field("Name").press("Enter");
    await expect(studio.page.getByRole("heading", { name, exact: true })).toBeVisible();
}

/** Types a name into the last row. */
async function addRow(studio: Studio, name: string): Promise<Locator> {
    const fresh = studio.editor.getByRole("textbox", { name: /^Name of a new/ });
    await fresh.fill(name);
    await fresh.press("Enter");
    const row = studio.editor.getByRole("grid").getByRole("row", { name, exact: true });
    await expect(row).toBeVisible();
    return row;
}

async function paste(studio: Studio, text: string) {
    await studio.page.evaluate((text) => navigator.clipboard.writeText(text), text);
    await studio.page.keyboard.press("Control+v");
}

test("files can be chosen after the browser has swept away what nothing in the page holds", async ({ studio, page, context }) => {
    await studio.start();
    await studio.newExtension("Slow");
    const browser = await context.newCDPSession(page);
    for (const command of ["Page.enable", "DOM.enable"] as const) await browser.send(command);
    await browser.send("Page.setInterceptFileChooserDialog", { enabled: true });
    const asked = new Promise<{ backendNodeId?: number }>((done) => browser.once("Page.fileChooserOpened", done));
    await page.keyboard.press("Alt+i");
    const { backendNodeId } = await asked;
    await browser.send("HeapProfiler.collectGarbage");
    const file = test.info().outputPath("chosen.txt");
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, "chosen late");
    await browser.send("DOM.setFileInputFiles", { files: [file], backendNodeId });
    await expect(studio.element("chosen.txt")).toBeVisible();
});

test("names with wrong characters, too long ones and taken ones", async ({ studio, page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await studio.start();
    await studio.newExtension("Names");
    await studio.addAction("Other");
    await studio.addAction("Work");
    const before = await saved(studio);
    const name = studio.field("Name");

    await test.step("what a name cannot have is replaced as it is typed", async () => {
        const wrong = ["a b", "Größe", "naïve", "日本", "a\u{1F600}b", "a\u202Eb", "a\u200Bb", "a\tb", "a\u0001b", 'a"><b', "a/../b", "a\\b", "a.b", "a-b", "a'b;--"];
        for (const text of wrong) {
            await name.fill(`x${text}`);
            await expect(name).toHaveValue(/^x[A-Za-z0-9_]+$/);
            expect((await name.inputValue()).includes("_"), text).toBe(true);
            await name.press("Escape");
            await expect(name).toHaveValue("Work");
        }
        await name.fill("");
        await paste(studio, "First line\r\nSecond line\nThird");
        await expect(name).toHaveValue(/^First_line[_]*Second_line[_]*Third$/);
        await name.press("Escape");
    });

    await test.step("what cannot be mended so is refused and stays in the field", async () => {
        const refused: [string, string][] = [
            ["", "A name is needed."],
            ["1st", "Names start with a letter (A–Z, a–z), not with “1”."],
            ["_a", "Names start with a letter (A–Z, a–z), not with “_”."],
            ["A".repeat(51), "The name has 51 characters; the longest allowed is 50."],
            ["A".repeat(100_000), "The name has 100000 characters; the longest allowed is 50."],
            ["OTHER", "There is already an action named “OTHER”; names differ by more than upper and lower case."],
        ];
        for (const [text, told] of refused) {
            await name.fill(text);
            await name.press("Enter");
            await expect(studio.editor.getByText(told)).toBeVisible();
            await expect(name).toHaveAttribute("aria-invalid", "true");
            await expect(name).toHaveValue(text);
            await expect(page.getByRole("heading", { name: "Work" })).toBeVisible();
            await name.press("Escape");
            await expect(name).toHaveValue("Work");
        }
    });

    await test.step("the last row of a grid and a line of the tree have the same rules", async () => {
        const fresh = studio.editor.getByRole("textbox", { name: "Name of a new parameter" });
        await fresh.fill("2nd");
        await fresh.press("Enter");
        await expect(studio.editor.getByText("Names start with a letter (A–Z, a–z), not with “2”.")).toBeVisible();
        await fresh.press("Escape");
        await studio.expectParameters([]);
        await studio.toNavigator();
        await page.keyboard.press("F2");
        const rename = page.getByRole("textbox", { name: "New name" });
        await rename.fill("other");
        await rename.press("Enter");
        await expect(studio.message("There is already an action named “other”; names differ by more than upper and lower case.")).toBeVisible();
        await rename.press("Escape");
        await expect(studio.element("Work")).toBeVisible();
    });
    await expectUnchanged(studio, before);
});

test("texts that are too long or that no XML can hold", async ({ studio, page }) => {
    await studio.start();
    await studio.newExtension("Texts");
    await addElement(studio, "Alt+Shift+e", "Customer");
    const row = await addRow(studio, "Title");
    const before = await saved(studio);

    const tooLong = "The description has 10000 characters; the longest allowed is 255.";
    const description = studio.field("Description");
    await description.fill("d".repeat(10_000));
    await expect(studio.editor.getByText(tooLong)).toBeVisible();
    await studio.field("Name").focus();
    await expect(description).toHaveValue("d".repeat(10_000));
    await expect(description).toHaveAttribute("aria-invalid", "true");
    await description.press("Escape");
    await expect(description).toHaveValue("");

    const unstorable = (what: string) => `The ${what} holds the ${what === "description" ? "control " : ""}character U+0001, which a XIF cannot store.`;
    const fields: [Locator, string, string][] = [
        [description, "description", "a\u0001b"],
        [studio.field("Physical Table Name"), "Physical Table Name", "a\u0001b"],
        [studio.field("Logical Database"), "Logical Database", "a\u0001b"],
        [row.getByRole("textbox", { name: "Original Name" }), "Original Name", "a\u0001b"],
        [row.getByRole("textbox", { name: "Original Type" }), "Original Type", "a\u0001b"],
        [row.getByRole("textbox", { name: "Default Value" }), "Default Value", '"a\u0001b"'],
        [row.getByRole("textbox", { name: "Length" }), "Length", "\u0001"],
    ];
    for (const [field, what, text] of fields) {
        await test.step(what, async () => {
            await field.fill(text);
            await expect(studio.editor.getByText(unstorable(what)).first()).toBeVisible();
            await expect(field).toHaveAttribute("aria-invalid", "true");
            await field.press("Escape");
            await expect(field).toHaveAttribute("aria-invalid", "false");
        });
    }

    const wrong: [string, string][] = [
        ["Integer", "2147483648"],
        ["Integer", "ten"],
        ["Decimal", "1.123456789"],
        ["Date", "#2026-02-30#"],
        ["Boolean", "perhaps"],
    ];
    for (const [type, text] of wrong) {
        await test.step(`${text} is no ${type}`, async () => {
            await studio.chooseType(row, type);
            const value = type === "Boolean" ? row.getByRole("combobox", { name: "Default Value" }) : row.getByRole("textbox", { name: "Default Value" });
            await value.fill(text);
            if (type === "Boolean") await expect(page.getByText("No matches.")).toBeVisible();
            else await expect(row.getByRole("alert").getByText(text)).toBeVisible();
            await value.press("Escape");
            await expect(value).toHaveValue("");
            await studio.tool("Undo").click();
        });
    }
    await expectUnchanged(studio, before);
});

test("records that hold themselves", async ({ studio, page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await studio.start();
    await studio.newExtension("Records");
    await addElement(studio, "Alt+s", "Inner");
    await addRow(studio, "Text");
    await addElement(studio, "Alt+s", "Outer");
    const row = await addRow(studio, "Part");
    await studio.chooseType(row, "Record (Inner)", "Record");
    const before = await saved(studio);

    for (const [structure, what] of [["Outer", "itself"], ["Inner", "what holds it"]]) {
        await test.step(`a structure is not offered ${what}`, async () => {
            await studio.element(structure).click();
            const own = studio.editor.getByRole("grid").getByRole("row", { name: structure === "Outer" ? "Part" : "Text", exact: true });
            const type = own.getByRole("combobox", { name: "Data Type" });
            await type.click();
            await type.fill("Record (Outer)");
            const list = page.getByRole("listbox", { name: "Data Type" });
            await expect(list.getByRole("option", { name: "Record (Outer)", exact: true })).toHaveCount(0);
            await type.press("Escape");
            await expect(type).toHaveValue(structure === "Outer" ? "Record" : "Text");
        });
    }

    await test.step("pasted rows do not close the circle either", async () => {
        await studio.element("Outer").click();
        await studio.editor.getByRole("button", { name: "Select Part" }).click();
        await page.keyboard.press("Control+c");
        await studio.element("Outer").click();
        await studio.element("Inner").click();
        await studio.editor.getByRole("textbox", { name: "Name of a new attribute" }).focus();
        await paste(studio, "Loop\tRecord (Outer)");
        await expect(studio.message("“Record (Outer)” is not a data type that fits here: Loop is pasted as a Text.")).toBeVisible();
        await studio.tool("Undo").click();
    });
    await expectUnchanged(studio, before);

    await test.step("a file with a circle opens, says so, and is kept", async () => {
        const file = await readFile(await studio.save());
        const xml = inflateSync(file).toString("utf8");
        const outer = /<Structure Key="([^"]*)" Name="Outer"/.exec(xml)?.[1];
        const circle = xml.replace(/(Name="Text"[^>]*Type=")rtText("[^>]*RecordType=")"/, `$1rtRecord$2${outer},"`);
        expect(circle).not.toBe(xml);
        await studio.drop("Circle.xif", deflateSync(circle));
        await expect(page).toHaveTitle("Records – XIF Studio");
            const problems = page.getByRole("tree", { name: "Problems" });
        await expect(problems.getByRole("treeitem", { name: "recursive Structure data type definition: " }).first()).toBeVisible();
        expect(await saved(studio)).toBe(textOf(deflateSync(circle)).text);
    });
});

test("records nested 500 deep", async ({ studio, page }) => {
    await studio.start();
    await studio.newExtension("Deep");
    const xml = inflateSync(await readFile(await studio.save())).toString("utf8");
    const key = (index: number) => Buffer.from(`structure ${index}`.padEnd(16).slice(0, 16)).toString("base64").slice(0, 22).replaceAll("/", "_");
    const structure = (_: unknown, index: number) => {
        const type = index === 0 ? 'Type="rtText" RecordType=""' : `Type="rtRecord" RecordType="${key(index - 1)},"`;
        const expression = (name: string) => `<Expression Name="${name}" StringText=""><Empty position="1" Type="rtNone" /></Expression>`;
        return `<Structure Key="${key(index)}" Name="Level${index}" Description="" ImportDetails=""><Attribute Key="${key(index + 1000)}" Name="Next" Description="" IsMandatory="Yes" ${type} DefaultValue="" Decimals="" Length="">${["DefaultValue", "Decimals", "Length"].map(expression).join("")}</Attribute></Structure>`;
    };
    const nested = xml.replace(/<Structures ?\/>|<Structures>\s*<\/Structures>/, `<Structures>${Array.from({ length: 500 }, structure).join("")}</Structures>`);
    expect(nested).not.toBe(xml);
    await studio.drop("Deep.xif", deflateSync(nested));
    await expect(page.getByRole("tab", { name: "Extension (500)" })).toBeVisible();
    await studio.find("Level499");
    await studio.element("Level499").click();
    const type = studio.editor.getByRole("grid").getByRole("row", { name: "Next" }).getByRole("combobox", { name: "Data Type" });
    await expect(type).toHaveValue("Record");
    await studio.find("Level0");
    await studio.element("Level0").click();
    await type.click();
    await type.fill("Record (Level");
    // Everything holds the innermost one: nothing is left that it could hold.
    await expect(page.getByText("No matches.")).toBeVisible();
    await type.press("Escape");
    expect((await saved(studio)) === textOf(deflateSync(nested)).text, "the definition is as it was").toBe(true);
});

test("pasted rows that do not fit", async ({ studio, page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await studio.start();
    await studio.newExtension("Pasted");
    await studio.addAction("Work");
    await studio.addParameter("input", "First", "Text");
    const before = await saved(studio);
    const fresh = studio.editor.getByRole("textbox", { name: "Name of a new parameter" });

    const refused: [string, string, string][] = [
        ["too many", "Row\n".repeat(5_001), "The clipboard has 5001 rows; at most 5000 can be pasted at once."],
        ["a damaged copy", '{"xifClip": 1, "elements": [{"nonsense": true}]}', "The clipboard has text that is not a copy from an extension, or a damaged one"],
        ["a copy of a later form", '{"xifClip": 99, "extension": "x", "elements": []}', "The clipboard has a copy in form 99, which a later version of the studio made."],
    ];
    for (const [what, text, told] of refused) {
        await test.step(what, async () => {
            await fresh.focus();
            await paste(studio, text);
            const message = page.getByRole("region", { name: "Messages" }).getByRole("alert").filter({ hasText: told });
            await expect(message).toBeVisible();
            await message.getByRole("button", { name: "Dismiss" }).click();
            await studio.expectParameters(["First"]);
        });
    }

    await test.step("rows with wrong cells come in as far as they fit, in one step", async () => {
        await fresh.focus();
        await paste(studio, `Name\tData Type\tDefault Value\tMandatory\tShoe Size\n1st\tNumber\tten\tperhaps\t9\nfirst\tInteger\t12\tno\t\n${"L".repeat(60)}\tText\t\t\t`);
        const message = page.getByRole("region", { name: "Messages" }).getByRole("alert").filter({ hasText: "Not all of it could stay as it was" });
        for (const told of ["The column “Shoe Size” is not pasted", "“Number” is not a data type that fits here", "“perhaps” is neither Yes nor No.", "the longest allowed is 50."]) {
            await expect(message.getByText(told)).toBeVisible();
        }
        await expect(studio.editor.getByRole("grid").getByRole("textbox", { name: "Name", exact: true })).toHaveCount(4);
        await studio.tool("Undo").click();
        await studio.expectParameters(["First"]);
    });

    await test.step("rows without an element", async () => {
        await studio.element("Pasted").click();
        await studio.toNavigator();
        await paste(studio, "Lost\nRows");
        await expect(studio.message("Parameters and attributes are pasted into an action, a structure or an entity. Select one and paste again.")).toBeVisible();
    });
    await expectUnchanged(studio, before);
});

test.describe("files", () => {
    /** Drops files made in the page, of so many bytes each, on the tree of resources. */
    async function dropFiles({ page }: Studio, files: { name: string; bytes: number }[]) {
        const carried = await page.evaluateHandle((files) => {
            const transfer = new DataTransfer();
            for (const { name, bytes } of files) transfer.items.add(new File([new Uint8Array(bytes).fill(65)], name));
            return transfer;
        }, files);
        await page.locator("body").dispatchEvent("dragover", { dataTransfer: carried });
        await expect(page.getByText("Drop files to add them to")).toBeVisible();
        await page.locator("body").dispatchEvent("drop", { dataTransfer: carried });
    }

    async function openResources(studio: Studio) {
        await studio.page.getByRole("tab", { name: /^Resources/ }).click();
        await expect(studio.page.getByRole("tree", { name: "Files" })).toBeVisible();
    }

    test("names that no Platform Server takes, paths in a name, reserved names", async ({ studio, page }) => {
        await studio.start();
        await studio.newExtension("Files");
        const before = await saved(studio);
        await openResources(studio);
        const refused: [string, string][] = [
            ["..\\..\\web.config", "“..” cannot be part of a path: the files of an extension lie inside of it, and a path names their folders one by one."],
            ["a:b.txt", "cannot stand in a file name."],
            ["CON.txt", "“CON.txt” is the name of a device on Windows and cannot name a file."],
            ["lpt1", "“lpt1” is the name of a device on Windows and cannot name a file."],
            ["a\u0001b.txt", "cannot stand in a file name."],
            ["dot.", "cannot stand in a file name."],
            ["n".repeat(260), "The file name has 260 characters; the longest allowed is 255."],
        ];
        for (const [name, told] of refused) {
            await test.step(name.slice(0, 20), async () => {
                await dropFiles(studio, [{ name, bytes: 3 }]);
                const message = page.getByRole("region", { name: "Messages" }).getByRole("alert").filter({ hasText: "1 file cannot be added." });
                await expect(message).toContainText(told);
                await message.getByRole("button", { name: "Dismiss" }).click();
                await expect(message).toHaveCount(0);
            });
        }
        await expectUnchanged(studio, before);

        await test.step("names that the platform keeps for itself are added, and warned of", async () => {
            await dropFiles(studio, [
                { name: "web.config", bytes: 3 },
                { name: "OutSystemsHubEditionTools.txt", bytes: 3 },
            ]);
            await expect(studio.element("web.config")).toBeVisible();
            const problems = page.getByRole("tree", { name: "Problems" });
            await expect(problems.getByRole("treeitem", { name: "The resource web.config has a reserved file name" })).toBeVisible();
            await expect(problems.getByRole("treeitem", { name: "names that begin with OutSystemsHubEdition are the platform's" })).toBeVisible();
        });
    });

    test("a file of 0 bytes is added as it is, and told where it would do harm", async ({ studio, page }) => {
        await studio.start();
        await studio.newExtension("Empty");
        await openResources(studio);
        await dropFiles(studio, [
            { name: "nothing.txt", bytes: 0 },
            { name: "nothing.dll", bytes: 0 },
        ]);
        await expect(studio.element("nothing.txt")).toBeVisible();
            const problems = page.getByRole("tree", { name: "Problems" });
        await expect(problems.getByRole("treeitem", { name: "Resource 'nothing.dll' is empty and cannot be stored in the Binaries directory." })).toBeVisible();
        await expect(problems.getByRole("treeitem", { name: "nothing.txt" })).toHaveCount(0);
        const { resources } = await definitionOf(await studio.save());
        const own = resources.filter(({ path }) => path.includes("nothing"));
        expect(own.map(({ base64, deploy }) => [base64, deploy])).toEqual([["", "Ignore"], ["", "Binaries"]]);
    });

    test("a file of 100 MB is added, saved and read back; one beyond the limit is refused", async ({ studio, page }) => {
        test.slow(); // hundreds of megabytes go through the browser
        const megabyte = 1 << 20;
        await studio.start();
        await studio.newExtension("Large");
        const before = await saved(studio);
        await openResources(studio);

        await dropFiles(studio, [{ name: "huge.bin", bytes: 151 * megabyte }]);
        const message = page.getByRole("region", { name: "Messages" }).getByRole("alert").filter({ hasText: "1 file cannot be added." });
        await expect(message).toContainText("The file has 151 MB; a resource can have at most 150 MB.");
        await message.getByRole("button", { name: "Dismiss" }).click();
        await expectUnchanged(studio, before);

        await dropFiles(studio, [{ name: "large.bin", bytes: 100 * megabyte }]);
        await expect(studio.element("large.bin")).toBeVisible({ timeout: 30_000 });
        await studio.element("large.bin").click();
        await expect(studio.editor.getByText("100.0 MB (104857600 bytes)")).toBeVisible();
            await expect(page.getByRole("tree", { name: "Problems" }).getByRole("treeitem", { name: "large.bin has 100 MB." })).toBeVisible();
        const xml = inflateSync(await readFile(await studio.save()), { maxOutputLength: 400 * megabyte }).toString("latin1");
        const data = /Filename="large\.bin"[\s\S]*?<Data>([^<]*)<\/Data>/.exec(xml)?.[1] ?? "";
        const content = Buffer.from(data, "base64");
        expect(content.length).toBe(100 * megabyte);
        expect(content.every((byte) => byte === 65)).toBe(true);
        await studio.tool("Undo").click();
        await expect(studio.element("large.bin")).toHaveCount(0);
        await expectUnchanged(studio, before);
    });
});
