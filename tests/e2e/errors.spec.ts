import { readFile } from "node:fs/promises";
import { deflateSync, inflateSync } from "node:zlib";

import { expect, test } from "./support/studio";
import { definitionOf, textOf } from "./support/xif";

test("a compile error shows at its line, a click leads there, and fixing it clears it", async ({ studio, page }) => {
    test.slow(); // it waits for a compiler, twice
    await studio.start();
    await studio.newExtension("Faulty");
    await studio.addAction("Fail");
    await studio.addParameter("output", "Result", "Integer");
    await studio.editor.getByRole("button", { name: "Edit Source Code" }).click();
    await studio.writeBody(["ssResult = 1;", "ssResult = Missing;"]);
    await studio.compile("CS0103");

    const problem = page.getByRole("tabpanel", { name: "Problems" }).getByRole("treeitem", { name: "'Missing'" });
    const squiggle = page.locator(".monaco-editor .squiggly-error");
    await expect(squiggle).toBeAttached();
    const line = /Faulty\.cs\((\d+),/.exec((await problem.textContent()) ?? "")?.[1];

    await page.getByRole("tab", { name: "Fail", exact: true }).click();
    await expect(page.getByRole("grid", { name: "Parameters" })).toBeVisible();
    await problem.click();
    await expect(page.getByTestId("cursor")).toContainText(`Line ${line},`);
    await expect(page.locator(".monaco-editor .view-line").getByText("Missing")).toBeVisible();
    // The line that the status bar names is the one with the mistake: typing at its end lands there.
    await page.keyboard.press("End");
    await page.keyboard.type(" // here");
    await expect(page.locator(".monaco-editor .view-line", { hasText: "// here" })).toContainText("Missing;");

    await studio.replaceLine("Missing", ["ssResult = 2;"]);
    await studio.compile();
    await expect(problem).toHaveCount(0);
    await expect(squiggle).toHaveCount(0);
    await expect(page.getByRole("button", { name: "0 errors, 0 warnings" })).toBeVisible();
});

test("each kind of bad file is told with code, cause and cure, and leaves the open extension alone", async ({ studio, page }) => {
    await studio.start();
    await studio.newExtension("Precious");
    await studio.addAction("Keep");
    const good = await readFile(await studio.save());
    const xml = inflateSync(good).toString("utf8");
    const flipped = Buffer.from(good);
    flipped[flipped.length - 1] ^= 0xff;
    const bad: [string, string, Buffer][] = [
        ["X100", "empty", Buffer.alloc(0)],
        ["X101", "not zlib", Buffer.from("PK\u0003\u0004 no XIF at all")],
        ["X103", "truncated", good.subarray(0, good.length / 2)],
        ["X104", "wrong checksum", flipped],
        ["X105", "bytes after the end", Buffer.concat([good, Buffer.from("more")])],
        ["X202", "document type", deflateSync(xml.replace("<Extension ", '<!DOCTYPE Extension [<!ENTITY e "e">]>\r\n<Extension '))],
        ["X210", "broken base64", deflateSync(xml.replace(/<Data>../, "<Data>*!"))],
    ];
    const messages = page.getByRole("region", { name: "Messages" }).getByRole("alert");

    for (const [code, what, content] of bad) {
        await test.step(what, async () => {
            await studio.drop(`${what}.xif`, content);
            const told = messages.filter({ hasText: `${what}.xif` });
            await told.getByRole("button", { name: `${code}: Details and fix` }).click();
            const errorPage = page.getByRole("dialog", { name: `Error ${code}` });
            for (const heading of ["What happened", "Cause", "Cure"]) {
                await expect(errorPage.getByRole("heading", { name: heading, exact: true })).toBeVisible();
            }
            expect((await errorPage.getByRole("paragraph").allTextContents()).every((text) => text.length > 10)).toBe(true);
            await page.keyboard.press("Escape");
            await expect(errorPage).toHaveCount(0);
            await told.getByRole("button", { name: "Dismiss" }).click();
            await expect(messages).toHaveCount(0);
        });
    }

    await expect(page.getByRole("heading", { name: "Keep" })).toBeVisible();
    await studio.tool("Undo").click();
    await studio.tool("Redo").click();
    expect(textOf(await readFile(await studio.save())).text).toBe(textOf(good).text);
});

test.describe("server stopped", () => {
    // The browser itself reports every request that fails.
    test.use({ expectedErrors: /ERR_INTERNET_DISCONNECTED/ });

    test("with the server stopped compiling says so, and saving works", async ({ studio, page, context }) => {
        await studio.start();
        await studio.newExtension("Offline");
        await studio.addAction("Work");
        await context.setOffline(true);

        await studio.tool("Compile").click();
        await expect(studio.message("The studio's server does not answer.")).toBeVisible();
        await page.getByRole("button", { name: "B103: Details and fix" }).click();
        await expect(page.getByRole("dialog", { name: "Error B103" })).toContainText("Start the server");
        await page.keyboard.press("Escape");

        const definition = await definitionOf(await studio.save());
        expect(definition.actions.map(({ name }) => name)).toEqual(["Work"]);
    });
});

test("a name that is none is told at the field, whatever it is", async ({ studio, page }) => {
    await studio.start();
    await studio.startItem("New Extension").click();
    const dialog = page.getByRole("dialog", { name: "New extension" });
    const name = dialog.getByRole("textbox", { name: "Name" });
    const rule = dialog.getByRole("alert");
    const wrong: [string, string][] = [
        ["1st", "Names start with a letter (A–Z, a–z), not with “1”."],
        ["Loan Book", "Names can't contain spaces"],
        ['"><img src=x onerror=alert(1)>', "Names can't contain"],
        ["..\\..\\Windows", "Names can't contain"],
        ["Größe", "Names can't contain “ö”"],
        ["A".repeat(51), "The name has 51 characters; the longest allowed is 50."],
        ["A".repeat(200_000), "The name has 200000 characters; the longest allowed is 50."],
    ];
    for (const [text, told] of wrong) {
        await name.fill(text);
        await expect(rule).toContainText(told);
        await expect(name).toHaveAttribute("aria-invalid", "true");
        await dialog.getByRole("button", { name: "Create" }).click();
        await expect(dialog).toBeVisible();
    }
    await name.fill("");
    await dialog.getByRole("button", { name: "Create" }).click();
    await expect(rule).toContainText("A name is needed.");

    await name.fill("A".repeat(50));
    await expect(rule).toHaveCount(0);
    await name.press("Enter");
    await expect(studio.element("A".repeat(50))).toBeVisible();
});
