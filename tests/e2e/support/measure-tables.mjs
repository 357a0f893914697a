// measure-tables.mjs ADDRESS: how long the studio takes for 1,000 tables of 30 columns, from a script to entities.
import { chromium } from "@playwright/test";

import { chromiumLaunch } from "./chromium.mjs";
import { tablesScript } from "./tables-script.mjs";

const TABLES = 1_000;
const [address] = process.argv.slice(2);
const milliseconds = (number) => `${Math.round(number)} ms`;

/** Milliseconds of `deed` in the page until an element whose text has `words` is there. */
const timed = (page, deed, words, selector, value) =>
    page.evaluate(
        async ({ deed, words, selector, value }) => {
            const start = performance.now();
            new Function("value", deed)(value);
            const isShown = () => [...document.querySelectorAll(selector)].some((it) => it.textContent.includes(words));
            while (!isShown()) await new Promise(requestAnimationFrame);
            return performance.now() - start;
        },
        { deed, words, selector, value },
    );

const drop = `
    const carried = new DataTransfer();
    carried.items.add(new File([value], "tables.sql"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));`;
const press = (label) => `[...document.querySelectorAll("dialog .button")].find((it) => it.textContent.trim() === "${label}").click();`;

const browser = await chromium.launch(chromiumLaunch);
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(address);
await page.getByRole("button", { name: /^New Extension/ }).waitFor();
await page.keyboard.press("Alt+n");
await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Tables");
await page.keyboard.press("Enter");
await page.getByRole("heading", { name: "Tables" }).waitFor();
await page.keyboard.press("Alt+Shift+t");
await page.getByRole("dialog", { name: "Connect to External Table or View" }).waitFor();

const script = tablesScript(TABLES);
console.log(`${TABLES} tables of 30 columns: a script of ${(script.length / 1048576).toFixed(1)} MiB`);
console.log(`dropped, until they are listed: ${milliseconds(await timed(page, drop, "dbo.Table0003", "[role=treeitem]", script))}`);
console.log(`all checked: ${milliseconds(await timed(page, press("Check All"), "1000 tables are checked", "[role=status]"))}`);
console.log(`preview: ${milliseconds(await timed(page, press("Preview"), "1000 entities will be made", "[role=status]"))}`);
const imported = await timed(page, press("Import"), "Imported 1000 entities", "[aria-label=Messages]");
console.log(`imported, until the message: ${milliseconds(imported)}`);
const tree = page.getByRole("navigation", { name: "Navigator" }).getByRole("treeitem", { name: "Table0003", exact: true });
const waiting = Date.now();
await tree.waitFor();
console.log(`until the navigator shows them: ${milliseconds(imported + Date.now() - waiting)}`);
await browser.close();
