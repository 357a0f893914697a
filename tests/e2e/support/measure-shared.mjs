// measure-shared.mjs ADDRESS [FILE]: how long a shared draft of a megabyte takes to show in a browser that has nothing of the studio yet.
import { chromium } from "@playwright/test";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import { chromiumLaunch } from "./chromium.mjs";

const LOADS = 7;
const [address, file] = process.argv.slice(2);

const browser = await chromium.launch(chromiumLaunch);
const driver = await browser.newBrowserCDPSession();

async function visitor() {
    const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } });
    await context.addInitScript(() => {
        for (const name of ["showOpenFilePicker", "showSaveFilePicker"]) Reflect.deleteProperty(window, name);
    });
    return [context, await context.newPage()];
}

/** Drops a file onto a place of the page as a user does. */
const drop = (page, place, name, content) =>
    page.evaluate(
        ({ place, name, base64 }) => {
            const carried = new DataTransfer();
            carried.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
            for (const type of ["dragover", "drop"]) {
                document.querySelector(place).dispatchEvent(new DragEvent(type, { dataTransfer: carried, bubbles: true, cancelable: true }));
            }
        },
        { place, name, base64: content.toString("base64") },
    );

/** A link to view what somebody shares: the file, or a new extension with a resource of a megabyte. */
async function shared() {
    const [context, page] = await visitor();
    await page.addInitScript(() => localStorage.setItem("xif-studio.author", "Ann"));
    await page.goto("/");
    await page.getByRole("button", { name: /^New Extension/ }).waitFor();
    if (file) {
        await drop(page, "body", basename(file), await readFile(file));
        await page.getByRole("treeitem").first().waitFor();
    } else {
        await page.keyboard.press("Alt+n");
        await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Shared");
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "Shared" }).waitFor();
        await page.getByRole("tab", { name: /^Resources/ }).click();
        await page.getByRole("tree", { name: "Files" }).waitFor();
        await drop(page, ".navigator [role=tree]", "large.bin", randomBytes(1_000_000));
        await page.getByRole("treeitem", { name: "large.bin" }).waitFor();
    }
    await page.getByRole("toolbar", { name: "Commands" }).getByRole("button", { name: /^Share(:|$)/ }).click();
    const window = page.getByRole("dialog", { name: "Share" });
    await window.getByRole("radio", { name: "To view" }).check();
    await window.getByRole("button", { name: "Create Link" }).click();
    const field = window.getByRole("textbox", { name: "Link" });
    await page.waitForFunction(() => [...document.querySelectorAll("input")].some((input) => input.value.includes("#/shared/")));
    const link = await field.inputValue();
    await page.getByTestId("shared").getByText("Shared", { exact: true }).waitFor();
    await context.close();
    return link;
}

/**
 * The milliseconds from the start of the navigation until the tree is painted, and when the page had what on the way, as the page itself
 * tells afterwards. Nothing looks on meanwhile: following every request from outside costs as much as opening the draft.
 */
async function visit(link) {
    const { browserContextId } = await driver.send("Target.createBrowserContext");
    const { targetId } = await driver.send("Target.createTarget", { url: "about:blank", browserContextId, width: 1440, height: 900 });
    const { sessionId } = await driver.send("Target.attachToTarget", { targetId });
    let last = 0;
    const page = (method, params = {}) =>
        new Promise((resolve, reject) => {
            const id = (last += 1);
            const hear = (event) => {
                const answer = JSON.parse(event.message);
                if (event.sessionId !== sessionId || answer.id !== id) return;
                driver.off("Target.receivedMessageFromTarget", hear);
                if (answer.error) reject(new Error(answer.error.message));
                else resolve(answer.result);
            };
            driver.on("Target.receivedMessageFromTarget", hear);
            driver.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params }) }).catch(reject);
        });
    await page("Page.enable");
    await page("Page.addScriptToEvaluateOnNewDocument", { source: `(${watch})()` });
    await page("Page.navigate", { url: link });
    const until = Date.now() + 30_000;
    for (let told; Date.now() < until; ) {
        await new Promise((done) => setTimeout(done, 2_000));
        told = await page("Runtime.evaluate", { expression: "JSON.stringify(window.shown ?? null)", returnByValue: true });
        const shown = JSON.parse(told.result.value);
        if (shown) {
            await driver.send("Target.disposeBrowserContext", { browserContextId });
            return shown;
        }
    }
    throw new Error("the tree never showed");
}

/** Runs in the page before all else. */
function watch() {
    const look = () => {
        if (!document.querySelector("[role=treeitem]")) return requestAnimationFrame(look);
        requestAnimationFrame(() => {
            const milliseconds = Math.round(performance.now());
            const [page] = performance.getEntriesByType("navigation");
            const steps = [page, ...performance.getEntriesByType("resource")].map(({ name, startTime, responseEnd, encodedBodySize }) => [
                Math.round(responseEnd),
                `${new URL(name).pathname.split("/").at(-1) || "page"} (from ${Math.round(startTime)}, ${Math.round(encodedBodySize / 1024)} KiB)`,
            ]);
            window.shown = { milliseconds, steps };
        });
    };
    requestAnimationFrame(look);
}

const link = await shared();
const visits = [];
for (let load = 0; load < LOADS; load += 1) visits.push(await visit(link));
await browser.close();

visits.sort((one, other) => one.milliseconds - other.milliseconds);
const { milliseconds, steps } = visits[Math.floor(LOADS / 2)];
for (const [at, name] of steps.sort(([one], [other]) => one - other)) console.log(`  ${String(at).padStart(5)} ms  ${name}`);
console.log(`a shared draft of a megabyte, from a cold page to its tree: ${milliseconds} ms (median of ${LOADS}: ${visits.map((visit) => visit.milliseconds).join(", ")})`);
