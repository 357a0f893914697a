import type { Locator, Page } from "@playwright/test";

import { expect, test } from "./support/studio";

/** Windows by the keys that open them, and what has the keyboard then. */
const windows: [string, string, (dialog: Locator) => Locator][] = [
    ["Alt+n", "New extension", (dialog) => dialog.getByRole("textbox", { name: "Name" })],
    ["Alt+c", "Connect to Environment", (dialog) => dialog.getByRole("combobox", { name: "Address" })],
    ["Alt+l", "Share", (dialog) => dialog.getByRole("textbox", { name: "Your name" })],
    ["Alt+g", "Guide", (dialog) => dialog.getByRole("searchbox", { name: "Search the guide" })],
    ["Alt+k", "Keyboard shortcuts", (dialog) => dialog.getByRole("searchbox", { name: "Search" })],
    ["Control+Shift+p", "Command palette", (dialog) => dialog.getByRole("combobox", { name: "Command" })],
    ["Control+p", "Quick open", (dialog) => dialog.getByRole("combobox", { name: "Name" })],
    ["Alt+v", "Verify", (dialog) => dialog.getByRole("listbox", { name: "Verify log" })],
];

test("every window gives the keyboard to what it is opened for, and gives it back", async ({ studio, page }) => {
    test.slow(); // Verify compiles
    await studio.start();
    await studio.newExtension("Keys");
    await studio.addAction("Press");
    await page.keyboard.press("Alt+1");
    await expect(studio.field("Name")).toBeFocused();
    for (const [keys, name, wanted] of windows) {
        await test.step(name, async () => {
            await page.keyboard.press(keys);
            const dialog = page.getByRole("dialog", { name, exact: true });
            await expect(wanted(dialog)).toBeFocused();
            await page.keyboard.press("Escape");
            await expect(dialog).toBeHidden();
            await expect(studio.field("Name")).toBeFocused();
        });
    }
});

async function pressUntilFocused(page: Page, key: string, wanted: Locator) {
    for (let presses = 0; presses < 60; presses++) {
        if (await wanted.evaluate((element) => element === document.activeElement)) return;
        await page.keyboard.press(key);
    }
    await expect(wanted).toBeFocused();
}

test("an extension is made, defined and closed with the keyboard alone", async ({ studio, page }) => {
    await studio.start();
    await pressUntilFocused(page, "Tab", studio.startItem("New Extension"));
    await page.keyboard.press("Enter");
    await page.keyboard.type("Keys");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Alt+s");
    await expect(studio.field("Name")).toBeFocused();
    await page.keyboard.type("Order");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Order", exact: true })).toBeVisible();
    await pressUntilFocused(page, "Tab", page.getByRole("textbox", { name: "Name of a new attribute" }));
    await page.keyboard.type("Total");
    await page.keyboard.press("Enter");
    await expect(studio.editor.getByRole("grid").getByRole("row", { name: "Total", exact: true })).toBeVisible();

    // F8 goes from problem to problem, wherever the keyboard is.
    await page.keyboard.press("Alt+s");
    await expect(studio.field("Name")).toHaveValue("Structure1");
    await page.keyboard.press("Alt+a");
    await expect(studio.field("Name")).toHaveValue("Action1");
    await page.keyboard.press("F8");
    await expect(page.getByRole("heading", { name: "Structure1" })).toBeVisible();
    await page.keyboard.press("Alt+Shift+w");
    await expect(studio.startItem("New Extension")).toBeVisible();
});
