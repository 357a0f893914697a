import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "@playwright/test";

import { violations } from "./support/axe";
import { expectNowhere, storeFolder } from "./support/store";
import { expect, Studio, test, withoutFileHandles } from "./support/studio";

const within2Seconds = { timeout: 2_000 };

const reviewWindow = (page: Page) => page.getByRole("dialog", { name: "Review of Bank" });
const panel = (page: Page) => reviewWindow(page).getByRole("region", { name: "Comments" });
const threads = (page: Page) => panel(page).getByRole("article");

/** Somebody with a browser of his own; without a name he is asked for one. */
async function person(browser: Browser, name: string, baseURL: string | undefined): Promise<[BrowserContext, Studio]> {
    const context = await browser.newContext({ baseURL });
    await context.addInitScript(withoutFileHandles);
    if (name) await context.addInitScript((name) => localStorage.setItem("xif-studio.author", name), name);
    const page = await context.newPage();
    return [context, new Studio(page, await mkdtemp(join(tmpdir(), "xif-studio-")))];
}

/** A saved extension `Bank`, with the action `Pay`, a description and a line of source that the file does not have. */
async function changedBank(studio: Studio) {
    await studio.start();
    await studio.newExtension("Bank");
    await studio.addAction("Pay");
    await studio.save();
    await studio.field("Description").fill("Takes the money");
    await studio.field("Description").blur();
    await studio.editor.getByRole("button", { name: "Edit Source Code" }).click();
    await studio.writeBody(["int concealed = 42;"]);
}

/** Sends what is open, compared with its file; the links to comment and to read. */
async function send(studio: Studio, message: string): Promise<[string, string]> {
    const { page } = studio;
    await page.keyboard.press("Alt+Shift+l");
    const dialog = page.getByRole("dialog", { name: "Send for Review" });
    await dialog.getByRole("textbox", { name: "Message" }).fill(message);
    await dialog.getByRole("button", { name: "Create Link" }).click();
    const address = async (name: string) => dialog.getByRole("textbox", { name }).inputValue();
    await expect(dialog.getByRole("textbox", { name: "Link to comment" })).toHaveValue(/#\/shared\//);
    const links: [string, string] = [await address("Link to comment"), await address("Link to read")];
    return links;
}

async function write(page: Page, text: string) {
    await panel(page).getByRole("textbox", { name: "New comment" }).fill(text);
    await page.keyboard.press("Control+Enter");
}

/** Chooses a line of the list of what differs. */
async function choose(page: Page, name: RegExp) {
    await reviewWindow(page).getByRole("option", { name }).click();
}

async function look(page: Page, name: string) {
    for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.screenshot({ path: `../../target/look/${name}-${colorScheme}.png`, animations: "disabled" });
        expect.soft(await violations(page), `${name}, ${colorScheme}`).toEqual([]);
    }
}

