import { readFile } from "node:fs/promises";

import type { Locator } from "@playwright/test";

import { violations } from "./support/axe";
import { Environment } from "./support/platform";
import { connect, connectWindow, logIn, operator, publish, publishToTheEnd, publishWindow, sum } from "./support/publishing";
import { expect, test, type Studio } from "./support/studio";

let environments: Environment[];

test.beforeEach(async () => {
    environments = [await Environment.start()];
});

test.afterEach(async () => {
    for (const environment of environments) {
        expect((await environment.state()).broken, "rules of the protocol that were broken").toEqual([]);
        environment.stop();
    }
});

const downloadWindow = (studio: Studio) => studio.page.getByRole("dialog", { name: "Download" });
const environmentsWindow = (studio: Studio) => studio.page.getByRole("dialog", { name: "Environments" });
const consumersWindow = (studio: Studio) => studio.page.getByRole("dialog", { name: "As Consumers See It" });

/** The line of an environment. */
const line = (window: Locator, { address }: Environment) =>
    window.getByRole("row").filter({ has: window.page().getByRole("rowheader", { name: address, exact: true }) });

/** Opens the window at the versions of an extension and chooses one. */
async function choose(studio: Studio, extension: string, version: string) {
    await studio.tool("Download").click();
    const window = downloadWindow(studio);
    await window.getByRole("grid", { name: "Extensions" }).getByRole("row", { name: extension }).click();
    await window.getByRole("grid", { name: "Versions" }).getByRole("row", { name: new RegExp(`^${version}\\b`) }).click();
    return window;
}

/** What the window looks like, in both colours and two widths, and that nobody is shut out. */
async function looks(studio: Studio, name: string) {
    const { page } = studio;
    for (const colorScheme of ["light", "dark"] as const) {
        for (const width of [1280, 900]) {
            await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
            await page.setViewportSize({ width, height: 800 });
            await page.screenshot({ path: `../../target/look/${name}-${colorScheme}-${width}.png`, animations: "disabled" });
            expect.soft(await violations(page), `${name}, ${colorScheme}, ${width}`).toEqual([]);
        }
    }
    await page.setViewportSize({ width: 1440, height: 900 });
}

test("what was published is downloaded, compared, opened and published again, to the byte", async ({ studio, page }) => {
    test.setTimeout(240_000);
    const [environment] = environments;
    await studio.start();
    await studio.newExtension("Bank");
    await studio.addAction("Pay");
    // The window asks for the connection and goes on afterwards.
    await page.keyboard.press("Alt+o");
    await logIn(studio, environment, operator);
    await expect(downloadWindow(studio)).toContainText("No extensions");
    await page.keyboard.press("Escape");
    await expect(downloadWindow(studio)).toBeHidden();

    const first = await publishToTheEnd(studio);
    await studio.addAction("Refund");
    await publishToTheEnd(studio);

    const window = await choose(studio, "Bank", "1");
    await looks(studio, "download");
    const arriving = page.waitForEvent("download");
    await window.getByRole("button", { name: "Save XIF" }).click();
    expect(sum(await readFile(await (await arriving).path()))).toBe(sum(first));

    await window.getByRole("button", { name: "Compare" }).click();
    const comparison = page.getByRole("dialog", { name: "Compare" });
    await expect(comparison).toContainText("Bank version 1 on");
    await expect(comparison.getByRole("option", { name: /Refund/ })).toBeVisible();
    await expect(comparison.getByRole("button", { name: "Merge…" })).toBeVisible();
    await comparison.getByRole("button", { name: "Close" }).last().click();

    await choose(studio, "Bank", "1");
    await window.getByRole("button", { name: "Publish Again…" }).click();
    await expect(window.getByRole("group", { name: "Confirm" })).toContainText("Publish version 1 of Bank");
    await looks(studio, "download-confirm");
    await window.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(publishWindow(studio)).toContainText("Published as version 1", { timeout: 60_000 });
    await looks(studio, "publish-again");
    const bank = (await environment.state()).extensions.Bank;
    expect([bank.published, bank.versions.length, bank.versions[0].sha256]).toEqual([bank.versions[0].number, 2, sum(first)]);
    await publishWindow(studio).getByRole("button", { name: "Close" }).last().click();

    await choose(studio, "Bank", "1");
    await window.getByRole("button", { name: "Open", exact: true }).click();
    await expect(window).toBeHidden();
    await expect(studio.element("Pay")).toBeVisible();
    await expect(studio.element("Refund")).toBeHidden();
    await expect(page.getByTestId("save-state")).toHaveText("Saved");
});

