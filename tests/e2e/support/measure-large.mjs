// measure-large.mjs ADDRESS: how the studio keeps up with an extension of 5,000 actions with 10 parameters each.
import { chromium } from "@playwright/test";
import { deflateSync, inflateSync } from "node:zlib";
import { readFile } from "node:fs/promises";

import { chromiumLaunch } from "./chromium.mjs";

const ACTIONS = 5_000;
const PARAMETERS = 10;
const OPENINGS = 7;
const [address] = process.argv.slice(2);

let lastKey = 0;

/** A key that nothing has yet: 16 bytes in base64 as a XIF writes it. */
function key() {
    const bytes = Buffer.alloc(16, 7);
    bytes.writeUInt32BE((lastKey += 1), 0);
    return bytes.toString("base64").slice(0, 22).replaceAll("/", "_");
}

function parameter(_, index) {
    const type = ["rtText", "rtInteger", "rtDecimal", "rtDate"][index % 4];
    const head = `Key="${key()}" Name="Parameter${index}" Description="What it is for"`;
    const rest = `Type="${type}" Default="" RecordType=""><Expression Name="Default" StringText=""><Empty position="1" Type="rtNone" /></Expression>`;
    return index < PARAMETERS - 1
        ? `<InputParameter ${head} IsMandatory="Yes" ${rest}</InputParameter>`
        : `<OutputParameter ${head} ${rest}</OutputParameter>`;
}

function action(_, index) {
    const name = `Action${String(index).padStart(4, "0")}`;
    const parameters = Array.from({ length: PARAMETERS }, parameter).join("");
    return `<Action Key="${key()}" Name="${name}" Description="Number ${index}" ImportDetails="" IsFunction="No"><Body></Body><JavaBody></JavaBody><Variables>${parameters}</Variables></Action>`;
}

/** The XIF of a new extension as the studio saves it, with the actions in it. */
async function largeFile(page) {
    await page.keyboard.press("Alt+n");
    await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Large");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Large" }).waitFor();
    const arriving = page.waitForEvent("download");
    await page.keyboard.press("Control+s");
    const xml = inflateSync(await readFile(await (await arriving).path())).toString("utf8");
    const actions = Array.from({ length: ACTIONS }, action).join("\r\n");
    const large = xml.replace(/<Actions ?\/>|<Actions>\s*<\/Actions>/, `<Actions>${actions}</Actions>`);
    if (large === xml) throw new Error("a new extension has no empty list of actions");
    return { packed: deflateSync(large), bytes: Buffer.byteLength(large) };
}

/** What the page did while `work` went on: its long tasks and the gaps between its frames, in milliseconds. */
async function observed(page, work) {
    await page.evaluate(() => {
        const seen = { tasks: [], gaps: [], frames: 0, isOver: false };
        window.seen = seen;
        seen.observer = new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((task) => task.duration)));
        seen.observer.observe({ type: "longtask" });
        let last = performance.now();
        const tick = () => {
            const now = performance.now();
            seen.frames += 1;
            seen.gaps.push(now - last);
            last = now;
            if (!seen.isOver) requestAnimationFrame(tick);
        };
        requestAnimationFrame(tick);
    });
    const result = await work();
    // What the work left to do counts too.
    await page.waitForTimeout(500);
    const { tasks, gaps } = await page.evaluate(() => {
        window.seen.isOver = true;
        window.seen.observer.disconnect();
        return { tasks: window.seen.tasks, gaps: window.seen.gaps };
    });
    return { tasks, longestTask: Math.max(0, ...tasks), longestGap: Math.max(0, ...gaps), frames: gaps.length, result };
}

/** Milliseconds from dropping the file onto the page until the tree shows. */
const timeToTree = (page, packed) =>
    page.evaluate(async (base64) => {
        const content = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        const carried = new DataTransfer();
        carried.items.add(new File([content], "Large.xif"));
        const start = performance.now();
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: carried, bubbles: true, cancelable: true }));
        const isShown = () => [...document.querySelectorAll("[role=treeitem]")].some((line) => line.textContent.includes("Action0003"));
        while (!isShown()) await new Promise(requestAnimationFrame);
        return performance.now() - start;
    }, packed.toString("base64"));

const milliseconds = (number) => `${Math.round(number)} ms`;

function report(what, { tasks, longestTask, longestGap }) {
    const long = tasks.length === 0 ? "no task over 50 ms" : `${tasks.length} tasks over 50 ms, the longest ${milliseconds(longestTask)}`;
    console.log(`${what}: ${long}; longest gap between two frames ${milliseconds(longestGap)}`);
}

const browser = await chromium.launch(chromiumLaunch);
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.addInitScript(() => {
    for (const name of ["showOpenFilePicker", "showSaveFilePicker"]) Reflect.deleteProperty(window, name);
});
await page.goto(address);
await page.getByRole("button", { name: /^New Extension/ }).waitFor();
const { packed, bytes } = await largeFile(page);
console.log(`${ACTIONS} actions with ${PARAMETERS} parameters each: ${(packed.length / 1024).toFixed(0)} KiB, ${(bytes / 1048576).toFixed(1)} MiB inflated`);

const opened = [];
for (let opening = 0; opening < OPENINGS; opening += 1) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const fresh = await context.newPage();
    await fresh.goto(address);
    await fresh.getByRole("button", { name: /^New Extension/ }).waitFor();
    // As long as somebody takes to find a file.
    await fresh.waitForTimeout(2_000);
    opened.push(await timeToTree(fresh, packed));
    await context.close();
}
opened.sort((one, other) => one - other);
console.log(`opened in a fresh page, until the tree shows: ${milliseconds(opened[Math.floor(OPENINGS / 2)])} (median of ${opened.map(Math.round).join(", ")})`);
const opening = await observed(page, () => timeToTree(page, packed));
report("opening", opening);

await page.getByRole("treeitem", { name: "Action0003", exact: true }).click();
const name = page.getByRole("tabpanel", { name: "Editor" }).getByRole("textbox", { name: "Name", exact: true }).first();
await name.waitFor();
const typing = { delay: 60 };

const filter = page.getByRole("searchbox", { name: "Filter", exact: true });
await filter.focus();
report("typing 10 characters into the filter", await observed(page, () => page.keyboard.type("Action4321", typing)));
await filter.fill("");

await name.focus();
await page.keyboard.press("Control+a");
report("typing a name of 10 characters", await observed(page, () => page.keyboard.type("Calculated", typing)));
report("taking the name over", await observed(page, () => page.keyboard.press("Enter")));
report("undoing it", await observed(page, async () => {
    await page.keyboard.press("Control+z");
    await page.getByRole("heading", { name: "Action0003", exact: true }).waitFor();
}));

const scrolling = await observed(page, () =>
    page.evaluate(async () => {
        const tree = document.querySelector(".navigator [role=tree]");
        const last = tree.scrollHeight - tree.clientHeight;
        const steps = 240;
        for (let step = 1; step <= steps; step += 1) {
            tree.scrollTop = (last * step) / steps;
            await new Promise(requestAnimationFrame);
        }
    }),
);
report(`scrolling through all ${ACTIONS} lines in 240 steps`, scrolling);
await browser.close();
