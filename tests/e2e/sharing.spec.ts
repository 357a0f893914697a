import { mkdtemp, readdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page, Route } from "@playwright/test";

import { noCorpus, realFile } from "./support/corpus";
import { expectNowhere, storeFolder } from "./support/store";
import { expect, Studio, test } from "./support/studio";

const shared = (page: Page) => page.getByTestId("shared");
const shareWindow = (page: Page) => page.getByRole("dialog", { name: "Share" });

/** Somebody with a browser of his own. */
async function person(browser: Browser, name: string, baseURL: string | undefined): Promise<[BrowserContext, Studio]> {
    const context = await browser.newContext({ baseURL });
    await context.addInitScript((name) => localStorage.setItem("xif-studio.author", name), name);
    const page = await context.newPage();
    return [context, new Studio(page, await mkdtemp(join(tmpdir(), "xif-studio-")))];
}

/** Makes a link in the Share window; its address. */
async function makeLink(studio: Studio, kind: "To edit together" | "To view" | "A frozen snapshot"): Promise<string> {
    await studio.tool("Share").click();
    await shareWindow(studio.page).getByRole("radio", { name: kind }).check();
    await shareWindow(studio.page).getByRole("button", { name: "Create Link" }).click();
    const field = shareWindow(studio.page).getByRole("textbox", { name: "Link" });
    await expect(field).toHaveValue(/#\/shared\//);
    const address = await field.inputValue();
    await closeWindow(studio.page);
    return address;
}

async function closeWindow(page: Page) {
    await shareWindow(page).getByRole("button", { name: "Close" }).last().click();
    await expect(shareWindow(page)).toHaveCount(0);
}

/** The parts of a link: draft, token, secret. */
const partsOf = (address: string) => {
    const [draft, token, secret] = address.split("#/shared/")[1]!.split("/") as [string, string, string];
    return [draft, token, secret.replace(/^2\./, "")] as const;
};

async function describe(studio: Studio, action: string, text: string) {
    await studio.element(action).click();
    await studio.field("Description").fill(text);
    await studio.field("Description").blur();
}

const within2Seconds = { timeout: 2_000 };

test("two people edit one draft, see each other, meet in one place, decide, and work without the net", async ({ browser, baseURL }) => {
    test.setTimeout(120_000);
    const [annContext, ann] = await person(browser, "Ann Archer", baseURL);
    const [bobContext, bob] = await person(browser, "Bob", baseURL);
    await ann.start();
    await ann.newExtension("Together");
    await ann.addAction("Deposit");
    const address = await makeLink(ann, "To edit together");
    await expect(shared(ann.page)).toHaveText("Shared");

    await bob.page.goto(address);
    await expect(bob.element("Deposit")).toBeVisible();
    await expect(bob.page).not.toHaveURL(/shared/);
    await expect(shared(ann.page)).toHaveText("Shared, 2 people");
    await expect(ann.page.getByRole("button", { name: /^Bob/ })).toBeVisible();
    await expect(bob.page.getByRole("button", { name: /^Ann Archer/ })).toHaveText("AA");

    // Different elements merge by themselves, within two seconds.
    await bob.addAction("Withdraw");
    await expect(ann.element("Withdraw")).toBeVisible(within2Seconds);
    await ann.addAction("Transfer");
    await expect(bob.element("Transfer")).toBeVisible(within2Seconds);
    await describe(ann, "Deposit", "Puts money in");
    await bob.element("Deposit").click();
    await expect(bob.field("Description")).toHaveValue("Puts money in", within2Seconds);
    await expect(ann.page.getByRole("button", { name: "Bob, at Deposit" })).toBeVisible();
    await expect(ann.element("Deposit")).toContainText("Bob");

    // Without the net both go on; then they have changed the same.
    await bobContext.setOffline(true);
    await describe(bob, "Deposit", "Bob was here");
    await bob.addAction("Offline");
    await expect(shared(bob.page)).toHaveText("Offline, changes wait", { timeout: 15_000 });
    await describe(ann, "Deposit", "Ann was here");
    await expect(bob.page.getByTestId("keeping")).toHaveText("Kept in this browser");
    const where = bob.page.url();
    await bob.page.goto("about:blank");
    await bobContext.setOffline(false);
    await bob.page.goto(where);
    await expect(shared(bob.page)).toHaveText("Conflicting changes", { timeout: 20_000 });
    await expect(ann.element("Offline")).toHaveCount(0);
    await shared(bob.page).getByRole("button").click();
    const merge = bob.page.getByRole("dialog", { name: "Merge the changes by Ann Archer" });
    await expect(merge.getByText("Action Deposit, Description")).toBeVisible();
    await expect(merge.getByText("Ann was here")).toBeVisible();
    await merge.getByRole("radio", { name: "Mine" }).check();
    await merge.getByRole("button", { name: "Merge", exact: true }).click();
    await expect(ann.element("Offline")).toBeVisible({ timeout: 5_000 });
    await ann.element("Deposit").click();
    await expect(ann.field("Description")).toHaveValue("Bob was here");
    await expect(shared(bob.page)).toHaveText("Shared, 2 people");

    // Their link is told from a draft of one's own after a reload, too.
    await bob.page.reload();
    await expect(shared(bob.page)).toHaveText("Shared, 2 people");
    await ann.addAction("Later");
    await expect(bob.element("Later")).toBeVisible(within2Seconds);
    await annContext.close();
    await bobContext.close();
});

test("a link to view shows and follows; neither the page nor its token can change anything", async ({ browser, baseURL }) => {
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    const [viewerContext, viewer] = await person(browser, "Viewer", baseURL);
    await ann.start();
    await ann.newExtension("Shown");
    await ann.addAction("Look");
    const address = await makeLink(ann, "To view");
    await viewer.page.goto(address);
    await expect(viewer.element("Look")).toBeVisible();
    await expect(viewer.page.getByText("this link does not allow changes")).toBeVisible();
    for (const tool of ["Add Action", "Compile", "Undo", "Save"]) await expect(viewer.tool(tool)).toBeDisabled();
    await viewer.element("Look").click();
    await viewer.field("Name").fill("Forbidden");
    await viewer.field("Name").press("Enter");
    await expect(viewer.element("Forbidden")).toHaveCount(0);
    await viewer.page.keyboard.press("Escape");
    await ann.addAction("More");
    await expect(viewer.element("More")).toBeVisible(within2Seconds);

    const [draft, token] = partsOf(address);
    const asked = await viewer.page.evaluate(
        async ([draft, token]) => {
            const headers = { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" };
            const base = `/api/drafts/${draft}`;
            const ask = async (method: string, path: string, body?: BodyInit, type?: string) =>
                (await fetch(base + path, { method, body, headers: { ...headers, ...(type ? { "content-type": type } : {}) } })).status;
            const { latest } = await (await fetch(base, { headers })).json();
            const json = "application/json";
            const hash = "A".repeat(43);
            return {
                change: await ask("PUT", `/revisions/${latest + 1}?kind=change`, new Uint8Array(40)),
                whole: await ask("PUT", `/revisions/${latest + 1}?kind=whole`, new Uint8Array(40)),
                comment: await ask("PUT", `/revisions/${latest + 1}?kind=comment`, new Uint8Array(40)),
                over: await ask("PUT", "/revisions/1?kind=whole", new Uint8Array(40)),
                links: await ask("GET", "/links"),
                link: await ask("PUT", "/links/AAAAAAAAAAAAAAAAAAAAAA", JSON.stringify({ token: hash, right: "edit" }), json),
                expiry: await ask("PUT", "/expiry", JSON.stringify({ expires_ms: null }), json),
                gone: await ask("DELETE", ""),
                latest: (await (await fetch(base, { headers })).json()).latest - latest,
            };
        },
        [draft, token] as const,
    );
    const { latest, ...refused } = asked;
    expect(latest).toBe(0);
    for (const [what, status] of Object.entries(refused)) expect([403, 404, 409], what).toContain(status);

    await viewer.page.getByRole("button", { name: "Make a copy" }).click();
    await viewer.addAction("Own");
    await expect(ann.element("Own")).toHaveCount(0);
    await annContext.close();
    await viewerContext.close();
});

test("a snapshot stays as it was, a revoked link stops at once, and what was shared is listed", async ({ browser, baseURL }) => {
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    const [readerContext, reader] = await person(browser, "Reader", baseURL);
    const [otherContext, other] = await person(browser, "Other", baseURL);
    await ann.start();
    await ann.newExtension("Frozen");
    await ann.addAction("Before");
    const frozen = await makeLink(ann, "A frozen snapshot");
    const alive = await makeLink(ann, "To edit together");
    await ann.addAction("After");
    await reader.page.goto(frozen);
    await expect(reader.element("Before")).toBeVisible();
    await expect(reader.element("After")).toHaveCount(0);
    await expect(reader.tool("Add Action")).toBeDisabled();
    await other.page.goto(alive);
    await expect(other.element("After")).toBeVisible();

    await ann.tool("Share").click();
    const rows = shareWindow(ann.page).getByRole("table", { name: "Links" }).getByRole("row");
    await expect(rows).toHaveCount(3);
    await rows.filter({ hasText: "To edit" }).getByRole("button", { name: "Revoke" }).click();
    await expect(rows).toHaveCount(2);
    await closeWindow(ann.page);
    await expect(other.message(/There is no shared draft at this link/).first()).toBeVisible();
    await expect(shared(other.page)).toHaveText("Sharing has ended");
    await expect(other.element("After")).toBeVisible();
    await other.page.getByRole("button", { name: "Keep as a draft of my own" }).click();
    await other.addAction("Mine");
    await expect(ann.element("Mine")).toHaveCount(0);
    await reader.page.goto("about:blank");
    await reader.page.goto(alive);
    await expect(reader.message(/The shared draft cannot be opened/)).toBeVisible();

    await ann.close();
    const lines = ann.page.getByRole("region", { name: "Shared by me" }).getByRole("listitem");
    await expect(lines).toHaveCount(2);
    // It deletes for everybody, so it asks first; the harmless answer has the keyboard.
    const question = ann.page.getByRole("alertdialog", { name: "Stop sharing" });
    await lines.filter({ hasText: "Frozen snapshot" }).getByRole("button", { name: "Stop sharing Frozen" }).click();
    await expect(question.getByRole("button", { name: "Keep Sharing" })).toBeFocused();
    await ann.page.keyboard.press("Enter");
    await expect(question).toBeHidden();
    await expect(lines).toHaveCount(2);
    await lines.filter({ hasText: "Frozen snapshot" }).getByRole("button", { name: "Stop sharing Frozen" }).click();
    await question.getByRole("button", { name: "Stop Sharing" }).click();
    await expect(lines).toHaveCount(1);
    await reader.page.goto("about:blank");
    await otherContext.clearCookies();
    await other.page.goto("about:blank");
    await other.page.goto(frozen);
    await expect(other.message(/The shared draft cannot be opened/)).toBeVisible();
    await Promise.all([annContext, readerContext, otherContext].map((context) => context.close()));
});

/** What whoever has a secret and all that the server keeps can decrypt of it: in the browser, with the keys that lead on from the secret. */
async function decryptable(page: Page, draft: string, secret: string, revisions: string[], wrapped: string[]): Promise<number[]> {
    return page.evaluate(
        async ({ draft, secret, revisions, wrapped }) => {
            const bytes = (text: string) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
            const id = bytes(draft);
            const number = (value: number) => [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
            const open = async (key: Uint8Array<ArrayBuffer>, additional: number[], sealed: Uint8Array<ArrayBuffer>) => {
                const how = { name: "AES-GCM", iv: sealed.slice(0, 12), additionalData: new Uint8Array(additional) };
                const imported = await crypto.subtle.importKey("raw", key, "AES-GCM", false, ["decrypt"]);
                const packed = await crypto.subtle.decrypt(how, imported, sealed.slice(12)).catch(() => null);
                if (!packed) return null;
                const plain = new Response(packed).body!.pipeThrough(new DecompressionStream("deflate-raw"));
                return new Uint8Array(await new Response(plain).arrayBuffer());
            };
            const from = await crypto.subtle.importKey("raw", bytes(secret), "HKDF", false, ["deriveBits"]);
            const how = { name: "HKDF", hash: "SHA-256", salt: id, info: new TextEncoder().encode("content") };
            const wrapping = new Uint8Array(await crypto.subtle.deriveBits(how, from, 256));
            const keys = [wrapping];
            for (const sealed of wrapped.map(bytes)) {
                for (let epoch = 0; epoch < 4; epoch += 1) {
                    const key = await open(wrapping, [1, ...id, 0x4b, ...number(epoch)], sealed);
                    if (key) keys.push(key);
                }
            }
            const read: number[] = [];
            for (const [index, text] of revisions.entries()) {
                // The server's header comes first, in it the kind of the revision.
                const stored = bytes(text);
                const [kind, blob] = [stored[9]!, stored.slice(54)];
                const begin = blob[3] === 3 ? 40 : 36;
                const additional = [blob[3]!, ...id, ...number(index + 1), kind, ...blob.slice(0, begin)];
                for (const key of keys) if (await open(key, additional, blob.slice(begin))) read.push(index + 1);
            }
            return read;
        },
        { draft, secret, revisions, wrapped },
    );
}

/** What the store has of a draft: its revisions, and every encrypted key, in base64. */
async function storedOf(draft: string): Promise<[string[], string[]]> {
    const folder = join(storeFolder(), "drafts", Buffer.from(draft, "base64url").toString("hex"));
    const revisions = await Promise.all((await readdir(join(folder, "revisions"))).sort().map((name) => readFile(join(folder, "revisions", name), "base64")));
    const keys: string[] = [];
    for (const name of ["links", "keys"]) {
        for (const file of await readdir(join(folder, name)).catch(() => [])) {
            if (file.endsWith(".revoked")) continue;
            const text = await readFile(join(folder, name, file), "utf8");
            for (const [, key] of text.matchAll(/"(?:key|owner|earlier)":"([\w+/=]+)"/g)) keys.push(key!);
        }
    }
    return [revisions, keys];
}

async function revokeFirst(studio: Studio, kind: string) {
    await studio.tool("Share").click();
    const rows = shareWindow(studio.page).getByRole("table", { name: "Links" }).getByRole("row").filter({ hasText: kind });
    await expect(rows.last()).toBeVisible();
    const count = await rows.count();
    await rows.last().getByRole("button", { name: "Revoke" }).click();
    await expect(rows).toHaveCount(count - 1);
}

test("whoever had a revoked link reads no later change, not even in the bytes of the store, and the others go on", async ({ browser, baseURL }) => {
    test.setTimeout(120_000);
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    const [bobContext, bob] = await person(browser, "Bob", baseURL);
    const [eveContext, eve] = await person(browser, "Eve", baseURL);
    await ann.start();
    await ann.newExtension("Renewed");
    await ann.addAction("Before");
    const ofEve = await makeLink(ann, "To edit together");
    const ofBob = await makeLink(ann, "To edit together");
    expect(ofBob).toMatch(/\/2\.[\w-]{43}$/);
    await eve.page.goto(ofEve);
    await expect(eve.element("Before")).toBeVisible();
    await bob.page.goto(ofBob);
    await expect(shared(bob.page)).toHaveText("Shared, 3 people");
    await eve.addAction("OfEve");
    await expect(ann.element("OfEve")).toBeVisible(within2Seconds);

    // Bob is without the net while the link is revoked, and changes something.
    await bobContext.setOffline(true);
    await bob.addAction("Offline");
    await revokeFirst(ann, "To edit");
    await closeWindow(ann.page);
    await expect(shared(eve.page)).toHaveText("Sharing has ended");
    await ann.addAction("After");
    await expect(shared(ann.page)).toHaveText(/^Shared/);
    await bobContext.setOffline(false);
    await expect(bob.element("After")).toBeVisible({ timeout: 20_000 });
    await expect(ann.element("Offline")).toBeVisible({ timeout: 20_000 });
    await bob.addAction("AlsoAfter");
    await expect(ann.element("AlsoAfter")).toBeVisible(within2Seconds);
    await expect(shared(ann.page)).toHaveText("Shared, 2 people", { timeout: 20_000 });
    await expect(eve.element("After")).toHaveCount(0);

    const [draft, , secret] = partsOf(ofEve);
    const [revisions, keys] = await storedOf(draft);
    const byEve = await decryptable(eve.page, draft, secret, revisions, keys);
    const byBob = await decryptable(bob.page, draft, partsOf(ofBob)[2], revisions, keys);
    const begun = revisions.findIndex((text) => Buffer.from(text, "base64").subarray(54, 58).toString("latin1") === "XSR\x03") + 1;
    expect(begun).toBeGreaterThan(1);
    const numbers = revisions.map((_, index) => index + 1);
    expect(byEve, "what she could read before, and nothing later").toEqual(numbers.slice(0, begun - 1));
    expect(byBob, "all of it, with both keys").toEqual(numbers);

    // After a reload, by a new link, and with another link revoked, work goes on.
    await bob.page.reload();
    await expect(bob.element("AlsoAfter")).toBeVisible();
    await ann.page.reload();
    await expect(shared(ann.page)).toHaveText("Shared, 2 people", { timeout: 20_000 });
    const ofCarl = await makeLink(ann, "To view");
    const [carlContext, carl] = await person(browser, "Carl", baseURL);
    await carl.page.goto(ofCarl);
    await expect(carl.element("AlsoAfter")).toBeVisible();
    await revokeFirst(ann, "To edit");
    await closeWindow(ann.page);
    await expect(shared(bob.page)).toHaveText("Sharing has ended");
    await ann.addAction("Third");
    await expect(carl.element("Third")).toBeVisible({ timeout: 5_000 });
    for (const context of [annContext, bobContext, eveContext, carlContext]) await context.close();
});

test("revoking a link that is broken off goes on, after the page was loaded again too", async ({ browser, baseURL }) => {
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    const [bobContext, bob] = await person(browser, "Bob", baseURL);
    await ann.start();
    await ann.newExtension("Broken");
    await ann.addAction("Before");
    const ofBob = await makeLink(ann, "To edit together");
    await makeLink(ann, "To view");
    await bob.page.goto(ofBob);
    await expect(shared(bob.page)).toHaveText("Shared, 2 people");
    const epoch = async () => {
        const headers = { authorization: `Bearer ${partsOf(ofBob)[1]}` };
        return (await (await bob.page.request.get(`/api/drafts/${partsOf(ofBob)[0]}`, { headers })).json()).keys.epoch;
    };
    // The link is refused, and the new key does not get through.
    await ann.page.route(/\/keys\/\d+$/, (route) => route.abort());
    await revokeFirst(ann, "To view");
    await expect(shareWindow(ann.page).getByText("The new key after a link was revoked is still to be made.")).toBeVisible();
    expect(await epoch()).toBe(0);
    await ann.page.unroute(/\/keys\/\d+$/);
    await ann.page.reload();
    await expect(shared(ann.page)).toHaveText("Shared, 2 people", { timeout: 20_000 });
    await expect.poll(epoch).toBe(1);
    // A page that has not heard of the key sends with the earlier one, is refused, and sends again.
    await bob.addAction("Goes");
    await expect(ann.element("Goes")).toBeVisible({ timeout: 5_000 });
    await expect(bob.element("Goes")).toHaveCount(1);
    await annContext.close();
    await bobContext.close();
});

test("links of an earlier version are replaced when one is revoked, and the owner is told before", async ({ browser, baseURL }) => {
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    const [bobContext, bob] = await person(browser, "Bob", baseURL);
    await ann.start();
    await ann.newExtension("Earlier");
    await ann.addAction("Before");
    const revoked = await makeLink(ann, "To view");
    await expect(shared(ann.page)).toHaveText("Shared");
    // As an earlier version made it: the key of the content stands in the link, and the server keeps none for it.
    const earlier = await ann.page.evaluate(async () => {
        const [share] = JSON.parse(localStorage.getItem("xif-studio.shared-by-me")!);
        const [draft, owner, key] = share.link.split("#/shared/")[1].split("/");
        const text = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
        const [token, id] = [crypto.getRandomValues(new Uint8Array(32)), crypto.getRandomValues(new Uint8Array(16))];
        const hash = text(new Uint8Array(await crypto.subtle.digest("SHA-256", token)));
        const headers = { authorization: `Bearer ${owner}`, "content-type": "application/json" };
        const body = JSON.stringify({ token: hash, right: "edit", label: "" });
        const { status } = await fetch(`/api/drafts/${draft}/links/${text(id)}`, { method: "PUT", headers, body });
        return { status, link: `#/shared/${draft}/${text(token)}/${key}` };
    });
    expect(earlier.status).toBe(201);
    const start = revoked.split("#")[0]!;
    await bob.page.goto(start + earlier.link);
    await expect(shared(bob.page)).toHaveText("Shared, 2 people");

    await ann.tool("Share").click();
    const rows = shareWindow(ann.page).getByRole("table", { name: "Links" }).getByRole("row");
    await expect(rows.filter({ hasText: "Of an earlier version: replaced when another one is revoked" })).toHaveCount(1);
    await rows.filter({ hasText: "To view" }).getByRole("button", { name: "Revoke" }).click();
    const asked = shareWindow(ann.page).getByText("1 other link is of an earlier version and cannot get the new key.");
    await expect(asked).toBeVisible();
    await shareWindow(ann.page).getByRole("button", { name: "Cancel" }).click();
    await expect(asked).toHaveCount(0);
    await expect(rows).toHaveCount(3);
    await rows.filter({ hasText: "To view" }).getByRole("button", { name: "Revoke" }).click();
    await shareWindow(ann.page).getByRole("button", { name: "Revoke and Replace" }).click();
    const made = rows.filter({ hasText: "Made in place of one of an earlier version: send it out" });
    await expect(made).toHaveCount(1);
    await expect(rows).toHaveCount(2);
    await made.getByRole("button", { name: "Copy the link" }).click();
    const address = await shareWindow(ann.page).getByRole("textbox", { name: "Link" }).inputValue();
    await closeWindow(ann.page);
    await expect(shared(bob.page)).toHaveText("Sharing has ended");
    await bob.page.goto("about:blank");
    await bob.page.goto(address);
    await expect(shared(bob.page)).toHaveText("Shared, 2 people");
    await ann.addAction("After");
    await expect(bob.element("After")).toBeVisible(within2Seconds);
    await bob.addAction("Too");
    await expect(ann.element("Too")).toBeVisible(within2Seconds);
    await annContext.close();
    await bobContext.close();
});

test("the owner says when the shared draft itself ends", async ({ browser, baseURL }) => {
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    const [otherContext, other] = await person(browser, "Other", baseURL);
    await ann.start();
    await ann.newExtension("Ending");
    await ann.tool("Share").click();
    const ends = shareWindow(ann.page).getByLabel("This shared draft ends");
    await expect(ends).toHaveCount(0);
    await closeWindow(ann.page);
    const address = await makeLink(ann, "To edit together");
    await ann.tool("Share").click();
    await expect(ends.getByRole("option", { selected: true })).toHaveText("90 days after its last change");
    await expect(ends.getByRole("option")).toHaveText([/after its last change/, /^1 day/, /^7 days/, /^30/, /^90/, /^365/]);
    const told = shareWindow(ann.page).getByTestId("share-end");
    await expect(told).toContainText("every change moves this");
    await ends.selectOption("7 days from now");
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).getDate().toString();
    await expect(told).not.toContainText("every change moves this");
    await expect(told).toContainText(inDays(7));
    await closeWindow(ann.page);

    const [draft, token] = partsOf(address);
    const state = async () => {
        const headers = { authorization: `Bearer ${token}` };
        return (await ann.page.request.get(`/api/drafts/${draft}`, { headers })).json();
    };
    const { expiry_chosen, expires_ms, now_ms } = await state();
    expect(expiry_chosen).toBe(true);
    expect(Math.abs(expires_ms - now_ms - 7 * 86_400_000)).toBeLessThan(60_000);
    await ann.tool("Share").click();
    await expect(ends.getByRole("option", { selected: true })).toContainText(inDays(7));
    await ends.selectOption("90 days after its last change");
    await expect(told).toContainText("every change moves this");
    expect((await state()).expiry_chosen).toBe(false);
    await closeWindow(ann.page);

    // Whoever has another's link sets nothing.
    await other.page.goto(address);
    await expect(shared(other.page)).toHaveText("Shared, 2 people");
    await other.tool("Share").click();
    await expect(shareWindow(other.page)).toBeVisible();
    await expect(shareWindow(other.page).getByLabel("This shared draft ends")).toHaveCount(0);
    await annContext.close();
    await otherContext.close();
});

test("what the server refuses is tried again after longer and longer waits, and a log that was set back is told", async ({
    browser,
    baseURL,
}) => {
    test.setTimeout(90_000);
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    await ann.start();
    await ann.newExtension("Refused");
    await makeLink(ann, "To edit together");
    const tries: number[] = [];
    const revisions = /\/api\/drafts\/[^/]+\/revisions\/\d+/;
    const problem = (code: string, more: object = {}) => ({
        contentType: "application/problem+json",
        body: JSON.stringify({ code, title: "Refused", detail: "For a test.", cure: "Wait.", ...more }),
    });
    await ann.page.route(revisions, (route) => {
        tries.push(Date.now());
        return route.fulfill({ status: 503, headers: { "retry-after": "2" }, ...problem("S710") });
    });
    await ann.addAction("Waiting");
    await expect(shared(ann.page)).toHaveText("Offline, changes wait");
    await expect.poll(() => tries.length, { timeout: 30_000 }).toBe(5);
    const waits = tries.slice(1).map((time, index) => time - tries[index]!);
    for (const wait of waits) expect(wait).toBeGreaterThan(1_900);
    expect(waits[3]!).toBeGreaterThan(3_900);

    await ann.page.unroute(revisions);
    await expect(shared(ann.page)).toHaveText("Shared", { timeout: 15_000 });

    await ann.page.route(revisions, (route) => route.fulfill({ status: 409, ...problem("S703", { latest: 0 }) }));
    await ann.addAction("Later");
    await expect(shared(ann.page)).toHaveText("Sharing has ended");
    await expect(ann.message(/only an older state of this shared draft/)).toBeVisible();
    await ann.page.unroute(revisions);
    await ann.page.getByRole("button", { name: "Keep as a draft of my own" }).click();
    await expect(ann.element("Later")).toBeVisible();
    await makeLink(ann, "To edit together");
    await expect(shared(ann.page)).toHaveText("Shared");
    await annContext.close();
});

test("without a place to follow the draft, changes still go out and come in", async ({ browser, baseURL }) => {
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    const [otherContext, other] = await person(browser, "", baseURL);
    await ann.start();
    await ann.newExtension("Crowded");
    const address = await makeLink(ann, "To edit together");
    await other.page.route(/\/events\?/, (route) => route.fulfill({ status: 429, headers: { "retry-after": "1" }, body: "" }));
    await other.page.goto(address);
    await expect(shared(other.page)).toHaveText("Shared");
    await ann.addAction("Incoming");
    await expect(other.element("Incoming")).toBeVisible({ timeout: 15_000 });
    await other.addAction("Outgoing");
    await expect(ann.element("Outgoing")).toBeVisible(within2Seconds);

    // Whoever gives a name in the Share window is not asked for it any more.
    const asks = other.page.getByLabel("Your name, shown to others in this draft");
    await expect(asks).toBeVisible();
    await other.tool("Share").click();
    await shareWindow(other.page).getByLabel("Your name").fill("Zoe");
    await closeWindow(other.page);
    await expect(asks).toHaveCount(0);
    await annContext.close();
    await otherContext.close();
});

test("a link that was cut off or has another key says so and loses nothing", async ({ browser, baseURL }) => {
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    const [otherContext, other] = await person(browser, "Other", baseURL);
    await ann.start();
    await ann.newExtension("Keyed");
    const address = await makeLink(ann, "To edit together");
    await other.page.goto(address.slice(0, -5));
    await expect(other.message(/The link is cut off/)).toBeVisible();
    const [draft, token] = partsOf(address);
    await other.page.goto("about:blank");
    await other.page.goto(`${address.split("#")[0]}#/shared/${draft}/${token}/${"A".repeat(43)}`);
    await expect(other.message(/cannot be read: it is damaged/)).toBeVisible();
    await other.page.goto("about:blank");
    await other.page.goto(`${address.split("#")[0]}#/shared/${draft}/${token}/2.${"A".repeat(43)}`);
    await expect(other.message(/secret in the link is not that of the shared draft/)).toBeVisible();
    await annContext.close();
    await otherContext.close();
});

test("the server's store has no word of the draft", async ({ browser, baseURL }) => {
    const store = storeFolder();
    const [annContext, ann] = await person(browser, "Annabella Secretname", baseURL);
    await ann.start();
    await ann.newExtension("Unmistakable");
    await ann.addAction("Clandestine");
    await describe(ann, "Clandestine", "Nobody may read this description");
    const address = await makeLink(ann, "To edit together");
    await ann.editor.getByRole("button", { name: "Edit Source Code" }).click();
    await ann.writeBody(["int concealed = 42;"]);
    await ann.addAction("Afterwards");
    await expect(shared(ann.page)).toHaveText("Shared");
    const [id, token, key] = partsOf(address);
    const words = ["Unmistakable", "Clandestine", "Nobody may read", "concealed", "Afterwards", "Annabella", "Secretname", token, key];
    await expectNowhere(words, store, id);
    await annContext.close();
});

test("a fresh page asks for what its link leads to once, before the studio runs, and shows no start screen meanwhile", async ({ browser, baseURL }) => {
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    const [otherContext, other] = await person(browser, "Other", baseURL);
    await ann.start();
    await ann.newExtension("Awaited");
    const address = await makeLink(ann, "To edit together");
    await expect(shared(ann.page)).toHaveText("Shared");
    const [draft] = partsOf(address);

    const asked: string[] = [];
    other.page.on("request", (request) => {
        const path = request.url().split("/api/drafts/")[1];
        if (path && request.method() === "GET" && !path.includes("/events")) asked.push(path);
    });
    // The studio itself comes later than the draft.
    let wasHeld = false;
    const hold = async (route: Route) => {
        await expect.poll(() => asked.length).toBe(2);
        wasHeld = true;
        await route.continue();
    };
    await other.page.route(/studio-.*_bg\.wasm$/, hold, { times: 1 });
    await other.page.addInitScript(() => {
        const seen = { start: false };
        Object.assign(window, { seen });
        new MutationObserver(() => (seen.start ||= !!document.querySelector(".start-page"))).observe(document, { childList: true, subtree: true });
    });
    await other.page.goto(address);
    await expect(other.element("Awaited")).toBeVisible();
    expect(wasHeld, "the studio came later").toBe(true);
    expect(asked.slice(0, 2).sort()).toEqual([draft, `${draft}/revisions?form=3&from=whole`]);
    expect(asked.filter((path) => path.endsWith("from=whole")), "asked for once").toHaveLength(1);
    expect(await other.page.evaluate(() => (window as unknown as { seen: { start: boolean } }).seen.start)).toBe(false);

    // Whoever has a copy opens that: only what came since is asked for.
    asked.length = 0;
    await expect(other.page.getByTestId("keeping")).toHaveText("Kept in this browser");
    await other.page.goto("about:blank");
    await other.page.goto(address);
    await expect(other.element("Awaited")).toBeVisible();
    await expect(shared(other.page)).toHaveText(/^Shared/);
    expect(asked.filter((path) => path.endsWith("from=whole"))).toHaveLength(0);
    await annContext.close();
    await otherContext.close();
});

const large = realFile("Advanced_Excel-454");

test("a shared draft of a megabyte opens from a cold page", async ({ browser, baseURL }) => {
    test.skip(!large, noCorpus);
    const [annContext, ann] = await person(browser, "Ann", baseURL);
    await ann.start();
    await ann.drop(large!.name, await readFile(large!.path));
    await expect(ann.element("Advanced_Excel")).toBeVisible();
    const address = await makeLink(ann, "To view");
    await expect(shared(ann.page)).toHaveText("Shared");
    const times: number[] = [];
    for (let time = 0; time < 3; time += 1) {
        const [viewerContext, viewer] = await person(browser, "Viewer", baseURL);
        await viewer.page.goto("about:blank");
        const begun = Date.now();
        await viewer.page.goto(address, { waitUntil: "commit" });
        await viewer.element("Advanced_Excel").waitFor();
        times.push(Date.now() - begun);
        await viewerContext.close();
    }
    console.log(`a shared draft of a megabyte, from a cold page to its tree: ${times.join(", ")} ms`);
    await annContext.close();
});
