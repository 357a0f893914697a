import { expect, test } from "@playwright/test";

test("the studio starts without an error in the browser's console", async ({ page }) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));

    await page.goto("/");

    await expect(page).toHaveTitle(/XIF Studio/);
    await expect(page.getByRole("button", { name: /^New Extension/ })).toBeVisible();
    expect(errors).toEqual([]);
});

// Wrong texts in the page make no markup that runs, loads or frames anything, whoever puts them there.
test("texts become markup by the policies of the page alone", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("button", { name: /^New Extension/ })).toBeVisible();
    const ends = await page.evaluate(() => {
        const end = (act: () => unknown) => {
            try {
                act();
                return "done";
            } catch (error) {
                return (error as Error).name;
            }
        };
        const element = () => document.createElement("div");
        const write = (html: string) => end(() => (element().innerHTML = html));
        return {
            template: write('<p class="hint">text</p>'),
            handler: write("<img src=x onerror=alert(1)>"),
            script: write("<script src='https://example.com'>"),
            frame: write("<p><iframe srcdoc='x'></iframe>"),
            address: write("<a href='javascript:alert(1)'>x</a>"),
            worker: end(() => new Worker("https://example.com/worker.js")),
            policy: end(() => (window as never as { trustedTypes: { createPolicy(name: string, of: object): void } }).trustedTypes.createPolicy("mine", {})),
            isApart: window.crossOriginIsolated,
        };
    });
    const refused = "TypeError";
    const hostile = { handler: refused, script: refused, frame: refused, address: refused, worker: refused, policy: refused };
    expect(ends).toEqual({ template: "done", ...hostile, isApart: true });
});
