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