test("a comparison is sent, commented by element and by line, answered and settled", async ({ browser, baseURL }) => {
    test.setTimeout(120_000);
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    const [bobContext, bob] = await person(browser, "", baseURL);
    await changedBank(ann);
    const [address] = await send(ann, "Is the description clear?\n<b>No hurry.</b>");
    await look(ann.page, "send-for-review");
    await ann.page.getByRole("button", { name: "Open Review" }).click();
    await expect(threads(ann.page)).toHaveCount(0);

    // Without an account and without the extension, in a fresh browser.
    await bob.page.goto(address);
    await expect(reviewWindow(bob.page)).toContainText("<b>No hurry.</b>");
    await expect(bob.page).not.toHaveURL(/shared/);
    await choose(bob.page, /^Pay/);
    await reviewWindow(bob.page).getByRole("button", { name: "Comment on Pay, Description" }).click();
    const fresh = panel(bob.page).getByRole("textbox", { name: "New comment" });
    await expect(fresh).toBeFocused();
    await fresh.fill("Half a sentence");
    await bob.page.keyboard.press("Escape");
    await expect(fresh, "Escape leaves the field, not the review").toHaveValue("Half a sentence");
    await expect(fresh).not.toBeFocused();
    await fresh.fill("");
    await panel(bob.page).getByRole("textbox", { name: "Your name" }).fill("Bob");
    await write(bob.page, "Which <i>money</i>?");
    await expect(threads(ann.page).filter({ hasText: "Which <i>money</i>?" })).toContainText("Bob", within2Seconds);
    await expect(threads(ann.page)).toContainText("Pay, Description");

    // A line, by the keyboard.
    await choose(bob.page, /Bank\.cs/);
    const lines = reviewWindow(bob.page).getByRole("table").first();
    await lines.focus();
    await bob.page.keyboard.press("ArrowDown");
    await bob.page.keyboard.press("ArrowDown");
    await expect(lines.getByRole("button", { name: /^Comment on line \d+$/ }).nth(1)).toBeFocused();
    await lines.getByRole("row", { name: /concealed/ }).getByRole("button", { name: /^Comment on line \d+$/ }).click();
    await write(bob.page, "Why 42?");
    const ofLine = threads(ann.page).filter({ hasText: "Why 42?" });
    await expect(ofLine).toContainText("int concealed = 42;", within2Seconds);
    await expect(reviewWindow(ann.page).getByRole("option", { name: /1 open comment/ })).toHaveCount(2);
    await expect(panel(bob.page)).toContainText("whoever has the link to comment can write under any name");
    await look(bob.page, "review");

    await ofLine.getByRole("button", { name: "Reply" }).click();
    await ofLine.getByRole("textbox", { name: "Reply" }).fill("It is the answer.");
    await ann.page.keyboard.press("Control+Enter");
    await expect(threads(bob.page).filter({ hasText: "It is the answer." })).toBeVisible(within2Seconds);
    await threads(bob.page).filter({ hasText: "Why 42?" }).getByRole("button", { name: "Resolve" }).click();
    await expect(panel(ann.page)).toContainText("1 open", within2Seconds);
    await expect(ofLine).toHaveCount(0);
    await panel(ann.page).getByRole("checkbox", { name: "Resolved (1)" }).check();
    await expect(ofLine).toContainText("Resolved by Bob");
    await look(ann.page, "review-of-the-author");
    await ofLine.getByRole("button", { name: "Reopen" }).click();
    await expect(panel(bob.page)).toContainText("2 open", within2Seconds);

    // Only one's own text changes.
    const ofElement = (page: Page) => threads(page).filter({ hasText: "Pay, Description" });
    await expect(ofElement(ann.page).getByRole("button", { name: "Edit comment" })).toHaveCount(0);
    await ofElement(bob.page).getByRole("button", { name: "Edit comment" }).click();
    await ofElement(bob.page).getByRole("textbox", { name: "Text of the comment" }).fill("Whose money?");
    await ofElement(bob.page).getByRole("button", { name: "Keep" }).click();
    await expect(ofElement(ann.page)).toContainText("Whose money?", within2Seconds);
    await expect(ofElement(ann.page)).toContainText("edited");

    // From a comment to the place in the author's own document, and back.
    await ofLine.getByRole("button", { name: "Go to it in the open extension" }).click();
    await expect(reviewWindow(ann.page)).toHaveCount(0);
    await expect(ann.page.locator(".monaco-editor .view-line").getByText("int concealed = 42;")).toBeVisible();
    await ann.page.getByTestId("review").getByRole("button", { name: "Review, 2 open comments" }).click();
    await expect(threads(ann.page)).toHaveCount(2);

    // It is there after a reload, and what is written without the net is sent later.
    await bob.page.reload();
    await expect(threads(bob.page)).toHaveCount(2);
    await bobContext.setOffline(true);
    await write(bob.page, "Written on the train");
    await expect(threads(bob.page).filter({ hasText: "Written on the train" })).toContainText("not sent yet");
    await expect(reviewWindow(bob.page)).toContainText("kept here and sent when it does", { timeout: 15_000 });
    await bobContext.setOffline(false);
    await expect(threads(ann.page).filter({ hasText: "Written on the train" })).toBeVisible({ timeout: 15_000 });

    // Of two who say something at once, one comes second, and both are heard.
    await Promise.all([write(ann.page, "At once, Ann"), write(bob.page, "At once, Bob")]);
    for (const { page } of [ann, bob]) {
        for (const text of ["At once, Ann", "At once, Bob"]) {
            await expect(threads(page).filter({ hasText: text })).toBeVisible({ timeout: 5_000 });
            await expect(threads(page).filter({ hasText: text })).not.toContainText("not sent yet");
        }
    }

    // A copy is a draft of one's own.
    await reviewWindow(bob.page).getByRole("button", { name: "Make a Copy" }).click();
    await expect(bob.element("Pay")).toBeVisible();
    await bob.addAction("Own");
    await expect(ann.element("Own")).toHaveCount(0);
    await Promise.all([annContext, bobContext].map((context) => context.close()));
});

test("a half-written reply stays when the thread is settled or taken back, and a reply opens the thread again", async ({ browser, baseURL }) => {
    test.setTimeout(120_000);
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    const [bobContext, bob] = await person(browser, "Bob", baseURL);
    await changedBank(ann);
    const [address] = await send(ann, "");
    await ann.page.getByRole("button", { name: "Open Review" }).click();
    await bob.page.goto(address);
    await write(bob.page, "Is it clear?");
    const thread = (page: Page) => threads(page).filter({ hasText: "Is it clear?" });
    await thread(ann.page).getByRole("button", { name: "Reply" }).click();
    const reply = thread(ann.page).getByRole("textbox", { name: "Reply" });
    await reply.fill("It could be");
    await thread(bob.page).getByRole("button", { name: "Resolve" }).click();
    await expect(panel(ann.page)).toContainText("0 open", within2Seconds);
    await expect(reply).toHaveValue("It could be");
    await ann.page.keyboard.press("Control+Enter");
    await expect(thread(bob.page)).toContainText("It could be", within2Seconds);
    await expect(panel(bob.page)).toContainText("1 open");

    await write(bob.page, "Never mind this");
    const other = (page: Page) => threads(page).filter({ hasText: "Never mind this" });
    await other(ann.page).getByRole("button", { name: "Reply" }).click();
    await other(ann.page).getByRole("textbox", { name: "Reply" }).fill("But I do mind");
    await other(bob.page).getByRole("button", { name: "Delete comment" }).click();
    await expect(other(ann.page)).toHaveCount(0, within2Seconds);
    await expect(panel(ann.page).getByRole("textbox", { name: "New comment" })).toHaveValue("But I do mind");
    await Promise.all([annContext, bobContext].map((context) => context.close()));
});

