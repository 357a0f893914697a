import { violations } from "./support/axe";
import { picture } from "./support/picture";
import { expect, test, type Studio } from "./support/studio";

/** A state of the studio, reached from the one before. */
type State = [string, (studio: Studio) => Promise<void>];

async function add(studio: Studio, keys: string, name: string) {
    await studio.page.keyboard.press(keys);
    await expect(studio.field("Name")).toBeFocused();
    await studio.field("Name").fill(name);
    await studio.field("Name").press("Enter");
    await expect(studio.page.getByRole("heading", { name, exact: true })).toBeVisible();
}

async function addRow(studio: Studio, name: string, type?: string, shown = type) {
    const fresh = studio.editor.getByRole("textbox", { name: /^Name of a new/ });
    await fresh.fill(name);
    await fresh.press("Enter");
    if (type) await studio.chooseType(row(studio, name), type, shown);
}

function row(studio: Studio, name: string) {
    return studio.editor.getByRole("grid").getByRole("row", { name, exact: true });
}

async function browseIcon(studio: Studio, side: [number, number]) {
    const asked = studio.page.waitForEvent("filechooser");
    await studio.editor.getByRole("button", { name: "Browse…" }).click();
    await (await asked).setFiles({ name: "icon.bmp", mimeType: "image/bmp", buffer: picture(...side) });
}

