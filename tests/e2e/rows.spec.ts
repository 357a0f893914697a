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
