import type { FileChooser, Locator } from "@playwright/test";

import { Hands } from "./support/hands";
import { picture } from "./support/picture";
import { expect, test, type Studio } from "./support/studio";
import { definitionOf, empty, literal, type Expression } from "./support/xif";

/** A row of an element: what is filled in, and how a XIF has it. */
type Row = {
    name: string;
    /** The type as it is typed into its field; none for Text, which a new row has. */
    type?: string;
    /** What the field shows then, where that is another text. */
    shown?: string;
    wire: string;
    record?: string[];
    /** The name of a further structure or entity that makes the record a join. */
    join?: string;
    default?: Expression;
    length?: string;
    decimals?: string;
};

const number = (text: string) => (text ? literal(text, "Integer", text) : empty);
const minus = (digits: string): Expression => ({
    text: `-${digits}`,
    tree: {
        node: "UnaryOperation",
        position: "1",
        operator: "minus",
        Type: "rtInteger",
        operands: [{ node: "Integer", position: "2", value: digits, Type: "rtInteger" }],
    },
});

const basic: Row[] = [
    { name: "Title", wire: "rtText", default: literal('"no ""title"" & <b>"', "Text", 'no "title" & <b>'), length: "120" },
    { name: "Count", type: "Integer", wire: "rtInteger", default: minus("7") },
    { name: "Population", type: "Long Integer", wire: "rtLongInteger", default: literal("9000000000", "Integer", "9000000000") },
    { name: "Price", type: "Decimal", wire: "rtDecimal", default: literal("12.50", "Decimal", "12.50"), length: "18", decimals: "2" },
    { name: "IsOpen", type: "Boolean", wire: "rtBoolean", default: literal("True", "Boolean", "True") },
    { name: "Day", type: "Date", wire: "rtDate", default: literal("#2026-12-31#", "Date", "2026-12-31") },
    { name: "At", type: "Time", wire: "rtTime", default: literal("#23:59:00#", "Time", "23:59:00") },
    { name: "Since", type: "Date Time", wire: "rtDateTime", default: literal("#2026-12-31 23:59:00#", "DateTime", "2026-12-31 23:59:00") },
    { name: "Content", type: "Binary Data", wire: "rtBinaryData" },
    { name: "Fee", type: "Currency", wire: "rtCurrency", default: literal("0.5", "Decimal", "0.5") },
    { name: "Mail", type: "Email", wire: "rtEmail", default: literal('"a@b.example"', "Text", "a@b.example") },
    { name: "Phone", type: "Phone Number", wire: "rtPhoneNumber", default: literal('"+351 1"', "Text", "+351 1") },
];

const identifier: Row = { name: "Buyer", type: "Customer Identifier", wire: "rtEntityReference", record: ["Customer"] };

const composed: Row[] = [
    { name: "Any", type: "Object", wire: "rtObject" },
    identifier,
    { name: "Basket", type: "Record (Order)", shown: "Record", wire: "rtRecord", record: ["Order"] },
    { name: "Client", type: "Record (Customer)", shown: "Record", wire: "rtRecord", record: ["Customer"] },
    { name: "Pair", type: "Record (Order)", shown: "Record", wire: "rtRecord", record: ["Order", "Customer"], join: "Customer" },
    { name: "Orders", type: "Record List (Order)", shown: "Record List", wire: "rtRecordList", record: ["Order"] },
    { name: "Pairs", type: "Record List (Customer)", shown: "Record List", wire: "rtRecordList", record: ["Customer", "Order"], join: "Order" },
];

/** Defines an extension with the keyboard alone and notes what every step is to be called. */
class Author {
    readonly hands: Hands;
    readonly steps: string[] = ["New extension"];

    constructor(readonly studio: Studio) {
        this.hands = new Hands(studio);
    }

