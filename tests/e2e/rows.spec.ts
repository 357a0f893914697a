import { expect, test, type Studio } from "./support/studio";
import type { Locator } from "@playwright/test";

/** The rows of the element that is shown. */
class Rows {
    readonly grid: Locator;

    constructor(
        readonly studio: Studio,
        readonly word: "parameter" | "attribute",
    ) {
        this.grid = studio.editor.getByRole("grid", { name: word === "parameter" ? "Parameters" : "Attributes" });
    }

    row(name: string): Locator {
        return this.grid.getByRole("row", { name, exact: true });
    }

    head(name: string): Locator {
        return this.grid.getByRole("button", { name: `Select ${name}`, exact: true });
    }

    get fresh(): Locator {
        return this.grid.getByRole("textbox", { name: `Name of a new ${this.word}` });
    }

    async add(names: string[]) {
        await this.fresh.focus();
        for (const name of names) {
            await this.studio.page.keyboard.type(name);
            await this.studio.page.keyboard.press("Enter");
        }
        await expect(this.row(names[names.length - 1])).toBeVisible();
    }

    async expectNames(names: string[]) {
        const cells = this.grid.getByRole("textbox", { name: "Name", exact: true });
        await expect.poll(() => cells.evaluateAll((list) => list.map((cell) => (cell as HTMLInputElement).value))).toEqual(names);
    }
}

async function addBySearch(studio: Studio, command: string, id: string, name: string) {
    await studio.page.keyboard.press("F1");
    await studio.page.keyboard.type(command);
    await studio.page.keyboard.press("Enter");
    await studio.page.locator(`#${id}`).fill(name);
    await studio.page.keyboard.press("Enter");
    await expect(studio.page.getByRole("heading", { name, exact: true })).toBeVisible();
}

test("a name is typed into the last row, and Tab goes on to its type", async ({ studio, page }) => {
    await studio.start();
    await studio.newExtension("Rows");
    await studio.addAction("Work");
    const rows = new Rows(studio, "parameter");
    await rows.fresh.focus();
    await page.keyboard.type("Amount");
    await page.keyboard.press("Tab");
    const type = rows.row("Amount").getByRole("combobox", { name: "Data Type" });
    await expect(type).toBeFocused();
    await page.keyboard.type("Dec");
    await page.keyboard.press("Enter");
    await expect(type).toHaveValue("Decimal");
    // Without a name Tab leaves the rows.
    await rows.fresh.focus();
    await page.keyboard.press("Tab");
    await expect(rows.fresh).not.toBeFocused();
    await rows.expectNames(["Amount"]);
});

test("rows are selected together, dragged, copied, cut, pasted and duplicated", async ({ studio, page }) => {
    await studio.start();
    await studio.newExtension("Rows");
    await studio.addAction("Work");
    const rows = new Rows(studio, "parameter");
    await rows.add(["A", "B", "C", "D"]);

    await rows.head("A").click();
    await rows.head("C").click({ modifiers: ["Control"] });
    await expect(rows.grid.getByRole("row", { selected: true })).toHaveCount(2);
    const [from, to] = [await rows.head("C").boundingBox(), await rows.head("D").boundingBox()];
    if (!from || !to) throw new Error("rows without a place");
    await page.mouse.move(from.x + 9, from.y + 9);
    await page.mouse.down();
    await page.mouse.move(to.x + 9, to.y + to.height, { steps: 5 });
    await page.mouse.up();
    await rows.expectNames(["B", "D", "A", "C"]);
    await page.keyboard.press("Control+z");
    await rows.expectNames(["A", "B", "C", "D"]);

    await rows.head("A").click();
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Control+c");
    await rows.head("D").click();
    await page.keyboard.press("Control+v");
    await rows.expectNames(["A", "B", "C", "D", "A2", "B2"]);
    await page.keyboard.press("Delete");
    await rows.expectNames(["A", "B", "C", "D"]);

    await rows.head("B").click();
    await page.keyboard.press("Control+x");
    await rows.expectNames(["A", "C", "D"]);
    await rows.head("D").click();
    await page.keyboard.press("Control+v");
    await rows.expectNames(["A", "C", "D", "B"]);
    await page.keyboard.press("Control+d");
    await rows.expectNames(["A", "C", "D", "B", "B2"]);
});

