// measure-start.mjs ADDRESS: what a browser that has nothing of the studio yet loads for the start screen, and how long that takes.
import { chromium } from "@playwright/test";
import { request } from "node:http";

import { chromiumLaunch } from "./chromium.mjs";

const LOADS = 5;
const [address] = process.argv.slice(2);

const browser = await chromium.launch(chromiumLaunch);

/** A visit by a browser with an empty cache: milliseconds until New Extension can be clicked, and the bytes that the page got over the network. */
async function visit() {
    const context = await browser.newContext();
    const page = await context.newPage();
    const network = await context.newCDPSession(page);
    await network.send("Network.enable");
    let bytes = 0;
    network.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
    const start = performance.now();
    await page.goto(address, { waitUntil: "commit" });
    await page.getByRole("button", { name: /^New Extension/ }).click({ trial: true });
    const milliseconds = performance.now() - start;
    await page.waitForLoadState("networkidle");
    await context.close();
    return { milliseconds, bytes };
}

/** How many bytes the server sends for a file, as it is and in brotli. */
async function sizes(path) {
    // Unlike fetch, this counts the bytes as they come, still compressed.
    const load = (encoding) =>
        new Promise((resolve, reject) => {
            const asked = request(new URL(path, address), { headers: { "accept-encoding": encoding } }, (answer) => {
                let bytes = 0;
                answer.on("data", (part) => (bytes += part.length));
                answer.on("end", () => resolve(bytes));
            });
            asked.on("error", reject);
            asked.end();
        });
    return { raw: await load("identity"), brotli: await load("br") };
}

const page = await (await fetch(address)).text();
const wasm = /studio-[0-9a-f]+_bg\.wasm/.exec(page)?.[0];
if (!wasm) throw new Error("the page names no wasm");
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(0)} KiB`;
const visits = [];
for (let load = 0; load < LOADS; load += 1) visits.push(await visit());
await browser.close();

for (const [name, path] of [["wasm of the page", wasm], ["wasm of the worker", "worker_bg.wasm"]]) {
    const { raw, brotli } = await sizes(path);
    console.log(`${name}: ${kilobytes(raw)}, in brotli ${kilobytes(brotli)}`);
}
const middle = (numbers) => numbers.toSorted((one, other) => one - other)[Math.floor(numbers.length / 2)];
console.log(`first page, transfers without the worker: ${kilobytes(middle(visits.map(({ bytes }) => bytes)))}`);
const times = visits.map(({ milliseconds }) => milliseconds);
console.log(`start screen ready: ${Math.round(middle(times))} ms (median of ${LOADS} cold loads: ${times.map(Math.round).join(", ")})`);
