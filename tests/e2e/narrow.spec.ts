import type { Page } from "@playwright/test";

import { expect, test, type Studio } from "./support/studio";

/** Windows of a phone, of half a screen, and of a screen at 200 %. */
const sizes = [
    { width: 390, height: 844 },
    { width: 720, height: 450 },
    { width: 820, height: 1180 },
    { width: 1024, height: 768 },
];

/** Every command that the toolbar has when there is room for all. */
const commands = [
    "New Extension", "Open", "Save", "Undo", "Redo", "Cut", "Copy", "Paste", "Add Action", "Add Structure", "Add Entity", "Edit Source Code",
    "Update Source Code", "Compile", "Verify", "Download", "Share", "1-Click Publish",
];

/** Fails when something of the page lies to the right of the window, where nobody can scroll. */
async function expectInside(page: Page) {
    const beyond = () => page.evaluate(() => {
        const bars = document.querySelectorAll(".menu-bar, .toolbar, .tab-bar, .status-bar, .places, .panel, .start, dialog[open]");
        return [...bars].filter((bar) => bar.getBoundingClientRect().right > innerWidth + 1).map((bar) => bar.className);
    });
    await expect.poll(beyond).toEqual([]);
}

/** The commands of the toolbar: those in sight, and those in its menu. */
async function reachable(studio: Studio): Promise<string[]> {
    const { page } = studio;
    const bar = page.getByRole("toolbar", { name: "Commands" });
    const names = await bar.getByRole("button").evaluateAll((all) => all.filter((it) => it.checkVisibility({ visibilityProperty: true })).map((it) => it.getAttribute("aria-label") ?? ""));
    const more = bar.getByRole("button", { name: "More commands" });
    if (await more.isVisible()) {
        await more.click();
        const menu = page.getByRole("menu");
        names.push(...(await menu.getByRole("menuitem").evaluateAll((all) => all.map((it) => it.getAttribute("aria-label") ?? ""))));
        const box = await menu.boundingBox();
        expect(box && box.x >= 0 && box.x + box.width <= page.viewportSize()!.width, "the menu is inside the window").toBe(true);
        await page.keyboard.press("Escape");
    }
    return names.map((name) => name.replace(/:.*|…$/, ""));
}

for (const size of sizes) {
    test(`everything is within reach in a window of ${size.width} by ${size.height}`, async ({ studio, page }) => {
        await page.setViewportSize(size);
        await studio.start();
        await expectInside(page);
        await page.keyboard.press("Alt+n");
        await page.keyboard.type("Pocket");
        await page.keyboard.press("Enter");
        await expect(page).toHaveTitle("● Pocket – XIF Studio");
        await expectInside(page);
        expect(await reachable(studio)).toEqual(expect.arrayContaining(commands));

        await page.keyboard.press("Alt+a");
        await expect(studio.field("Name")).toBeFocused();
        await page.keyboard.type("GetOrders");
        await page.keyboard.press("Enter");
        await expectInside(page);
        await studio.editor.getByRole("button", { name: "Add input parameter" }).click();
        await expect(studio.parameter("Parameter1").getByRole("textbox", { name: "Name" })).toBeFocused();
        await expect(studio.parameter("Parameter1").getByRole("textbox", { name: "Name" })).toBeInViewport();
        // The last column is reached by the keyboard, which scrolls the rows.
        const last = studio.parameter("Parameter1").getByRole("textbox", { name: "Description" });
        await last.focus();
        await expect(last).toBeInViewport();

        // The navigator opens over the editor where there is no room beside it, and goes when something is chosen.
        const navigator = page.getByRole("navigation", { name: "Navigator" });
        const narrow = size.width < 720;
        if (narrow) {
            await expect(navigator).toBeHidden();
            await studio.tool("Navigator").click();
        }
        await expect(navigator).toBeVisible();
        await studio.element("Pocket").click();
        await expect(page.getByRole("heading", { name: "Pocket" })).toBeVisible();
        if (narrow) await expect(navigator).toBeHidden();

        for (const keys of ["Alt+c", "Alt+l", "Alt+k", "Control+Shift+p", "Alt+v"]) {
            await test.step(`window of ${keys}`, async () => {
                await page.keyboard.press(keys);
                const dialog = page.getByRole("dialog");
                await expect(dialog).toBeVisible();
                await expectInside(page);
                const button = dialog.getByRole("button").last();
                if (await button.isVisible()) {
                    await button.scrollIntoViewIfNeeded();
                    await expect(button).toBeInViewport();
                }
                await page.keyboard.press("Escape");
                await expect(dialog).toBeHidden();
            });
        }
    });
}

test("the active tab is in sight, and a list has all that are open", async ({ studio, page }) => {
    await page.setViewportSize({ width: 1024, height: 768 });
    await studio.start();
    await studio.newExtension("Many");
    for (let number = 1; number <= 9; number++) await studio.addAction(`Calculate${number}OfMany`);
    const tabs = page.getByRole("tablist", { name: "Open editors" });
    await expect(tabs.getByRole("tab", { selected: true })).toHaveAccessibleName("Calculate9OfMany");
    await expect(tabs.getByRole("tab", { selected: true })).toBeInViewport({ ratio: 0.95 });
    await page.getByRole("button", { name: "All open editors" }).click();
    await page.getByRole("menuitem", { name: "Calculate1OfMany" }).click();
    await expect(tabs.getByRole("tab", { selected: true })).toHaveAccessibleName("Calculate1OfMany");
    await expect(tabs.getByRole("tab", { selected: true })).toBeInViewport({ ratio: 0.95 });

    await tabs.getByRole("tab", { selected: true }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Close Other Tabs" }).click();
    await expect(tabs.getByRole("tab")).toHaveCount(1);
    await expect(page.getByRole("button", { name: "All open editors" })).toBeHidden();
    await tabs.getByRole("tab").click({ button: "right" });
    await page.getByRole("menuitem", { name: "Close All Tabs" }).click();
    await expect(tabs.getByRole("tab")).toHaveCount(0);
});
