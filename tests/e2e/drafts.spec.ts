import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "@playwright/test";

import { fullDisk, garble, RealBrowser, withoutDatabase } from "./support/drafts";
import { expect, Studio, test } from "./support/studio";

const keeping = (page: Page) => page.getByTestId("keeping");
const drafts = (page: Page) => page.getByRole("grid", { name: "Drafts" });
const draft = (page: Page, name: string) => drafts(page).getByRole("row").filter({ has: page.getByText(name, { exact: true }) });
const kept = "Kept in this browser";

/** Counts the browser's questions on leaving, and answers them with leaving. */
function questions(page: Page) {
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
        asked.push(dialog.type());
        return dialog.accept();
    });
    return asked;
}

test("a killed browser loses nothing: neither code nor undo", async ({ baseURL }) => {
    const profile = await mkdtemp(join(tmpdir(), "xif-studio-profile-"));
    let browser = await RealBrowser.start(profile);
    try {
        let studio = new Studio(browser.page, profile);
        await studio.page.goto(baseURL!);
        await studio.newExtension("Killed");
        await studio.addAction("Survive");
        await studio.addParameter("input", "Amount", "Decimal");
        await studio.editor.getByRole("button", { name: "Edit Source Code" }).click();
        await studio.writeBody(["int last = 42;"]);
        const typed = Date.now();
        await expect(keeping(studio.page)).toHaveText(kept);
        await studio.page.waitForTimeout(Math.max(0, 1000 - (Date.now() - typed)));
        await browser.kill();

        browser = await RealBrowser.start(profile);
        studio = new Studio(browser.page, profile);
        await studio.page.goto(baseURL!);
        await expect(draft(studio.page, "Killed")).toContainText("Not saved");
        await draft(studio.page, "Killed").click();
        await expect(studio.page.locator(".monaco-editor .view-line").getByText("int last = 42;")).toBeVisible();
        await studio.element("Survive").click();
        await studio.expectParameters(["Amount"]);
        await studio.page.keyboard.press("Control+Shift+h");
        const step = (name: string) => studio.page.getByRole("tabpanel", { name: "History" }).getByRole("button", { name, exact: true });
        await expect(step("New extension")).toBeVisible();
        await step("Add action Action1").click();
        await expect(studio.element("Action1")).toBeVisible();
        await step("Edit Killed.cs").click();
        await expect(studio.element("Survive")).toBeVisible();
        await studio.expectParameters(["Amount"]);
    } finally {
        await browser.kill().catch(() => {});
        await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
});

test("loading the page again comes back to the draft, with undo, and nothing is asked", async ({ studio, page }) => {
    const asked = questions(page);
    await studio.start();
    await studio.newExtension("Again");
    await studio.addAction("Work");
    await expect(page).toHaveURL(/#draft=/);
    await studio.field("Description").fill("Typed and not left");
    await page.reload();
    await expect(page.getByRole("heading", { name: "Work" })).toBeVisible();
    await expect(studio.field("Description")).toHaveValue("Typed and not left");
    await page.keyboard.press("Control+z");
    await expect(studio.field("Description")).toHaveValue("");
    await page.keyboard.press("Control+z");
    await expect(studio.element("Action1")).toBeVisible();
    await page.keyboard.press("Control+y");
    await studio.save();
    await studio.addAction("Later");

    await studio.close();
    await expect(page).not.toHaveURL(/#draft=/);
    await expect(draft(page, "Again")).toContainText("Changed since saved");
    await draft(page, "Again").click();
    await expect(studio.element("Later")).toBeVisible();
    await expect(page.getByTestId("save-state")).toHaveText("Not saved");
    await page.goBack();
    await page.goForward();
    await expect(studio.element("Later")).toBeVisible();
    expect(asked).toEqual([]);
});

test("a second tab looks on, sees every change, takes over, and gives the draft back", async ({ studio, page, context }) => {
    await studio.start();
    await studio.newExtension("Shared");
    await studio.addAction("First");
    const page2 = await context.newPage();
    const other = new Studio(page2, studio.folder);
    await page2.goto(page.url());
    const banner = (page: Page) => page.getByText("This draft is being edited in another tab or window.");
    await expect(banner(page2)).toBeVisible();
    await expect(keeping(page2)).toHaveText("Edited in another tab");
    await expect(other.element("First")).toBeVisible();
    await expect(other.tool("Add Action")).toBeDisabled();
    await studio.addAction("Second");
    await expect(other.element("Second")).toBeVisible();

    await studio.field("Description").fill("On its way");
    await page2.getByRole("button", { name: "Take over here" }).click();
    await expect(banner(page2)).toHaveCount(0);
    await expect(banner(page)).toBeVisible();
    await other.element("Second").click();
    await expect(other.field("Description")).toHaveValue("On its way");
    await other.addAction("Third");
    await expect(studio.element("Third")).toBeVisible();
    await page2.keyboard.press("Control+z");
    await page2.keyboard.press("Control+z");
    await expect(studio.element("Third")).toHaveCount(0);

    await page2.close();
    // Whoever comes to a tab brings it to the front: the browser of a test keeps all of them there.
    await page.evaluate(() => window.dispatchEvent(new Event("focus")));
    await expect(banner(page)).toHaveCount(0);
    await studio.addAction("Fourth");
    await page.reload();
    await expect(studio.element("Fourth")).toBeVisible();
});

test("drafts are listed, renamed, duplicated, deleted and brought back with the keyboard", async ({ studio, page }) => {
    await studio.start();
    await studio.newExtension("Alpha");
    await studio.close();
    await studio.newExtension("Beta");
    await studio.save();
    await studio.close();
    const rows = drafts(page).getByRole("rowgroup").getByRole("row");
    await expect(rows).toHaveText([/^Beta.*Saved to Beta\.xif.* KB/, /^Alpha.*Not saved.* KB/]);

    await rows.first().focus();
    await page.keyboard.press("ArrowDown");
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press("F2");
    await expect(page.getByRole("textbox", { name: "New name" })).toBeFocused();
    await page.keyboard.type("For the bank");
    await page.keyboard.press("Enter");
    await expect(rows.nth(1)).toContainText("For the bank");
    await expect(rows.nth(1)).toBeFocused();
    await page.keyboard.press("Control+d");
    await expect(rows).toHaveText([/^For the bank copy/, /^Beta/, /^For the bank/]);

    await rows.nth(2).focus();
    await page.keyboard.press("Delete");
    await expect(rows).toHaveText([/^For the bank copy/, /^Beta/]);
    await page.getByRole("region", { name: "Messages" }).getByRole("button", { name: "Undo" }).click();
    await expect(rows).toHaveText([/^For the bank copy/, /^Beta/, /^For the bank/]);
    await page.reload();
    await expect(rows).toHaveCount(3);

    await rows.nth(0).focus();
    await page.keyboard.press("Enter");
    await expect(studio.element("Alpha")).toBeVisible();
    await studio.addAction("OnlyInCopy");
    await studio.close();
    await draft(page, "For the bank").click();
    await expect(studio.element("Alpha")).toBeVisible();
    await expect(studio.element("OnlyInCopy")).toHaveCount(0);
});

test("a file that was only looked at leaves no draft when it is closed", async ({ studio, page }) => {
    await studio.start();
    await studio.newExtension("Looked");
    const path = await studio.save();
    await studio.close();
    await draft(page, "Looked").focus();
    await page.keyboard.press("Delete");
    await expect(drafts(page)).toHaveCount(0);
    await page.getByTestId("file-input").setInputFiles(path);
    await expect(studio.element("Looked")).toBeVisible();
    await expect(keeping(page)).toHaveText(kept);
    await page.reload();
    await expect(studio.element("Looked")).toBeVisible();
    await studio.close();
    await page.reload();
    await expect(studio.startItem("New Extension")).toBeVisible();
    await expect(drafts(page)).toHaveCount(0);
});

test("a browser that stores nothing says so before anything is lost, and leaving asks", async ({ studio, page }) => {
    await page.addInitScript(withoutDatabase);
    await studio.start();
    await expect(studio.message(/can't store drafts. Save before leaving/)).toBeVisible();
    await studio.newExtension("Fragile");
    await expect(keeping(page)).toHaveText("Not kept: save the file");
    await expect(page).not.toHaveURL(/#draft=/);
    const asked = page.waitForEvent("dialog");
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    await page.keyboard.press("Alt+Shift+w");
    const question = page.getByRole("dialog", { name: "Unsaved changes" });
    await question.getByRole("button", { name: "Cancel" }).click();
    await expect(studio.element("Fragile")).toBeVisible();
    await page.keyboard.press("Alt+Shift+w");
    await question.getByRole("button", { name: "Discard changes" }).click();
    await studio.newExtension("Saved");
    await studio.save();
    const unwanted = questions(page);
    await page.reload();
    await expect(studio.startItem("New Extension")).toBeVisible();
    expect(unwanted).toEqual([]);
});

test("a full disk is told at once, and everything is kept when there is room again", async ({ studio, page }) => {
    await studio.start();
    await studio.newExtension("Full");
    await expect(keeping(page)).toHaveText(kept);
    const write = await page.evaluateHandle(() => IDBObjectStore.prototype.put);
    await page.evaluate(fullDisk);
    await studio.addAction("Squeezed");
    await expect(keeping(page)).toHaveText("Not kept: save the file");
    await expect(studio.message("The disk is full.")).toBeVisible();
    await write.evaluate((put) => (IDBObjectStore.prototype.put = put));
    await studio.addAction("Roomy");
    await expect(keeping(page)).toHaveText(kept);
    await expect(studio.message("Changes are kept in this browser again.")).toBeVisible();
    await page.reload();
    await expect(studio.element("Roomy")).toBeVisible();
    await expect(studio.element("Squeezed")).toBeVisible();
});

test("a garbled record opens as a copy up to it, says so, and the draft stays", async ({ studio, page }) => {
    await studio.start();
    await studio.newExtension("Hurt");
    await studio.addAction("One");
    await studio.addAction("Two");
    await expect(keeping(page)).toHaveText(kept);
    const address = page.url();
    await page.goto("about:blank");
    await studio.start();
    await garble(page, 3);
    await draft(page, "Hurt").click();
    await expect(studio.message(/Not all of the draft Hurt can be read/)).toBeVisible();
    await expect(studio.message("Step 3 cannot be read: it is damaged.")).toBeVisible();
    await expect(studio.element("One")).toBeVisible();
    await expect(studio.element("Two")).toHaveCount(0);
    expect(page.url()).not.toBe(address);
    await studio.close();
    await expect(draft(page, "Hurt")).toHaveCount(2);
});

test("an address of a draft that is not here says so", async ({ studio, page }) => {
    await page.goto("/#draft=AAAAAAAAAAAAAAAAAAAAAA");
    await expect(studio.message("The draft is not in this browser.")).toBeVisible();
    await expect(studio.startItem("New Extension")).toBeVisible();
    await expect(page).not.toHaveURL(/#draft=/);
});

test.describe("with file handles", () => {
    test.use({ hasFileHandles: true });

    test("after the page was loaded again Save writes to the same file without asking", async ({ studio, page }) => {
        await page.addInitScript(() => {
            const asked = { times: 0 };
            const showSaveFilePicker = async () => {
                asked.times += 1;
                return (await navigator.storage.getDirectory()).getFileHandle("Own.xif", { create: true });
            };
            Object.assign(window, { asked, showSaveFilePicker });
        });
        const times = () => page.evaluate(() => (window as unknown as { asked: { times: number } }).asked.times);
        await studio.start();
        await studio.newExtension("Own");
        await studio.tool("Save").click();
        await expect(studio.message("Saved Own.xif, generation 1.")).toBeVisible();
        expect(await times()).toBe(1);
        await page.reload();
        await studio.addAction("More");
        await studio.tool("Save").click();
        await expect(studio.message("Saved Own.xif, generation 2.")).toBeVisible();
        expect(await times()).toBe(0);
    });
});
