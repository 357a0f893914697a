// The service in the code editor, in Chromium: the bundle of the editor and the folder of the service on a page of the test's. What the studio tells
// them is told by the test. Folders: LANGUAGE_FOLDER and EDITOR_FOLDER, those of the build without.
import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { extname, join, normalize, resolve } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { fileURLToPath } from "node:url";

import { GENERATED, MAIN } from "./project.mjs";

const project = fileURLToPath(new URL("../../..", import.meta.url));
const { chromium } = createRequire(join(project, "tests/e2e/package.json"))("@playwright/test");
const { chromiumLaunch } = await import(join(project, "tests/e2e/support/chromium.mjs"));
const { hover, pointAt } = await import(join(project, "tests/e2e/support/pointing.mjs"));
const folders = {
    language: resolve(process.env.LANGUAGE_FOLDER ?? join(project, "target/language")),
    editor: resolve(process.env.EDITOR_FOLDER ?? join(project, "target/editor")),
};
const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".json": "application/json", ".wasm": "application/wasm", ".ttf": "font/ttf" };
const PAGE = `<!doctype html><meta charset="utf-8"><title>Editor</title><base href="/">
<style>body { margin: 0 } #place { width: 1200px; height: 800px }</style><div id="place"></div>
<script type="module">
    window.heard = { changed: [], wanted: [], states: [] };
    const editor = await import("/editor/monaco.js");
    window.editor = editor;
    editor.setTheme("studio", "vs", {});
    editor.open(document.getElementById("place"), "studio", "monospace", (path) => heard.changed.push(path), () => {}, (...place) => heard.wanted.push(place));
    editor.connectLanguage((...state) => heard.states.push(state));
    editor.setLanguageOn(true);
    document.title = "Ready";
</script>`;
/** A machine with other work takes its time; what never comes still ends the test. */
const LONG = { timeout: 60_000 };

let [server, browser, page] = [];
const errors = [];

before(async () => {
    server = createServer(async (request, response) => {
        const [, folder, name] = /^\/(\w+)\/([^?]*)/.exec(request.url) ?? [];
        if (!folders[folder]) return response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
        const file = join(folders[folder], normalize(name));
        if (!file.startsWith(folders[folder]) || !(await stat(file).catch(() => false))) return response.writeHead(404).end();
        response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
        createReadStream(file).pipe(response);
    });
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    browser = await chromium.launch(chromiumLaunch);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(LONG.timeout);
    // The editor's own word for what nobody waits for any more, as when a file is closed.
    page.on("pageerror", (error) => error.name !== "Canceled" && errors.push(String(error)));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction(() => document.title === "Ready", undefined, LONG);
});

after(async () => {
    await browser?.close();
    server?.close();
    assert.deepEqual(errors, []);
});

/** Opens the extension as the studio does, and shows its source. */
beforeEach(async () => {
    const documents = [
        { document: "main", name: "Parcels.cs", text: MAIN, generated: false },
        { document: "made", name: "Interfaces.cs", text: GENERATED, generated: true },
    ];
    const references = ["System", "System.Data", "System.Xml", "OutSystems.HubEdition.RuntimePlatform", "OutSystems.RuntimeCommon"];
    const project = { name: "OutSystems.NssParcels", language: "7.3", symbols: [], unsafe: false, framework: "4.8", references, libraries: [], documents };
    await page.evaluate(([project, text]) => {
        editor.forget();
        heard.changed.length = 0;
        heard.wanted.length = 0;
        editor.show("main", text, "csharp", false);
        editor.openLanguage(JSON.stringify(project));
    }, [project, MAIN]);
    await page.waitForFunction(() => heard.states.at(-1)?.[0] === "ready", undefined, LONG);
});

const text = () => page.evaluate(() => editor.text("main"));
const lines = () => page.locator(".monaco-editor .view-lines").first();
const squiggles = () => page.locator(".squiggly-error");

/** Puts the cursor behind a text of the source. */
async function behind(mark) {
    const before = (await text()).slice(0, (await text()).indexOf(mark) + mark.length).split("\n");
    await page.evaluate(([line, column]) => editor.reveal(line, column), [before.length, before.at(-1).length + 1]);
}

async function expectText(wanted) {
    const end = Date.now() + LONG.timeout;
    while (!(await text()).includes(wanted)) {
        assert(Date.now() < end, `no ${wanted} in ${await text()}`);
        await new Promise((later) => setTimeout(later, 100));
    }
}

async function expectCount(locator, count) {
    for (const end = Date.now() + LONG.timeout; (await locator.count()) !== count;) {
        assert(Date.now() < end, `${await locator.count()} instead of ${count}`);
        await new Promise((later) => setTimeout(later, 100));
    }
}

test("it says how far it is and that it is ready", async () => {
    const states = await page.evaluate(() => heard.states);
    assert(states.some(([name]) => name === "loading"));
    assert.equal(states.at(-1)[0], "ready");
});