test("rows travel to another element, and lines of text become rows", async ({ studio, page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await studio.start();
    await studio.newExtension("Travel");
    await studio.addAction("Work");
    const parameters = new Rows(studio, "parameter");
    await parameters.add(["Amount", "Years"]);
    await studio.chooseType(parameters.row("Amount"), "Decimal");
    await parameters.head("Amount").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+c");

    await addBySearch(studio, "Add Structure", "structure-name", "Loan");
    const attributes = new Rows(studio, "attribute");
    await attributes.add(["First"]);
    await attributes.head("First").click();
    await page.keyboard.press("Control+v");
    await attributes.expectNames(["First", "Amount", "Years"]);
    await expect(attributes.row("Amount").getByRole("combobox", { name: "Data Type" })).toHaveValue("Decimal");

    await page.evaluate(() => navigator.clipboard.writeText("Street\nCity\tText\n2nd line"));
    await attributes.fresh.focus();
    await page.keyboard.press("Control+v");
    await expect(attributes.row("City")).toBeVisible();
    await expect(attributes.grid.getByRole("textbox", { name: "Name", exact: true })).toHaveCount(6);
});

test("types are searched and joined, and only what a type has can be filled in", async ({ studio, page }) => {
    await studio.start();
    await studio.newExtension("Types");
    await addBySearch(studio, "Add Structure", "structure-name", "Order");
    let rows = new Rows(studio, "attribute");
    await rows.add(["Total", "IsPaid"]);
    const total = rows.row("Total");
    await expect(total.getByRole("textbox", { name: "Decimals" })).toBeDisabled();
    await studio.chooseType(total, "Decimal");
    await total.getByRole("textbox", { name: "Decimals" }).fill("2");
    await page.keyboard.press("Enter");
    await studio.chooseType(rows.row("IsPaid"), "Boolean");
    await rows.row("IsPaid").getByRole("combobox", { name: "Default Value" }).click();
    await page.keyboard.type("tr");
    await page.keyboard.press("Enter");
    await expect(rows.row("IsPaid").getByRole("combobox", { name: "Default Value" })).toHaveValue("True");

    const type = rows.row("IsPaid").getByRole("combobox", { name: "Data Type" });
    await type.click();
    await page.keyboard.type("Integer");
    await page.keyboard.press("Enter");
    await rows.grid.getByRole("button", { name: "Clear the default value" }).click();
    await expect(type).toHaveValue("Integer");

    await addBySearch(studio, "Add Entity", "entity-name", "Customer");
    rows = new Rows(studio, "attribute");
    await rows.add(["Id"]);
    await studio.chooseType(rows.row("Id"), "Integer");
    await rows.head("Id").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Set as Identifier" }).click();
    await expect(page.getByRole("combobox", { name: "Identifier" }).locator("option:checked")).toHaveText("Id");
    await rows.fresh.fill("A2345678901234567890123456789");
    await expect(rows.grid.getByText("The name has 29 characters; the longest allowed is 28.")).toBeVisible();
    await page.keyboard.press("Escape");

    await studio.addAction("GetOrders");
    rows = new Rows(studio, "parameter");
    await rows.add(["Orders"]);
    const orders = rows.row("Orders");
    await orders.getByRole("combobox", { name: "Data Type" }).click();
    await page.keyboard.type("Record List (Order)");
    await page.keyboard.press("Enter");
    const record = orders.getByRole("button", { name: /^Record Type/ });
    await record.click();
    await expect(page.getByRole("combobox", { name: "Find a structure or entity" })).toBeFocused();
    await page.keyboard.type("cust");
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await expect(record).toHaveText("(Join) Order, Customer");
    await expect(record).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("combobox", { name: "Find a structure or entity" })).toBeFocused();
    await page.keyboard.press("Space");
    await page.keyboard.press("Escape");
    await expect(record).toBeFocused();
    await expect(record).toHaveText("(Join) Order, Customer");

    await studio.element("Customer").click();
    await page.getByRole("button", { name: "Used by 1 place" }).click();
    await expect(page.getByRole("dialog", { name: "Used by" }).getByRole("button")).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(orders.getByRole("combobox", { name: "Data Type" })).toBeFocused();
});

test("a list of texts is chosen as a type: the structure is made, named, and taken back as one step", async ({ studio, page }) => {
    await studio.start();
    await studio.newExtension("Post");
    await studio.addAction("Mail");
    const rows = new Rows(studio, "parameter");
    await rows.add(["Names", "Copies"]);
    const notice = page.getByText(/The structure TextItem with the attribute Value was made/);

    const choice = rows.row("Names").getByRole("combobox", { name: "Data Type" });
    await choice.click();
    await choice.fill("text list");
    await expect(page.getByRole("listbox").getByRole("option").first()).toHaveText("List of Text");
    for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.screenshot({ path: `../../target/look/list-of-choice-${colorScheme}.png`, animations: "disabled" });
    }
    await choice.press("Enter");
    await expect(choice).toHaveValue("Record List");
    await expect(notice).toBeVisible();
    const tree = page.getByRole("tree", { name: /Extension|Navigator/ }).or(page.getByRole("tree").first());
    await expect(tree).toContainText("TextItem");

    // Both together are one step.
    await page.keyboard.press("Control+z");
    await expect(choice).toHaveValue("Text");
    await expect(tree).not.toContainText("TextItem");
    await page.keyboard.press("Control+Shift+z");
    await expect(choice).toHaveValue("Record List");

    // The second list is over the same structure.
    await studio.chooseType(rows.row("Copies"), "List of Text", "Record List");
    await expect(page.getByText(/The list is over the structure TextItem/)).toBeVisible();

    await page.keyboard.press("Alt+m");
    const window = page.getByRole("dialog", { name: "As Consumers See It" });
    await window.getByRole("treeitem", { name: /Mail/ }).click();
    await expect(window).toContainText("TextItem List in Service Studio: records with Value (Text), not a Text List");
    for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.screenshot({ path: `../../target/look/list-of-consumers-${colorScheme}.png`, animations: "disabled" });
    }
});