const states: State[] = [
    ["structure editor", async (studio) => {
        await add(studio, "Alt+s", "Order");
        await studio.field("Description").fill("What was bought");
        for (const [name, type] of [["Total", "Decimal"], ["IsPaid", "Boolean"], ["Since", "Date Time"]]) await addRow(studio, name, type);
    }],
    ["structure editor, refused default value", async (studio) => {
        await row(studio, "Total").getByRole("textbox", { name: "Default Value" }).fill("much");
        await expect(row(studio, "Total").getByRole("alert").getByText("much")).toBeVisible();
    }],
    ["structure editor, refused name of a new row", async (studio) => {
        await row(studio, "Total").getByRole("textbox", { name: "Default Value" }).press("Escape");
        await studio.editor.getByRole("textbox", { name: "Name of a new attribute" }).fill("1st");
        await expect(studio.editor.getByText("Names start with a letter")).toBeVisible();
    }],
    ["list of types", async (studio) => {
        await studio.editor.getByRole("textbox", { name: "Name of a new attribute" }).press("Escape");
        await row(studio, "Total").getByRole("combobox", { name: "Data Type" }).click();
        await expect(studio.page.getByRole("listbox", { name: "Data Type" })).toBeVisible();
    }],
    ["list of types, filtered", async (studio) => {
        await studio.page.keyboard.type("te");
        await expect(studio.page.getByRole("option", { name: "Text", exact: true })).toBeVisible();
    }],
    ["list of types, nothing fits", async (studio) => {
        await studio.page.keyboard.type("qqq");
        await expect(studio.page.getByText("No matches.")).toBeVisible();
    }],
    ["list of True and False", async (studio) => {
        await studio.page.keyboard.press("Escape");
        await row(studio, "IsPaid").getByRole("combobox", { name: "Default Value" }).click();
        await expect(studio.page.getByRole("option", { name: "True" })).toBeVisible();
    }],
    ["several rows selected", async (studio) => {
        await studio.page.keyboard.press("Escape");
        await studio.editor.getByRole("button", { name: "Select Total" }).click();
        await studio.page.keyboard.press("Shift+ArrowDown");
    }],
    ["menu of rows", async (studio) => {
        await studio.editor.getByRole("button", { name: "Select Total" }).click({ button: "right" });
        await expect(studio.page.getByRole("menu")).toBeVisible();
    }],
    ["entity editor", async (studio) => {
        await studio.page.keyboard.press("Escape");
        await add(studio, "Alt+Shift+e", "Customer");
        await addRow(studio, "Id", "Integer");
        await studio.editor.getByRole("combobox", { name: "Identifier" }).selectOption("Id");
        await addRow(studio, "Legacy");
        await row(studio, "Legacy").getByRole("checkbox", { name: "Ignore" }).check();
    }],
    ["action editor", async (studio) => {
        await studio.addAction("GetOrders");
        await addRow(studio, "Orders", "Record List (Order)", "Record List");
        await studio.addParameter("output", "Found", "Boolean");
    }],
    ["records of a join", async (studio) => {
        await studio.parameter("Orders").getByRole("button", { name: /^Record Type/ }).click();
        await expect(studio.page.getByRole("dialog", { name: "Record Type" })).toBeVisible();
        await studio.page.keyboard.press("Space");
    }],
    ["records of a join, none has the name", async (studio) => {
        await studio.page.keyboard.type("qqq");
        await expect(studio.page.getByRole("dialog", { name: "Record Type" }).getByRole("option")).toHaveCount(0);
    }],
    ["refused function, with an offer", async (studio) => {
        await studio.page.keyboard.press("Escape");
        // Escape gives up what was chosen.
        await expect(studio.parameter("Orders").getByRole("button", { name: "Record Type: Order" })).toBeFocused();
        await studio.addParameter("output", "Count", "Integer");
        await studio.page.getByRole("checkbox", { name: "Function" }).click();
        await expect(studio.editor.getByText("A function has exactly one output parameter")).toBeVisible();
    }],
    ["part of a picture for an icon", async (studio) => {
        await browseIcon(studio, [64, 40]);
        await expect(studio.page.getByRole("dialog", { name: "Icon" })).toBeVisible();
    }],
    ["action editor with an icon", async (studio) => {
        await studio.page.getByRole("button", { name: "Use as Icon" }).click();
        await expect(studio.editor.getByRole("combobox", { name: "Icon" }).locator("option:checked")).toHaveText("icon.png");
    }],
    ["places that use a structure", async (studio) => {
        await studio.element("Order").click();
        await studio.editor.getByRole("button", { name: "Used by 1 place" }).click();
        await expect(studio.page.getByRole("dialog", { name: "Used by" })).toBeVisible();
    }],
    ["extension editor", async (studio) => {
        await studio.page.keyboard.press("Escape");
        await studio.element("Shop").click();
        await expect(studio.page.getByRole("heading", { name: "Shop" })).toBeVisible();
    }],
    ["extension editor, refused description", async (studio) => {
        await studio.field("Description").fill("d".repeat(300));
        await expect(studio.editor.getByText("The description has 300 characters")).toBeVisible();
    }],
    ["filtered navigator", async (studio) => {
        await studio.field("Description").press("Escape");
        await studio.find("Customer");
    }],
    ["name in the navigator", async (studio) => {
        await studio.element("Customer").click();
        await studio.toNavigator();
        await studio.page.keyboard.press("F2");
        await expect(studio.page.getByRole("textbox", { name: "New name" })).toBeVisible();
    }],
    ["menu of the navigator", async (studio) => {
        await studio.page.keyboard.press("Escape");
        await studio.element("Customer").click({ button: "right" });
        await expect(studio.page.getByRole("menu")).toBeVisible();
    }],
    ["problems", async (studio) => {
        await studio.page.keyboard.press("Escape");
        await studio.page.getByRole("searchbox", { name: "Filter", exact: true }).fill("");
        await add(studio, "Alt+s", "Hollow");
        await expect(studio.page.getByRole("tree", { name: "Problems" }).getByRole("treeitem").first()).toBeVisible();
    }],
    ["quick fixes", async (studio) => {
        await studio.page.getByRole("tree", { name: "Problems" }).getByRole("treeitem", { name: /V\d+/ }).first().click({ button: "right" });
        await expect(studio.page.getByRole("menu")).toBeVisible();
    }],
    ["files with an excluded one", async (studio) => {
        await studio.page.keyboard.press("Escape");
        await studio.page.getByRole("tab", { name: /^Resources/ }).click();
        await studio.element("Shop.sln").click({ button: "right" });
        await studio.page.getByRole("menuitem", { name: "Exclude from Extension" }).click();
        await expect(studio.page.getByRole("status").filter({ hasText: "Not saved" })).toBeVisible();
    }],
    ["resource editor of a picture", async (studio) => {
        await studio.element("icon.png").click();
        await expect(studio.editor.getByRole("img", { name: "The picture" })).toBeVisible();
    }],
    ["resource editor of a source file", async (studio) => {
        await studio.element("Shop.csproj").click({ button: "right" });
        await studio.page.getByRole("menuitem", { name: "Properties" }).click();
        await expect(studio.page.getByRole("heading", { name: "Shop.csproj" })).toBeVisible();
    }],
    ["quick open", async ({ page }) => {
        await page.keyboard.press("Control+p");
        await page.getByRole("dialog", { name: "Quick open" }).getByRole("combobox").fill("o");
        await expect(page.getByRole("option", { name: "Order", exact: true })).toBeVisible();
    }],
    ["quick open, nothing", async ({ page }) => {
        await page.getByRole("dialog", { name: "Quick open" }).getByRole("combobox").fill("qqqqq");
        await expect(page.getByText("No matches.")).toBeVisible();
    }],
    ["find in the extension", async ({ page }) => {
        await page.keyboard.press("Escape");
        await page.keyboard.press("Control+Shift+f");
        await page.getByRole("searchbox", { name: "Find" }).fill("Order");
        await expect(page.getByRole("tree", { name: "Results" }).getByRole("treeitem").first()).toBeVisible();
    }],
    ["find in an element", async (studio) => {
        await studio.page.getByRole("tab", { name: /^Extension/ }).click();
        await studio.element("GetOrders").click();
        await studio.page.keyboard.press("Control+f");
        await expect(studio.page.getByRole("button", { name: "Find in the whole extension" })).toBeVisible();
    }],
    ["history", async ({ page }) => {
        await page.keyboard.press("Control+Shift+h");
        await expect(page.getByRole("tabpanel", { name: "History" }).getByRole("button").first()).toBeVisible();
    }],
    ["output", async ({ page }) => {
        await page.keyboard.press("Control+Shift+u");
        await expect(page.getByRole("tabpanel", { name: "Output" })).toBeVisible();
    }],
    ["command palette, nothing", async ({ page }) => {
        await page.keyboard.press("F1");
        await page.keyboard.type("qqq");
        await expect(page.getByText("No matching commands")).toBeVisible();
    }],
    ["about", async ({ page }) => {
        await page.keyboard.press("Escape");
        await page.keyboard.press("F1");
        await page.keyboard.type("about");
        await page.keyboard.press("Enter");
        await expect(page.getByRole("dialog", { name: /About/ })).toBeVisible();
    }],
    ["verify window", async ({ page }) => {
        await page.keyboard.press("Escape");
        await page.keyboard.press("Alt+v");
        const log = page.getByRole("listbox", { name: "Verify log" });
        await expect(page.getByRole("dialog", { name: "Verify" }).getByRole("button", { name: "Close" }).last()).toBeVisible({ timeout: 60_000 });
        await log.focus();
        await page.keyboard.press("End");
    }],
];

// A trace holds the page after each of hundreds of actions.
test.use({ trace: "off" });

for (const colorScheme of ["light", "dark"] as const) {
    test.describe(colorScheme, () => {
        test.use({ colorScheme });

        test(`every editor, list and window in ${colorScheme} is free of what axe knows`, async ({ studio, page }) => {
            test.slow(); // half a second for each state
            await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
            await studio.start();
            await studio.newExtension("Shop");
            for (const [name, reach] of states) {
                await test.step(name, async () => {
                    await reach(studio);
                    expect.soft(await violations(page), name).toEqual([]);
                });
            }
        });
    });
}