test("errors show as one types and go when they are mended; the last build's own do not stand beside them", async () => {
    await page.evaluate(() => editor.setProblems("main", [{ line: 3, column: 1, endLine: 3, endColumn: 5, severity: "error", code: "CS0001", text: "Old" }, { line: 1, column: 1, endLine: 1, endColumn: 5, severity: "error", code: "V100", text: "A rule" }]));
    await expectCount(squiggles(), 1);
    await behind("ssWeight = Longest(ssText, 3).Length;");
    await page.keyboard.type(" ssWeight = ssText;");
    await expectCount(squiggles(), 2);
    for (let letter = 0; letter < " ssWeight = ssText;".length; letter += 1) await page.keyboard.press("Backspace");
    await expectCount(squiggles(), 1);
    assert.equal(await text(), MAIN);
});

test("completion lists members, and one is chosen", async () => {
    await behind("count = count + 1;");
    await page.keyboard.type(" this.");
    const list = page.locator(".suggest-widget .monaco-list-row");
    await list.filter({ hasText: "Longest" }).first().waitFor();
    await page.keyboard.type("cou");
    await list.filter({ hasText: "count" }).first().waitFor();
    await page.keyboard.press("Enter");
    await expectText(" this.count");
});

test("a completion that needs a using brings it", async () => {
    await behind("count = count + 1;");
    await page.keyboard.type(" StringBuil");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+Space");
    await page.locator(".suggest-widget .monaco-list-row").filter({ hasText: "System.Text" }).first().waitFor();
    await page.keyboard.press("Enter");
    await expectText(" StringBuilder");
    await expectText("using System.Text;");
});

test("signature help and hover tell the declaration", async () => {
    await behind("count = count + 1;");
    await page.keyboard.type(' Longest("a", ');
    await page.locator(".parameter-hints-widget").getByText("How many parts.").waitFor();
    await page.keyboard.press("Escape");
    await pointAt(page, "Substring");
    await hover(page).getByText("string.Substring").first().waitFor();
    await page.mouse.move(5, 5);
});

test("a definition in another file is told to the studio, one in the same file is gone to", async () => {
    await behind("new STParcel");
    await page.keyboard.press("F12");
    await page.waitForFunction(() => heard.wanted.length === 1, undefined, LONG);
    assert.deepEqual(await page.evaluate(() => heard.wanted), [["made", 12, 19]]);
});

test("a rename changes all places as one step, and what comes from the definition is refused in words", async () => {
    await behind("ssWeight = Longest");
    await page.keyboard.press("F2");
    const box = page.locator(".rename-input");
    await box.waitFor();
    await box.fill("Further");
    await box.press("Enter");
    await expectText("string Further(string text, int most)");
    assert((await text()).includes("return Further(text, 1);") && (await text()).includes("string Longest(string text)\n"));
    await page.keyboard.press("Control+z");
    await expectText("string Longest(string text, int most)");
    assert.equal(await text(), MAIN);
    await behind("void MssWei");
    await page.keyboard.press("F2");
    await page.locator(".monaco-editor-overlaymessage").getByText("comes from the definition").waitFor();
});

test("references are listed, a document is formatted, a missing using is fixed", async () => {
    await behind("ssWeight = Longest");
    await page.keyboard.press("Shift+F12");
    await page.locator(".reference-zone-widget").waitFor();
    await page.keyboard.press("Escape");
    await behind("count = count + 1;");
    await page.keyboard.type("\nif(count==2){count =3;} new StringBuilder();");
    await page.keyboard.press("Control+Shift+I");
    await expectText("if (count == 2) { count = 3; }");
    await expectCount(squiggles(), 1);
    await behind("new StringBui");
    // The editor asks by itself first, which calls off what is asked at the same moment.
    await page.locator(".lightBulbWidget").first().waitFor();
    await page.keyboard.press("Control+.");
    await page.locator(".action-widget").getByText("using System.Text;").click();
    await expectText("using System.Text;");
    await expectCount(squiggles(), 0);
});

test("names have colours by what they stand for, and the outline has the methods", async () => {
    const colour = async (name) => lines().getByText(name, { exact: true }).first().evaluate((element) => getComputedStyle(element).color);
    for (const end = Date.now() + LONG.timeout; (await colour("STParcelStructure")) !== "rgb(38, 127, 153)";) assert(Date.now() < end, await colour("STParcelStructure"));
    await behind("count = count + 1;");
    await page.keyboard.press("Control+Shift+O");
    await page.locator(".quick-input-widget").getByText("MssWeigh(string, int)").waitFor();
    await page.keyboard.press("Escape");
});

test("a type that changed elsewhere is known at once", async () => {
    await behind("parcel.ssName = ssText.Substring(1, 2);");
    await page.keyboard.type(" parcel.ssLabel = null;");
    await expectCount(squiggles(), 1);
    await page.evaluate((text) => editor.replaceInLanguage(JSON.stringify({ document: "made", name: "Interfaces.cs", text, generated: true })), GENERATED.replace("ssGrams;", "ssGrams; public string ssLabel;"));
    await expectCount(squiggles(), 0);
});

test("it is turned off and on, and a worker that dies is replaced", async () => {
    await behind("count = count + 1;");
    await page.keyboard.type(" count = null;");
    await expectCount(squiggles(), 1);
    await page.evaluate(() => editor.setLanguageOn(false));
    await expectCount(squiggles(), 0);
    assert.equal(page.workers().some((worker) => worker.url().includes("/language/")), false);
    await page.evaluate(() => editor.setLanguageOn(true));
    await expectCount(squiggles(), 1);
    assert.equal((await page.evaluate(() => heard.states)).at(-1)[0], "ready");
});
