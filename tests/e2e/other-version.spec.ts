import { expect, test } from "./support/studio";

const OLD = {
    code: "S508",
    title: "This page or program is too old for the server",
    detail: "What was sent is of an earlier version.",
    cure: "Reload the studio.",
};

// Chromium itself reports the refusals that the test makes.
test.use({ expectedErrors: /status of 400/ });

test("a server that was renewed while the page was open is told once, and reloading goes on with the draft", async ({ studio, page }) => {
    await studio.start();
    await studio.newExtension("Renewed");
    await studio.addAction("Kept");
    const asked: string[] = [];
    await page.route("**/api/compile?*", (route) => {
        asked.push(route.request().headers()["x-xif-studio-api"]);
        return route.fulfill({
            status: 400,
            headers: { "content-type": "application/problem+json", "x-xif-studio-api": "2" },
            body: JSON.stringify(OLD),
        });
    });
    const told = page.getByRole("alert").filter({ hasText: "this page is too old for it" });
    await studio.tool("Compile").click();
    await expect(told).toContainText("Nothing is lost: drafts are kept in this browser.");
    await told.getByRole("button", { name: "Dismiss" }).click();
    await studio.tool("Compile").click();
    await expect.poll(() => asked).toEqual(["1", "1"]);
    await expect(told).toHaveCount(0);
    await page.unroute("**/api/compile?*");
    await page.reload();
    await expect(studio.element("Kept")).toBeVisible();
});

test("a server that went back to an earlier version is told, with a button that loads the page again", async ({ studio, page }) => {
    await studio.start();
    await studio.newExtension("GoneBack");
    await studio.addAction("Kept");
    await page.route("**/api/compile?*", async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, headers: { ...answer.headers(), "x-xif-studio-api": "0" } });
    });
    await studio.tool("Compile").click();
    const told = page.getByRole("alert").filter({ hasText: "this page is too new for it" });
    const loaded = page.waitForEvent("load");
    await told.getByRole("button", { name: "Reload" }).click();
    await loaded;
    await expect(studio.element("Kept")).toBeVisible();
});

test("what a later server added disturbs nobody", async ({ studio, page }) => {
    await page.route("**/healthz", async (route) => {
        const answer = await route.fetch();
        const health = await answer.json();
        const more = { ...health, weather: { sun: true }, drafts: { ...health.drafts, more: 1 } };
        await route.fulfill({ response: answer, headers: { ...answer.headers(), "x-xif-studio-api": "7" }, json: more });
    });
    await studio.start();
    await studio.newExtension("Later");
    await studio.addAction("Kept");
    await expect(studio.message(/too (old|new) for it/)).toHaveCount(0);
});