    /** Makes an element: its keys, its kind in words, its name and description. */
    async add(keys: string, kind: "action" | "structure" | "entity", name: string, description: string) {
        const { hands, studio } = this;
        await hands.press(keys);
        await expect(studio.field("Name")).toBeFocused();
        await hands.fill(studio.field("Name"), name);
        await expect(studio.page.getByRole("heading", { name, exact: true })).toBeVisible();
        await hands.fill(studio.field("Description"), description);
        const first = `${kind[0].toUpperCase()}${kind.slice(1)}1`;
        this.steps.push(`Add ${kind} ${first}`, `Rename ${kind} ${first} to ${name}`, `Describe ${kind} ${name}`);
    }

    /** Adds a row to the element that is shown by typing into the last one; the keyboard is in its name then. */
    async addRow(word: "parameter" | "attribute", owner: string, name: string): Promise<Locator> {
        const { hands, studio } = this;
        await hands.to(studio.editor.getByRole("textbox", { name: `Name of a new ${word}` }));
        await hands.type(name);
        await hands.press("Enter");
        const row = studio.editor.getByRole("grid").getByRole("row", { name, exact: true });
        await expect(row).toBeVisible();
        await hands.press("ArrowUp");
        await expect(row.getByRole("textbox", { name: "Name", exact: true })).toBeFocused();
        this.steps.push(`Add ${word} ${owner}.${name}`);
        return row;
    }

    async setType(row: Locator, path: string, { type, shown, join }: Row) {
        if (!type) return;
        const { hands } = this;
        await hands.choose(row.getByRole("combobox", { name: "Data Type" }), type, shown);
        this.steps.push(`Change ${path} to ${type}`);
        if (!join) return;
        const record = row.getByRole("button", { name: /^Record Type/ });
        await hands.to(record);
        await hands.press("Enter");
        await expect(this.studio.page.getByRole("combobox", { name: "Find a structure or entity" })).toBeFocused();
        await hands.type(join);
        await hands.press("Space", "Enter");
        await expect(record).toBeFocused();
        await expect(record).toHaveText(/^\(Join\) /);
        this.steps.push(`Change ${path} to ${type.replace(")", `, ${join})`)}`);
    }

    async setOptional(row: Locator, path: string) {
        const box = row.getByRole("checkbox", { name: "Mandatory" });
        await this.hands.flip(box);
        await expect(box).not.toBeChecked();
        this.steps.push(`Make ${path} optional`);
    }

    async setText(row: Locator, path: string, label: string, text: string | undefined) {
        if (!text) return;
        await this.hands.fill(row.getByRole("textbox", { name: label, exact: true }), text);
        this.steps.push(`Change the ${label.toLowerCase()} of ${path}`);
    }

    async setDefault(row: Locator, path: string, { type, default: value }: Row) {
        if (!value) return;
        if (type === "Boolean") await this.hands.choose(row.getByRole("combobox", { name: "Default Value" }), value.text);
        else await this.hands.fill(row.getByRole("textbox", { name: "Default Value" }), value.text);
        this.steps.push(`Change the default of ${path}`);
    }

    /** Describes the row, if it is the one of its list that has a description. */
    async describe(row: Locator, word: string, path: string) {
        if (!isDescribed(path)) return;
        await this.hands.fill(row.getByRole("textbox", { name: "Description" }), `About ${path}`);
        this.steps.push(`Describe ${word} ${path}`);
    }
}

/** Whether the row has a description: a few of each kind have. */
function isDescribed(path: string) {
    return /\.(Id|Number|Legacy|Price|Pair|NewPair)$/.test(path);
}

/** What the XIF says of a row, whichever kind it is. */
function written(owner: string, { name, wire, record }: Row) {
    const path = `${owner}.${name}`;
    return { name, description: isDescribed(path) ? `About ${path}` : "", type: wire, record: record ?? [] };
}

// A trace of so many keys takes longer than the keys.
test.use({ trace: "off" });

