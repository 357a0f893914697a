import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { expect, test, type Studio } from "./support/studio";
import { definitionOf } from "./support/xif";

const script = `CREATE TABLE dbo.Country (Code char(2) NOT NULL PRIMARY KEY, Name nvarchar(60) NOT NULL);
CREATE TABLE dbo.Customer (Id int IDENTITY(1,1) NOT NULL PRIMARY KEY, Name nvarchar(80) NOT NULL, CountryCode char(2) NULL REFERENCES dbo.Country (Code),
    Shape geography NULL, [Timestamp] datetime NULL, IsActive bit NOT NULL);
CREATE TABLE dbo.Product (Id bigint IDENTITY NOT NULL PRIMARY KEY, Title nvarchar(100) NOT NULL, Price decimal(12,2) NOT NULL, Photo varbinary(max) NULL);
CREATE TABLE dbo.Purchase (Id bigint IDENTITY NOT NULL PRIMARY KEY, CustomerId int NOT NULL REFERENCES dbo.Customer (Id), BoughtOn date NOT NULL, Weight real NULL);
CREATE TABLE (wrong int);
CREATE TABLE dbo.PurchaseLine (PurchaseId bigint NOT NULL REFERENCES dbo.Purchase (Id), ProductId bigint NOT NULL REFERENCES dbo.Product (Id), Amount int NOT NULL,
    PRIMARY KEY (PurchaseId, ProductId));
GO
CREATE VIEW dbo.Names AS SELECT c.Name, /* a comment */ c.Id FROM dbo.Customer c;
GO`;

const hint = "Drop a script, a SQLite file, a .csv or an .xlsx";
const file = (name: string) => readFileSync(fileURLToPath(new URL(`../../app/database/tests/it/files/${name}`, import.meta.url)));
const tablesWindow = ({ page }: Studio) => page.getByRole("dialog", { name: "Connect to External Table or View" });

async function opened(studio: Studio) {
    await studio.start();
    await studio.newExtension("Shop");
    await studio.page.getByRole("menubar").getByRole("menuitem", { name: "File" }).click();
    await studio.page.getByRole("menuitem", { name: /^Connect to External Table or View/ }).click();
    return tablesWindow(studio);
}

test("five related tables of a script become entities that compile and are saved", async ({ studio, page }) => {
    test.slow(); // it waits for a compiler
    const dialog = await opened(studio);
    const text = dialog.getByRole("textbox", { name: "Script or rows" });
    await text.fill("SELECT 1");
    await dialog.getByRole("button", { name: "Read" }).click();
    await expect(dialog.getByRole("alert")).toContainText("The script makes no table and no view.");
    await text.fill(script);
    await dialog.getByRole("button", { name: "Read" }).click();

    await expect(dialog.getByRole("region", { name: "Not read" })).toContainText("Line 6: ");
    await expect(dialog.getByRole("combobox", { name: /^Database of/ })).toHaveValue("sqlserver");
    await expect(dialog.getByRole("status")).toHaveText("6 tables are checked");
    const tree = dialog.getByRole("tree", { name: "Tables and views" });
    await tree.getByRole("treeitem", { name: "dbo.Customer", exact: true }).click();
    const details = dialog.getByRole("region", { name: "Details" });
    await expect(details.getByRole("list", { name: "Foreign keys" })).toContainText("CountryCode → dbo.Country");
    await expect(details.getByRole("list", { name: "Foreign keys" })).toContainText("← dbo.Purchase");
    await expect(details.getByRole("row", { name: /^Shape/ })).toContainText("Ignored");

    await dialog.getByRole("searchbox", { name: "Find tables and columns" }).fill("names");
    await tree.getByRole("treeitem", { name: "dbo.Names", exact: true }).locator(".tree-check").click();
    await expect(dialog.getByRole("status")).toHaveText("5 tables are checked");
    await dialog.getByRole("searchbox", { name: "Find tables and columns" }).fill("");
    await dialog.getByRole("textbox", { name: "Logical Database" }).fill("SHOPDB");
    await dialog.getByRole("textbox", { name: "Logical Database" }).press("Tab");
    await dialog.getByRole("button", { name: "Preview" }).click();

    await expect(dialog.getByRole("status")).toContainText("5 entities will be made.");
    const entities = dialog.getByRole("tree", { name: "Entities" });
    await entities.getByRole("treeitem", { name: /^PurchaseLine/ }).click();
    await expect(dialog.getByRole("list", { name: "Remarks" })).toContainText("the platform has no composite keys");
    await entities.getByRole("treeitem", { name: /^Customer/ }).click();
    const attributes = dialog.getByRole("table", { name: "Attributes" });
    await expect(attributes).toContainText("a foreign key to dbo.Country");
    await expect(attributes.getByRole("checkbox", { name: "Shape is ignored" })).toBeChecked();
    const name = dialog.getByRole("textbox", { name: "Name", exact: true });
    await name.fill("Product");
    await name.press("Tab");
    await expect(name).toHaveAttribute("aria-invalid", "true");
    await expect(dialog).toContainText("Another entity has the name Product.");
    await expect(dialog.getByRole("button", { name: "Import", exact: true })).toBeDisabled();
    await name.fill("Buyer");
    await name.press("Tab");
    await expect(name).toHaveAttribute("aria-invalid", "false");
    await attributes.getByRole("combobox", { name: "Data type of Name" }).selectOption("Email");
    await expect(attributes).toContainText("chosen by hand");
    await page.screenshot({ path: "../../target/look/tables.png" });
    await dialog.getByRole("button", { name: "Import", exact: true }).click();

    await expect(dialog).toHaveCount(0);
    await expect(studio.message("Imported 5 entities from pasted text.")).toBeVisible();
    await expect(studio.element("Buyer")).toBeVisible();
    await studio.compile();
    const { entities: saved } = await definitionOf(await studio.save());
    expect(saved.map((it) => it.name)).toEqual(["Country", "Buyer", "Product", "Purchase", "PurchaseLine"]);
    const [country, buyer, product, purchase, line] = saved;
    expect([buyer?.table, buyer?.database, buyer?.identifier]).toEqual(["dbo.Customer", "SHOPDB", "Id"]);
    const shown = buyer?.attributes.map((it) => [it.name, it.type, it.originalName, it.originalType, it.ignore, it.autoNumber]);
    expect(shown?.slice(0, 2)).toEqual([
        ["Id", "rtInteger", "Id", "int", "No", "Yes"],
        ["Name", "rtEmail", "Name", "nvarchar(80)", "No", "No"],
    ]);
    expect(buyer?.attributes[3]?.ignore).toBe("Yes");
    expect(buyer?.attributes[4]?.name).toBe("Timestamp_");
    expect([country?.identifier, product?.identifier, line?.identifier ?? ""]).toEqual(["Code", "Id", ""]);
    expect(purchase?.attributes[1]?.type).toBe(line?.attributes[0]?.type);

    // Compiling and its update of the sources are steps of their own.
    for (let step = 0; step < 4 && (await studio.element("Buyer").count()) > 0; step++) await studio.tool("Undo").click();
    await expect(studio.element("Buyer")).toHaveCount(0);
});

