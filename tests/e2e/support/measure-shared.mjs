// measure-shared.mjs ADDRESS [FILE]: how long a shared draft of a megabyte takes to show in a browser that has nothing of the studio yet.
import { chromium } from "@playwright/test";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import { chromiumLaunch } from "./chromium.mjs";

const LOADS = 7;
const [address, file] = process.argv.slice(2);

const browser = await chromium.launch(chromiumLaunch);

async function visitor() {
    const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } });
    await context.addInitScript(() => {
        for (const name of ["showOpenFilePicker", "showSaveFilePicker"]) Reflect.deleteProperty(window, name);
    });
    return [context, await context.newPage()];
}

/** Drops a file onto the page as a user does. */
const drop = (page, name, content) =>
    page.evaluate(
        ({ name, base64 }) => {
            const carried = new DataTransfer();
            carried.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
            document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
        },
        { name, base64: content.toString("base64") },
    );

/** A link to view what somebody shares: the file, or a new extension with a resource of a megabyte. */
async function shared() {
    const [context, page] = await visitor();
    await page.addInitScript(() => localStorage.setItem("xif-studio.author", "Ann"));
    await page.goto("/");
    await page.getByRole("button", { name: /^New Extension/ }).waitFor();
    if (file) {
        await drop(page, basename(file), await readFile(file));
    } else {
        await page.keyboard.press("Alt+n");
        await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Shared");
        await page.keyboard.press("Enter");
        await page.getByRole("heading", { name: "Shared" }).waitFor();
        await drop(page, "large.bin", randomBytes(1_000_000));
    }
    await page.getByRole("treeitem").first().waitFor();
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

/** The milliseconds until the tree shows, and when the browser had what on the way. */
async function visit(link) {
    const [context, page] = await visitor();
    await page.goto("about:blank");
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    const asked = new Map();
    const steps = [];
    let begun;
    const since = () => Math.round(performance.now() - begun);
    network.on("Network.requestWillBeSent", ({ requestId, request }) => asked.set(requestId, [new URL(request.url).pathname.split("/").at(-1) || "page", since()]));
    network.on("Network.loadingFinished", ({ requestId }) => {
        const [name, from] = asked.get(requestId) ?? [];
        if (name && !name.endsWith(".css")) steps.push([since(), `${name} (from ${from})`]);
    });
    begun = performance.now();
    await page.goto(link, { waitUntil: "commit" });
    await page.getByRole("treeitem").first().waitFor();
    const milliseconds = since();
    await context.close();
    return { milliseconds, steps };
}

const link = await shared();
const visits = [];
for (let load = 0; load < LOADS; load += 1) visits.push(await visit(link));
await browser.close();

visits.sort((one, other) => one.milliseconds - other.milliseconds);
const { milliseconds, steps } = visits[Math.floor(LOADS / 2)];
for (const [at, name] of steps) console.log(`  ${String(at).padStart(5)} ms  ${name}`);
console.log(`a shared draft of a megabyte, from a cold page to its tree: ${milliseconds} ms (median of ${LOADS}: ${visits.map((visit) => visit.milliseconds).join(", ")})`);
