import { readFileSync } from "node:fs";
import { join } from "node:path";

import { callAction } from "./support/mono";
import { expect, test, type Studio } from "./support/studio";
import { definitionOf } from "./support/xif";

// The README's "Five minutes", as they stand there: typed names replace those that are proposed, and nothing is done that it does not say.

/** The lines that the README has for the body of the method. */
function bodyOfReadme(): string[] {
    const readme = readFileSync(join(import.meta.dirname, "../../README.md"), "utf8");
    const steps = readme.slice(readme.indexOf("## Five minutes"), readme.indexOf("## Documents"));
    return [...steps.matchAll(/^ {7}(\S.*)$/gm)].map(([, line]) => line);
}

/** Types a name over the proposed one, which is selected. */
async function nameIt(studio: Studio, name: string) {
    await expect(studio.field("Name")).toBeFocused();
    await studio.page.keyboard.type(name);
    await studio.page.keyboard.press("Enter");
    await expect(studio.page.getByRole("heading", { name, exact: true })).toBeVisible();
}

async function begin(studio: Studio) {
    const { page } = studio;
    await studio.start();
    await page.keyboard.press("Alt+n");
    await expect(page.getByRole("dialog", { name: "New extension" }).getByRole("textbox", { name: "Name" })).toBeFocused();
    await page.keyboard.type("MortgageLib");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("tabpanel", { name: "Problems" })).toContainText("No problems.");

    await page.keyboard.press("Alt+a");
    await nameIt(studio, "CalculateMortgage");
    const fresh = page.getByRole("textbox", { name: "Name of a new parameter" });
    await fresh.click();
    for (const name of ["Amount", "YearlyRate", "Years"]) {
        await page.keyboard.type(name);
        await page.keyboard.press("Enter");
    }
    await studio.expectParameters(["Amount", "YearlyRate", "Years"]);
    for (const [name, type] of [["Amount", "Decimal"], ["YearlyRate", "Decimal"], ["Years", "Integer"]]) await studio.chooseType(studio.parameter(name), type);

    await studio.editor.getByRole("button", { name: "Add output parameter" }).click();
    await expect(studio.parameter("Parameter1").getByRole("textbox", { name: "Name" })).toBeFocused();
    await page.keyboard.type("MonthlyPayment");
    await page.keyboard.press("Enter");
}

async function toTheEnd(studio: Studio) {
    const { page } = studio;
    await studio.editor.getByRole("button", { name: "Edit Source Code" }).click();
    await studio.writeBody(bodyOfReadme());
    await page.keyboard.press("Control+b");
    const status = page.getByRole("contentinfo", { name: "Status" });
    await expect(status).toContainText("compiled, .NET SDK", { timeout: 60_000 });
    await expect(page.getByRole("tree", { name: "Problems" }).getByRole("treeitem")).toHaveCount(0);

    const arriving = page.waitForEvent("download");
    await page.keyboard.press("Control+s");
    const download = await arriving;
    expect(download.suggestedFilename()).toBe("MortgageLib.xif");
    await expect(studio.message("Saved MortgageLib.xif, generation 1.")).toBeVisible();

    const definition = await definitionOf(await download.path());
    expect(definition.attributes).toMatchObject({ Name: "MortgageLib", Generation: "1", Valid: "Yes" });
    const file = "OutSystems.NssMortgageLib.dll";
    const assembly = definition.resources.find((it) => it.path === `\\Source\\NET\\Bin\\${file}`);
    const outputs = await callAction(
        Buffer.from(assembly?.base64 ?? "", "base64"),
        file,
        "OutSystems.NssMortgageLib.CssMortgageLib",
        "MssCalculateMortgage",
        ["250000", "4.5", "30"],
        studio.folder,
    );
    expect(outputs).toEqual(["1266.71"]);
}

test("the README's five minutes work when an output's type is changed after the code was seen", async ({ studio, page }) => {
    test.slow(); // it waits for a compiler
    await begin(studio);
    const line = (text: string) => page.locator(".monaco-editor .view-line", { hasText: text });
    const output = studio.parameter("MonthlyPayment");
    await expect(output.getByRole("combobox", { name: "Data Type" })).toHaveValue("Text");
    for (const [type, assigned] of [["Text", 'ssMonthlyPayment = "";'], ["Boolean", "ssMonthlyPayment = false;"], ["Decimal", "ssMonthlyPayment = 0.0M;"]]) {
        await studio.element("CalculateMortgage").click();
        await studio.chooseType(output, type);
        await studio.editor.getByRole("button", { name: "Edit Source Code" }).click();
        await expect(line(assigned)).toHaveCount(1);
        await expect(line("ssMonthlyPayment =")).toHaveCount(1);
    }
    await studio.element("CalculateMortgage").click();
    await page.getByRole("checkbox", { name: "Function" }).check();
    await toTheEnd(studio);
});

test("the README's five minutes work as they are written", async ({ studio, page }) => {
    test.slow(); // it waits for a compiler
    expect(bodyOfReadme()).toHaveLength(3);
    await begin(studio);
    await studio.chooseType(studio.parameter("MonthlyPayment"), "Decimal");
    await page.getByRole("checkbox", { name: "Function" }).check();
    await toTheEnd(studio);

    await studio.element("MortgageLib").click();
    await expect(page.getByTestId("generation")).toHaveText("1");
    await expect(page.getByTestId("last-saved")).toHaveText(/^\d{4}-\d{2}-\d{2}/);
    await expect(page.getByTestId("saved-by")).toHaveText("XIF Studio");
    await expect(page.getByTestId("verified")).toHaveText("Valid, compiled as it is now");
});