test("a link to comment changes nothing but comments, a link to read not even them, and both are revoked", async ({ browser, baseURL }) => {
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    const [bobContext, bob] = await person(browser, "Bob", baseURL);
    await changedBank(ann);
    const [toComment, toRead] = await send(ann, "");
    await ann.page.getByRole("dialog", { name: "Send for Review" }).getByRole("button", { name: "Close" }).last().click();
    await bob.page.goto(toRead);
    await expect(panel(bob.page)).toContainText("it does not let you comment");
    await expect(panel(bob.page).getByRole("textbox")).toHaveCount(0);
    await choose(bob.page, /^Pay/);
    await expect(reviewWindow(bob.page).getByRole("button", { name: "Comment on Pay, Description" })).toBeDisabled();

    const tried = async (address: string) => {
        const [draft, token] = address.split("#/shared/")[1]!.split("/") as [string, string];
        return bob.page.evaluate(
            async ([draft, token]) => {
                const headers = { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" };
                const put = async (path: string) =>
                    (await fetch(`/api/drafts/${draft}/${path}`, { method: "PUT", headers, body: new Uint8Array(40) })).status;
                return {
                    over: await put("revisions/1?kind=whole"),
                    whole: await put("revisions/2?kind=whole"),
                    change: await put("revisions/2?kind=change"),
                    links: (await fetch(`/api/drafts/${draft}/links`, { headers })).status,
                    gone: (await fetch(`/api/drafts/${draft}`, { method: "DELETE", headers })).status,
                    comment: await put("revisions/2?kind=comment"),
                };
            },
            [draft, token] as const,
        );
    };
    for (const status of Object.values(await tried(toRead))) expect([400, 403, 404, 409]).toContain(status);
    const { comment, ...refused } = await tried(toComment);
    for (const [what, status] of Object.entries(refused)) expect([400, 403, 404, 409], what).toContain(status);
    // What is not a comment of ours is one, for the server; whoever reads it is told.
    expect(comment).toBe(201);
    await expect(panel(bob.page)).toContainText("Comment 2 cannot be read: it is damaged.", within2Seconds);

    await ann.page.getByRole("dialog", { name: "Compare" }).getByRole("button", { name: "Close" }).last().click();
    await ann.tool("Share").click();
    const rows = ann.page.getByRole("table", { name: "Links" }).getByRole("row");
    await expect(rows.filter({ hasText: "Review, to comment" })).toHaveCount(1);
    await rows.filter({ hasText: "Review, to read" }).getByRole("button", { name: "Revoke" }).click();
    await expect(rows).toHaveCount(2);
    await expect(reviewWindow(bob.page)).toContainText("There is no shared draft at this link");
    await rows.filter({ hasText: "Review, to comment" }).getByRole("button", { name: "Open the review" }).click();
    await expect(panel(ann.page)).toContainText("Comment 2 cannot be read");
    await write(ann.page, "Mine");
    await expect(threads(ann.page).filter({ hasText: "Mine" })).toContainText("Ann");
    await reviewWindow(ann.page).getByRole("button", { name: "Close" }).last().click();

    await ann.close();
    const line = ann.page.getByRole("region", { name: "Shared by me" }).getByRole("listitem").filter({ hasText: "Review" });
    await line.getByRole("button", { name: /^Bank/ }).click();
    await expect(threads(ann.page).filter({ hasText: "Mine" })).toBeVisible();
    await ann.page.keyboard.press("Escape");
    await line.getByRole("button", { name: "Stop sharing Bank" }).click();
    await ann.page.getByRole("alertdialog", { name: "Stop sharing" }).getByRole("button", { name: "Stop Sharing" }).click();
    await expect(line).toHaveCount(0);
    await bob.page.goto("about:blank");
    await bob.page.goto(toComment);
    await expect(bob.message(/The shared draft cannot be opened/)).toBeVisible();
    await Promise.all([annContext, bobContext].map((context) => context.close()));
});

test("the server's store has no word of a review", async ({ browser, baseURL }) => {
    const store = storeFolder();
    const [annContext, ann] = await person(browser, "Annabella Secretname", baseURL);
    await changedBank(ann);
    const [address] = await send(ann, "An unmistakable message");
    await ann.page.getByRole("button", { name: "Open Review" }).click();
    await write(ann.page, "A clandestine comment");
    await expect(threads(ann.page)).not.toContainText("not sent yet");
    const [id, token, secret] = address.split("#/shared/")[1]!.split("/") as [string, string, string];
    const key = secret.replace(/^2\./, "");
    const words = ["Takes the money", "concealed", "unmistakable", "clandestine", "Annabella", "Secretname", token, key];
    await expectNowhere(words, store, id);
    await annContext.close();
});