test("every kind of element with every property is defined with the keyboard alone", async ({ studio, page }) => {
    test.setTimeout(300_000); // thousands of keys
    const author = new Author(studio);
    const { hands, steps } = author;
    const inStatus = page.getByTestId("save-state");
    await studio.start();

    await test.step("extension", async () => {
        await hands.press("Alt+n");
        const dialog = page.getByRole("dialog", { name: "New extension" });
        await hands.fill(dialog.getByRole("textbox", { name: "Name" }), "Shop");
        await hands.select(dialog.getByRole("combobox", { name: "DBMS" }), "Ora", "Oracle");
        await hands.fill(dialog.getByRole("textbox", { name: "Description" }), "All that\na shop needs");
        await hands.to(dialog.getByRole("button", { name: "Create" }));
        await hands.press("Enter");
        await expect(studio.element("Shop")).toBeVisible();
        await hands.press("Alt+1");
        await expect(studio.field("Name")).toBeFocused();
        await hands.fill(studio.field("Name"), "WebShop");
        await hands.select(studio.editor.getByRole("combobox", { name: "DBMS" }), "Sql", "SqlServer");
        await hands.fill(studio.field("Description"), 'What a "shop"\nneeds & <more>');
        steps.push("Rename extension Shop to WebShop", "Set DBMS to SqlServer", "Describe the extension");
    });

    await test.step("structure", async () => {
        await author.add("Alt+s", "structure", "Order", "An order");
        const row = await author.addRow("attribute", "Order", "Number");
        await author.describe(row, "attribute", "Order.Number");
    });

    const columns = (owner: string) => [...basic, { ...identifier, name: "Parent" }].map((row) => ({ row, path: `${owner}.${row.name}` }));
    await test.step("entity", async () => {
        await author.add("Alt+Shift+e", "entity", "Customer", "A customer");
        let row = await author.addRow("attribute", "Customer", "Id");
        await hands.fill(row.getByRole("textbox", { name: "Original Name" }), "CUSTOMER ID");
        await hands.fill(row.getByRole("textbox", { name: "Original Type" }), "int identity(1,1)");
        await hands.flip(row.getByRole("checkbox", { name: "Auto Number" }));
        await author.setType(row, "Customer.Id", { name: "Id", type: "Integer", wire: "" });
        steps.splice(-1, 0, "Change the column of Customer.Id", "Change the column type of Customer.Id", "Make Customer.Id an auto number");
        await author.describe(row, "attribute", "Customer.Id");
        await hands.to(studio.field("Name"), true);
        await hands.fill(studio.editor.getByRole("textbox", { name: "Physical Table Name" }), "[srv].shop.dbo.CUSTOMERS");
        await hands.fill(studio.editor.getByRole("textbox", { name: "Logical Database" }), "SHOP");
        await hands.select(studio.editor.getByRole("combobox", { name: "Identifier" }), "Id", "Id");
        await hands.select(
            studio.editor.getByRole("combobox", { name: "Default Value behavior" }),
            "Conv",
            "Convert to/from Null value in Database",
        );
        steps.push(
            "Set the table of Customer to [srv].shop.dbo.CUSTOMERS",
            "Set the logical database of Customer to SHOP",
            "Make Customer.Id the identifier",
            "Change the default value behavior of Customer",
        );
        for (const column of columns("Customer")) {
            row = await author.addRow("attribute", "Customer", column.row.name);
            await author.setOptional(row, column.path);
            await author.setType(row, column.path, column.row);
            await author.setText(row, column.path, "Length", column.row.length);
            await author.setText(row, column.path, "Decimals", column.row.decimals);
            await author.setDefault(row, column.path, column.row);
            await author.describe(row, "attribute", column.path);
        }
        row = await author.addRow("attribute", "Customer", "Legacy");
        await hands.flip(row.getByRole("checkbox", { name: "Ignore" }));
        steps.push("Ignore Customer.Legacy");
        await author.describe(row, "attribute", "Customer.Legacy");
    });

    await test.step("structure of every type", async () => {
        await author.add("Alt+s", "structure", "Everything", "One of each");
        for (const it of [...basic, ...composed]) {
            const path = `Everything.${it.name}`;
            const row = await author.addRow("attribute", "Everything", it.name);
            await author.setOptional(row, path);
            await author.setType(row, path, it);
            await author.setText(row, path, "Length", it.length);
            await author.setText(row, path, "Decimals", it.decimals);
            await author.setDefault(row, path, it);
            await author.describe(row, "attribute", path);
        }
    });

    await test.step("action with inputs and outputs of every type", async () => {
        await author.add("Alt+a", "action", "Sell", "Sells things");
        for (const it of [...basic, ...composed]) {
            const path = `Sell.${it.name}`;
            const row = await author.addRow("parameter", "Sell", it.name);
            await author.setType(row, path, it);
            if (it.default) await author.setOptional(row, path);
            await author.setDefault(row, path, it);
            await author.describe(row, "parameter", path);
        }
        for (const it of [...basic, ...composed]) {
            const path = `Sell.New${it.name}`;
            const row = await author.addRow("parameter", "Sell", `New${it.name}`);
            await hands.to(row.getByRole("button", { name: "Input: make it an output" }), true);
            await hands.press("Enter");
            steps.push(`Make ${path} an output`);
            await author.setType(row, path, it);
            await author.describe(row, "parameter", path);
        }
    });

    await test.step("function with an icon", async () => {
        await author.add("Alt+a", "action", "IsSold", "Whether it is sold");
        await hands.to(studio.editor.getByRole("button", { name: "Browse…" }));
        const asked = page.waitForEvent("filechooser");
        await hands.press("Enter");
        await (await asked).setFiles({ name: "Sold.bmp", mimeType: "image/bmp", buffer: picture(16) });
        await expect(studio.editor.getByRole("combobox", { name: "Icon" }).locator("option:checked")).toHaveText("Sold.bmp");
        await hands.to(studio.editor.getByRole("button", { name: "Add output parameter" }));
        await hands.press("Enter");
        const fresh = studio.parameter("Parameter1");
        await expect(fresh.getByRole("textbox", { name: "Name" })).toBeFocused();
        await hands.type("Answer");
        await hands.press("Tab");
        const row = studio.parameter("Answer");
        steps.push(
            "Change the icon of IsSold",
            "Add parameter IsSold.Parameter1",
            "Rename parameter IsSold.Parameter1 to Answer",
        );
        await author.setType(row, "IsSold.Answer", { name: "Answer", type: "Boolean", wire: "" });
        await hands.to(studio.editor.getByRole("checkbox", { name: "Function" }), true);
        await hands.press("Space");
        await expect(studio.editor.getByRole("checkbox", { name: "Function" })).toBeChecked();
        steps.push("Make IsSold a function");
    });

    await test.step("resource", async () => {
        const asked = page.waitForEvent("filechooser");
        await hands.press("Alt+i");
        const chooser: FileChooser = await asked;
        await chooser.setFiles({ name: "prices.bin", mimeType: "application/octet-stream", buffer: Buffer.from([0, 1, 255]) });
        await expect(studio.element("prices.bin")).toBeVisible();
        await studio.toNavigator();
        await hands.press("Enter");
        await expect(page.getByRole("heading", { name: "prices.bin" })).toBeVisible();
        await hands.press("Alt+1");
        await hands.fill(studio.field("Name"), "prices.dat");
        await hands.select(studio.editor.getByRole("combobox", { name: "Deploy Action" }), "Copy to App", "Copy to Application directory");
        await hands.fill(studio.field("Description"), "What things cost");
        steps.push(
            "Add resource prices.bin",
            "Rename resource prices.bin to prices.dat",
            // The first letter already chooses what begins with it.
            "Deploy prices.dat: Copy to Binaries directory",
            "Deploy prices.dat: Copy to Application directory",
            "Describe resource prices.dat",
        );
    });

    await test.step("every step has its name, and can be undone and done again", async () => {
        await hands.press("Control+Shift+h");
        const list = page.getByRole("tabpanel", { name: "History" }).getByRole("listitem").locator("button:first-child");
        await expect(list).toHaveCount(steps.length);
        expect((await list.allTextContents()).reverse()).toEqual(steps);
        await hands.press("Control+z", "Control+z");
        await expect(list.nth(2)).toHaveAttribute("aria-current", "step");
        await hands.press("Control+y", "Control+y");
        await expect(list.first()).toHaveAttribute("aria-current", "step");
    });

    const arriving = page.waitForEvent("download");
    await hands.press("Control+s");
    const definition = await definitionOf(await (await arriving).path());
    await expect(inStatus).toHaveText("Saved");

    expect(definition.attributes).toMatchObject({ Name: "WebShop", Database: "SqlServer", Description: 'What a "shop"\nneeds & <more>' });
    const lengths = (it: Row) => ({ default: it.default ?? empty, length: number(it.length ?? ""), decimals: number(it.decimals ?? "") });
    const plain = { record: [], default: empty, length: empty, decimals: empty };
    expect(definition.structures).toEqual([
        {
            name: "Order",
            description: "An order",
            attributes: [{ ...plain, name: "Number", description: "About Order.Number", type: "rtText", mandatory: "Yes" }],
        },
        {
            name: "Everything",
            description: "One of each",
            attributes: [...basic, ...composed].map((it) => ({ ...written("Everything", it), ...lengths(it), mandatory: "No" })),
        },
    ]);
    const column = { originalName: "", originalType: "", autoNumber: "No", ignore: "No" };
    expect(definition.entities).toEqual([
        {
            name: "Customer",
            description: "A customer",
            table: "[srv].shop.dbo.CUSTOMERS",
            database: "SHOP",
            identifier: "Id",
            convertsToNull: "Yes",
            attributes: [
                {
                    ...plain,
                    ...column,
                    name: "Id",
                    description: "About Customer.Id",
                    type: "rtInteger",
                    mandatory: "Yes",
                    originalName: "CUSTOMER ID",
                    originalType: "int identity(1,1)",
                    autoNumber: "Yes",
                },
                ...columns("Customer").map(({ row }) => ({ ...column, ...written("Customer", row), ...lengths(row), mandatory: "No" })),
                { ...plain, ...column, name: "Legacy", description: "About Customer.Legacy", type: "rtText", mandatory: "Yes", ignore: "Yes" },
            ],
        },
    ]);
    expect(definition.actions).toEqual([
        {
            name: "Sell",
            description: "Sells things",
            isFunction: "No",
            icon: null,
            parameters: [
                ...[...basic, ...composed].map((it) => ({
                    ...written("Sell", it),
                    direction: "InputParameter",
                    mandatory: it.default ? "No" : "Yes",
                    default: it.default ?? empty,
                })),
                ...[...basic, ...composed].map((it) => ({
                    ...written("Sell", { ...it, name: `New${it.name}` }),
                    direction: "OutputParameter",
                    mandatory: null,
                    default: empty,
                })),
            ],
        },
        {
            name: "IsSold",
            description: "Whether it is sold",
            isFunction: "Yes",
            icon: "\\Icons\\Sold.bmp",
            parameters: [
                { direction: "OutputParameter", name: "Answer", description: "", type: "rtBoolean", record: [], mandatory: null, default: empty },
            ],
        },
    ]);
    const resource = (path: string) => definition.resources.find((it) => it.path === path);
    expect(resource("\\Icons\\Sold.bmp")?.base64).toBe(picture(16).toString("base64"));
    expect(definition.resources.filter(({ path }) => path.endsWith("prices.dat"))).toEqual([
        {
            path: "\\prices.dat",
            description: "What things cost",
            deploy: "Application",
            base64: Buffer.from([0, 1, 255]).toString("base64"),
        },
    ]);
});
