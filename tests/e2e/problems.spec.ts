import { expect, test } from "./support/studio";

test("errors come first, keys and lines of the output lead to them", async ({ studio, page }) => {
    test.slow(); // it waits for a compiler
    await studio.start();
    await studio.newExtension("Faulty");
    await studio.addAction("Fail");
    await studio.editor.getByRole("button", { name: "Edit Source Code" }).click();
    await studio.writeBody(["int unused = 1;", "undeclared = 2;"]);
    await studio.compile("CS0103");

    const lines = page.getByRole("tree", { name: "Problems" }).getByRole("treeitem", { name: /^CS/ });
    await expect(lines.first()).toHaveAccessibleName(/^CS0103/);

    // From another tab F8 goes to the error, which is the first problem.
    await studio.element("Faulty").click();
    await expect(page.getByRole("heading", { name: "Faulty" })).toBeVisible();
    await page.keyboard.press("F8");
    await expect(page.getByTestId("cursor")).toHaveText(/^Line \d+, column \d+$/);
    const there = await page.getByTestId("cursor").textContent();
    await expect(page.locator(".monaco-editor .current-line").first()).toBeVisible();
    // The code editor has the keyboard now, and F8 is the studio's all the same.
    await page.keyboard.press("ArrowUp");
    await expect(page.getByTestId("cursor")).not.toHaveText(there ?? "");
    await page.keyboard.press("Shift+F8");
    await page.keyboard.press("F8");
    await expect(page.getByTestId("cursor")).toHaveText(there ?? "");

    await page.getByRole("tab", { name: "Output" }).click();
    const output = page.getByRole("tabpanel", { name: "Output" });
    await expect(output).toContainText("Build failed: 1 error (");
    await page.keyboard.press("Control+Home");
    await output.getByRole("button", { name: /CS0103/ }).first().click();
    await expect(page.getByTestId("cursor")).toHaveText(there ?? "");

    // Verify shows its first error too, and goes there.
    await page.keyboard.press("Alt+v");
    const verify = page.getByRole("dialog", { name: "Verify" });
    const first = verify.getByRole("button", { name: "Go to First Error" });
    await expect(first).toBeVisible({ timeout: 60_000 });
    await expect(verify.getByRole("option", { selected: true })).toContainText("CS0103");
    await first.click();
    await expect(verify).toBeHidden();
    await expect(page.getByTestId("cursor")).toHaveText(there ?? "");
});

test("the code editor's own menu can be read", async ({ studio, page }) => {
    for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await studio.start();
        await studio.newExtension("Menus");
        await page.keyboard.press("Alt+e");
        await page.locator(".monaco-editor .view-line").nth(2).click({ button: "right" });
        const background = () => page.evaluate(() => {
            const host = [...document.querySelectorAll(".shadow-root-host")].find((it) => it.shadowRoot?.querySelector(".monaco-menu"));
            const menu = host?.shadowRoot?.querySelector(".monaco-scrollable-element, .monaco-menu");
            return menu && getComputedStyle(menu).backgroundColor;
        });
        // Opaque: three numbers, and no alpha.
        await expect.poll(background).toMatch(/^rgb\(\d+, \d+, \d+\)$/);
        await page.keyboard.press("Escape");
        await studio.close();
    }
});