test("the lists are used with the keyboard alone", async ({ studio, page }) => {
    test.setTimeout(120_000);
    await studio.start();
    await studio.newExtension("Bank");
    await connect(studio, environments[0]);
    await publishToTheEnd(studio);
    await page.keyboard.press("Alt+o");
    const window = downloadWindow(studio);
    await window.getByRole("grid", { name: "Extensions" }).focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const versions = window.getByRole("grid", { name: "Versions" });
    await expect(versions.getByRole("row", { selected: true })).toHaveCount(1);
    await window.getByRole("searchbox", { name: "Filter the extensions" }).fill("nothing has this");
    await expect(window.getByRole("grid", { name: "Extensions" }).getByRole("row", { name: "Bank" })).toBeHidden();
});

test("the same XIF goes to the next environment", async ({ studio, page }) => {
    test.setTimeout(240_000);
    const [development] = environments;
    const next = await Environment.start();
    environments.push(next);
    await studio.start();
    await studio.newExtension("Bank");
    await connect(studio, development);
    const bytes = await publishToTheEnd(studio);
    await connect(studio, next);

    await page.keyboard.press("Alt+Shift+o");
    const window = environmentsWindow(studio);
    const [from, to] = [development, next].map((it) => line(window, it));
    await expect(from).toContainText(sum(bytes).slice(0, 12));
    await expect(to).toContainText("Not found");
    await looks(studio, "environments");
    await from.getByRole("radio").check();
    await to.getByRole("button", { name: "Publish Here…" }).click();
    await window.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(publishWindow(studio)).toContainText("Published as version", { timeout: 60_000 });
    await expect(publishWindow(studio).getByRole("listitem", { name: "Compile" })).toHaveCount(0);
    await publishWindow(studio).getByRole("button", { name: "Close" }).last().click();
    expect((await next.state()).extensions.Bank.versions.map((it) => it.sha256)).toEqual([sum(bytes)]);

    await page.keyboard.press("Alt+Shift+o");
    await expect(from).toContainText("as on");
});

test("what breaks consumers is seen before publishing, and does not stop it", async ({ studio, page }) => {
    test.setTimeout(240_000);
    await studio.start();
    await studio.newExtension("Bank");
    await studio.addAction("Pay");
    await studio.addParameter("input", "Amount", "Decimal");
    await connect(studio, environments[0]);
    await publishToTheEnd(studio);
    await studio.chooseType(studio.parameter("Amount"), "Text");

    await page.keyboard.press("Alt+m");
    const window = consumersWindow(studio);
    await expect(window).toContainText("1 change breaks consumers, compared with version 1 on");
    await expect(window.getByRole("list", { name: "Changes that break consumers" })).toContainText("Pay.Amount");
    await window.getByRole("treeitem", { name: "Pay" }).click();
    await expect(window.getByRole("row", { name: "Amount" })).toContainText("Text");
    await looks(studio, "consumers");
    await page.keyboard.press("Escape");
    await expect(window).toBeHidden();

    await publish(studio);
    await expect(publishWindow(studio)).toContainText("Published as version 2", { timeout: 60_000 });
    await expect(publishWindow(studio)).toContainText("1 change breaks consumers");
    await looks(studio, "publish");
    await publishWindow(studio).getByRole("button", { name: "As consumers see it" }).click();
    await expect(window).toContainText("1 change breaks consumers, compared with version 1 on");
});

test("where nothing can be listed, the documented way by hand is shown", async ({ studio, page }) => {
    await studio.start();
    await page.keyboard.press("Alt+o");
    await looks(studio, "connect");
    const connecting = connectWindow(studio);
    const address = connecting.getByRole("combobox", { name: "Address" }).or(connecting.getByRole("textbox", { name: "Address" }));
    await address.fill(environments[0].address);
    await connecting.getByRole("button", { name: "Continue" }).click();
    await connecting.getByText("What works this way").click();
    await looks(studio, "connect-ways");
    await connecting.getByRole("radio", { name: /Manually in Service Center/ }).check();
    await connecting.getByRole("button", { name: "Connect" }).click();
    const window = downloadWindow(studio);
    await expect(window).toContainText("Download it in Service Center");
    await expect(window.getByRole("link", { name: "Open Service Center" })).toHaveAttribute("href", /ServiceCenter/);
    await looks(studio, "download-by-hand");
});
