import { expect, test } from "./support/studio";

test("the guide is in the Help menu, is searched, and needs no network", async ({ studio, page }) => {
    await studio.start();
    await page.context().setOffline(true);
    await page.getByRole("menubar").getByRole("menuitem", { name: "Help" }).click();
    await page.getByRole("menuitem", { name: /^Guide/ }).click();
    const guide = page.getByRole("dialog", { name: "Guide" });
    const text = guide.getByRole("article");
    await expect(guide.getByRole("searchbox", { name: "Search the guide" })).toBeFocused();
    await expect(text.getByRole("heading", { name: "Getting started" })).toBeVisible();

    await page.keyboard.type("revoked KEY");
    await expect(text.getByRole("heading", { name: "Revoking a link" })).toBeVisible();
    await expect(text.getByRole("heading", { name: "Getting started" })).toHaveCount(0);
    await expect(text.locator("mark").filter({ hasText: /^revoked$/i }).first()).toBeVisible();
    await page.keyboard.press("Enter");
    await expect(text.getByRole("heading").first()).toBeFocused();

    await guide.getByRole("searchbox").fill("no such words");
    await expect(guide.getByRole("status")).toHaveText("Nothing has these words");
    await guide.getByRole("searchbox").fill("");
    const address = page.url();
    await guide.getByRole("navigation", { name: "Contents" }).getByRole("button", { name: "Reviews", exact: true }).click();
    await expect(text.getByRole("heading", { name: "Reviews", exact: true })).toBeInViewport();
    expect(page.url()).toBe(address);
    await page.keyboard.press("Escape");
    await expect(guide).toHaveCount(0);
    await page.context().setOffline(false);
});

test("the guide has keys of its own", async ({ studio, page }) => {
    await studio.start();
    await page.keyboard.press("Alt+g");
    await expect(page.getByRole("dialog", { name: "Guide" })).toBeVisible();
});