test("a later script refreshes an entity, and what was made by hand is kept", async ({ studio, page }) => {
    const dialog = await opened(studio);
    await dialog.getByRole("textbox", { name: "Script or rows" }).fill("CREATE TABLE dbo.Customer (Id int IDENTITY PRIMARY KEY, Name nvarchar(80) NOT NULL, Old int)");
    await dialog.getByRole("button", { name: "Read" }).click();
    await dialog.getByRole("button", { name: "Preview" }).click();
    await dialog.getByRole("combobox", { name: "Data type of Name" }).selectOption("Email");
    await dialog.getByRole("button", { name: "Import", exact: true }).click();
    await expect(studio.message("Imported 1 entity from pasted text.")).toBeVisible();

    await studio.element("Customer").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Refresh Entity…" }).click();
    await expect(dialog).toContainText("To refresh Customer");
    await studio.drop("later.sql", Buffer.from("CREATE TABLE Customer (Id int IDENTITY PRIMARY KEY, Phone varchar(20), Name nvarchar(120) NOT NULL)"), hint);
    await expect(dialog.getByRole("treeitem", { name: /^Customer/ })).toContainText("refreshes Customer");
    await dialog.getByRole("button", { name: "Preview" }).click();
    const changes = dialog.getByRole("table", { name: "Changes" });
    await expect(changes.getByRole("checkbox", { name: "Take Phone: new column Phone varchar(20)" })).toBeChecked();
    await expect(changes.getByRole("checkbox", { name: /^Take Name: Original Type/ })).toBeChecked();
    await expect(changes.getByRole("checkbox", { name: /^Take Name: Data Type: Email → Text/ })).not.toBeChecked();
    await changes.getByRole("checkbox", { name: "Take Old: the column is gone" }).check();
    await dialog.getByRole("button", { name: "Import", exact: true }).click();
    await expect(studio.message("Refreshed 1 entity from later.sql.")).toBeVisible();
    const { entities } = await definitionOf(await studio.save());
    expect(entities[0]?.attributes.map((it) => [it.name, it.type, it.originalType])).toEqual([
        ["Id", "rtInteger", "int"],
        ["Phone", "rtText", "varchar(20)"],
        ["Name", "rtEmail", "nvarchar(120)"],
    ]);
});

test("a database, a workbook and pasted rows show their first rows", async ({ studio }) => {
    const dialog = await opened(studio);
    await studio.drop("broken.xlsx", Buffer.from("PK\x03\x04"), hint);
    await expect(dialog.getByRole("alert")).toContainText("broken.xlsx: The file is not an .xlsx workbook");
    await studio.drop("shop.db", file("shop.db"), hint);
    const tree = dialog.getByRole("tree", { name: "Tables and views" });
    await tree.getByRole("treeitem", { name: "customer", exact: true }).click();
    const details = dialog.getByRole("region", { name: "Details" });
    await expect(details).toContainText("The first 50 rows");
    await expect(details.getByRole("table", { name: "First rows" }).getByRole("row")).toHaveCount(51);
    await studio.drop("people.xlsx", file("people.xlsx"), hint);
    await tree.getByRole("treeitem", { name: "People", exact: true }).click();
    await expect(details.getByRole("table", { name: "First rows" })).toContainText("Ann & Bo");

    await dialog.getByRole("button", { name: "Back" }).click();
    await dialog.getByRole("textbox", { name: "Script or rows" }).fill("Id\tName\tBorn\n1\tAnn\t1990-02-01\n2\tBob\t1991-03-02\n");
    await dialog.getByRole("button", { name: "Read" }).click();
    await dialog.getByRole("button", { name: "Preview" }).click();
    await expect(dialog.getByRole("table", { name: "Attributes" })).toContainText("guessed: all 2 values are days");
    await dialog.getByRole("textbox", { name: "Physical Table Name" }).fill("dbo.People");
    await dialog.getByRole("textbox", { name: "Physical Table Name" }).press("Tab");
    await dialog.getByRole("button", { name: "Import", exact: true }).click();
    const { entities } = await definitionOf(await studio.save());
    expect([entities[0]?.table, entities[0]?.identifier]).toEqual(["dbo.People", "Id"]);
    expect(entities[0]?.attributes.map((it) => it.type)).toEqual(["rtInteger", "rtText", "rtDate"]);
});
