import { readFile } from "node:fs/promises";

import type { Page } from "@playwright/test";

import { hover, pointAt } from "./support/pointing.mjs";
import { expect, test, type Studio } from "./support/studio";

// The runtime and Roslyn load and warm up once in each page, on a machine that does other things too.
test.describe.configure({ timeout: 180_000 });
test.use({ hasLanguage: true });

const state = (page: Page) => page.getByTestId("language");

/** A new extension with an action, its source open and the service ready. */
async function ready(studio: Studio) {
    await studio.start();
    await studio.newExtension("Parcels");
    await studio.addAction("Weigh");
    await studio.addParameter("input", "Label", "Text");
    await studio.addParameter("output", "Grams", "Integer");
    await studio.page.keyboard.press("Alt+e");
    await expect(studio.page.getByTestId("source").locator(".view-line").getByText("MssWeigh")).toBeVisible();
    await expect(state(studio.page)).toHaveText(/C# ready/, { timeout: 120_000 });
}

const squiggles = (page: Page) => page.locator(".monaco-editor .squiggly-error");
const editorText = (page: Page) => page.locator(".monaco-editor .view-lines");

test("errors show as one types, name the compiler's code, and go when they are mended", async ({ studio }) => {
    const { page } = studio;
    await ready(studio);
    await expect(squiggles(page)).toHaveCount(0);
    await studio.writeBody(["ssGrams = ssLabel;"]);
    await expect(squiggles(page)).toHaveCount(1, { timeout: 60_000 });
    await pointAt(page, "ssLabel");
    await expect(hover(page)).toContainText("CS0029", { timeout: 30_000 });
    await page.keyboard.press("Escape");
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.type(".Length");
    await page.keyboard.press("Escape");
    await expect(squiggles(page)).toHaveCount(0, { timeout: 60_000 });
});

test("completion, signature help, hover and definition know the code, and a definition's change at once", async ({ studio }) => {
    const { page } = studio;
    await ready(studio);
    await studio.writeBody(["ssGrams = ssLabel.IndexO"]);
    await page.keyboard.press("Control+Space");
    const list = page.locator(".suggest-widget .monaco-list-row");
    await expect(list.first()).toContainText("IndexOf", { timeout: 60_000 });
    await page.keyboard.press("Enter");
    await page.keyboard.type("(");
    await expect(page.locator(".parameter-hints-widget")).toContainText("IndexOf(char value", { timeout: 30_000 });
    await page.keyboard.press("Escape");
    await page.keyboard.press("End");
    await page.keyboard.type(";");
    await pointAt(page, "IndexOf");
    await expect(hover(page)).toContainText("int string.IndexOf", { timeout: 30_000 });
    await page.keyboard.press("Escape");
});

test("a rename changes its places, a generated one is refused in words, and a format is one step", async ({ studio }) => {
    const { page } = studio;
    await ready(studio);
    await studio.writeBody(["var first=1;", "ssGrams = first;"]);
    await page.locator(".monaco-editor .view-line").getByText("ssGrams = ").last().click();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("F2");
    const box = page.locator(".monaco-editor .rename-input");
    await expect(box).toBeVisible({ timeout: 30_000 });
    await box.fill("second");
    await box.press("Enter");
    await expect(editorText(page)).toContainText("var second=1;", { timeout: 30_000 });
    await expect(editorText(page)).toContainText(/ssGrams\s=\ssecond;/);
    await page.keyboard.press("Control+Shift+I");
    await expect(editorText(page)).toContainText(/var\ssecond\s=\s1;/, { timeout: 30_000 });
    await page.locator(".monaco-editor .view-line").getByText("MssWeigh").click();
    await page.keyboard.press("F2");
    await expect(page.locator(".monaco-editor-overlaymessage")).toContainText(/comes from the definition/, { timeout: 30_000 });
    await expect(editorText(page)).toContainText("MssWeigh");
});

test("a missing using is offered and added", async ({ studio }) => {
    const { page } = studio;
    await ready(studio);
    await studio.writeBody(["var text = new StringBuilder(); ssGrams = text.Length;"]);
    await expect(squiggles(page).first()).toBeVisible({ timeout: 60_000 });
    await page.locator(".monaco-editor .view-line").getByText("StringBuilder").click();
    await page.locator(".monaco-editor .lightBulbWidget").first().waitFor();
    await page.keyboard.press("Control+.");
    const fix = page.locator(".action-widget .monaco-list-row").getByText("using System.Text;");
    await expect(fix).toBeVisible({ timeout: 60_000 });
    await fix.click();
    await expect(squiggles(page)).toHaveCount(0, { timeout: 60_000 });
});

test("it is turned off and on in the status bar, and the browser remembers it", async ({ studio }) => {
    const { page } = studio;
    await ready(studio);
    await studio.writeBody(["ssGrams = ssLabel;"]);
    await expect(squiggles(page)).toHaveCount(1, { timeout: 60_000 });
    await state(page).getByRole("button").click();
    await expect(state(page)).toHaveText("C# off");
    await expect(squiggles(page)).toHaveCount(0);
    expect(await page.evaluate(() => localStorage.getItem("xif-studio.language"))).toBe("off");
    await state(page).getByRole("button").click();
    await expect(state(page)).toHaveText(/C# ready/, { timeout: 120_000 });
    await expect(squiggles(page)).toHaveCount(1, { timeout: 60_000 });
});

test.describe("without its files", () => {
    test.use({ expectedErrors: /Failed to load resource|language/ });

    test("the editor works as ever, and says that the service is not there", async ({ studio }) => {
        const { page } = studio;
        await page.route("**/language/index.json", (route) => route.abort());
        await studio.start();
        await studio.newExtension("Parcels");
        await studio.addAction("Weigh");
        await page.keyboard.press("Alt+e");
        await expect(state(page)).toHaveText("C# unavailable", { timeout: 60_000 });
        await studio.writeBody(["// typed"]);
        await expect(editorText(page)).toContainText(/\/\/\styped/);
        await page.unroute("**/language/index.json");
        await state(page).getByRole("button").click();
        await expect(state(page)).toHaveText(/C# ready/, { timeout: 120_000 });
    });
});

test("every operation answers in Chromium", async ({ studio }) => {
    const { page } = studio;
    await studio.start();
    const requests = JSON.parse(await readFile(new URL("../../app/language/tests/requests.json", import.meta.url), "utf8"));
    const answers = await page.evaluate(async (requests) => {
        const base = new URL("language/", document.baseURI);
        const { worker: name, references } = await (await fetch(new URL("index.json", base))).json();
        const worker = new Worker(new URL(name, base), { type: "module" });
        const heard: Record<string, any>[] = [];
        let hear: (() => void) | undefined;
        worker.addEventListener("message", ({ data }) => { heard.push(data); hear?.(); });
        const said = async (which: (data: Record<string, any>) => boolean) => {
            for (;;) {
                const found = heard.find(which);
                if (found) return found;
                await new Promise<void>((resolve) => { hear = resolve; });
            }
        };
        worker.postMessage({ kind: "start" });
        await said(({ kind }) => kind === "started");
        const file = references.frameworks["4.8"].assemblies.mscorlib;
        const content = new Uint8Array(await (await fetch(new URL(file, base))).arrayBuffer());
        worker.postMessage({ kind: "supply", name: file, content });
        const answers: Record<string, any> = {};
        for (const [index, request] of requests.entries()) {
            if (request.operation === "open") request.references = [{ name: "mscorlib", bytes: file }];
            worker.postMessage({ kind: "ask", id: String(index), request: JSON.stringify(request) });
            const { answer } = await said((data) => data.kind === "answer" && data.id === String(index));
            answers[`${index} ${request.operation}`] = JSON.parse(answer);
        }
        worker.terminate();
        return answers;
    }, requests);
    const failed = Object.entries(answers).filter(([, answer]) => answer.failure);
    // There is no fix for what has no problem.
    expect(failed.map(([name, answer]) => [name.split(" ")[1], answer.failure.kind])).toEqual([["fix", "outdated"]]);
    const result = (operation: string) => Object.entries(answers).find(([name]) => name.endsWith(` ${operation}`))![1].result;
    expect(result("hover").declaration).toBe("class A");
    expect(result("emit").isDone).toBe(true);
    expect(result("outline").items[0].items[0].name).toBe("one");
    expect(result("references").places).toHaveLength(1);
    expect(result("completion").items.length).toBeGreaterThan(10);
});
