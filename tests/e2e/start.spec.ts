import { expect, test } from "@playwright/test";

test("the studio starts without an error in the browser's console", async ({ page }) => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));

    await page.goto("/");

    await expect(page).toHaveTitle(/XIF Studio/);
    await expect(page.locator("body > *:not(script)").first()).toBeVisible();
    expect(errors).toEqual([]);
});

test("the code editor loads, colours C# and shows a compiler's message", async ({ page }) => {
    await page.goto("/");
    await page.evaluate(async () => {
        const { createEditor, setProblems } = await import(new URL("/editor/monaco.js", location.href).href);
        const container = document.createElement("div");
        container.style.cssText = "position: fixed; inset: 0; z-index: 9999";
        document.body.append(container);
        const editor = createEditor(container, { value: "public class Loan { int rate = x; }", language: "csharp", theme: "vs", path: "Loan.cs" });
        setProblems(editor, [{ line: 1, column: 32, severity: "error", code: "CS0103", text: "The name 'x' does not exist" }]);
    });

    // Colours come from the tokenizer, the squiggle from the marker.
    await expect(page.locator(".monaco-editor .view-line span.mtk6, .monaco-editor .view-line span.mtk8").first()).toBeVisible();
    await expect(page.locator(".monaco-editor .squiggly-error")).toBeAttached();
});
