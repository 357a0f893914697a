import { Environment, user } from "./support/platform";
import { connect, connectWindow, logIn, lookAt, operator, publish, publishWindow, sum } from "./support/publishing";
import { expect, test } from "./support/studio";

let environment: Environment;

test.beforeEach(async () => {
    environment = await Environment.start();
});

test.afterEach(async () => {
    expect((await environment.state()).broken, "rules of the protocol that were broken").toEqual([]);
    environment.stop();
});

test("an extension is published, changed and published again, byte for byte", async ({ studio, page }) => {
    test.setTimeout(120_000);
    await studio.start();
    await studio.newExtension("Bank");
    await studio.addAction("Pay");
    await connect(studio, environment);
    await expect(page.getByTestId("environment")).toContainText(`${user.name} at`);

    const window = publishWindow(studio);
    const first = await publish(studio);
    await expect(window).toContainText("Published as version", { timeout: 60_000 });
    for (const step of ["Verify", "Update Source Code", "Compile", "Save", "Upload", "Publish"]) {
        await expect(window.getByRole("listitem", { name: `${step}, done` })).toBeVisible();
    }
    expect((await environment.state()).extensions.Bank.versions.map((it) => it.sha256)).toEqual([sum(first)]);
    await window.getByRole("button", { name: "Close" }).last().click();

    await studio.addAction("Refund");
    const second = await publish(studio);
    await expect(window).toContainText("Published as version", { timeout: 60_000 });
    const bank = (await environment.state()).extensions.Bank;
    expect(bank.versions.map((it) => it.sha256)).toEqual([sum(first), sum(second)]);
    expect(bank.published).toBe(bank.versions[1].number);
});

test.describe("refused", () => {
    // The browser itself reports the answer to the wrong password.
    test.use({ expectedErrors: /403 \(Forbidden\)/ });

    test("publishing asks for the connection, a wrong password is told, and an error of the server stops it", async ({ studio, page }) => {
        test.setTimeout(120_000);
        await studio.start();
        await studio.newExtension("Bank");
        await studio.tool("1-Click Publish").click();
        await logIn(studio, environment, operator, "wrong");
        await expect(connectWindow(studio).getByRole("alert")).toContainText("S608");
        await expect(connectWindow(studio).getByLabel("Password")).toHaveValue("");

        await environment.scenario("compile-error");
        const arriving = page.waitForEvent("download", { timeout: 60_000 });
        await connectWindow(studio).getByLabel("Password").fill(user.password);
        await connectWindow(studio).getByRole("button", { name: "Connect" }).click();
        await arriving;
        const window = publishWindow(studio);
        await expect(window.getByRole("listitem", { name: "Publish, failed" })).toBeVisible({ timeout: 60_000 });
        await expect(window).toContainText("Not published.");

        await environment.scenario("");
        const again = page.waitForEvent("download", { timeout: 60_000 });
        await window.getByRole("button", { name: "Verify Again" }).click();
        await again;
        await expect(window).toContainText("Published as version", { timeout: 60_000 });
    });
});

test("errors of the definition stop a publish before anything is sent, and by hand is always there", async ({ studio, page }) => {
    test.setTimeout(120_000);
    await studio.start();
    await studio.newExtension("Bank");
    await page.keyboard.press("Alt+c");
    const connecting = await lookAt(studio, environment, /Manually in Service Center/);
    await connecting.getByRole("button", { name: "Connect" }).click();
    await expect(connecting).toBeHidden();

    await page.keyboard.press("Alt+s");
    await studio.field("Name").fill("Empty");
    await studio.field("Name").press("Enter");
    await studio.tool("1-Click Publish").click();
    const window = publishWindow(studio);
    await expect(window.getByRole("listitem", { name: "Verify, failed" })).toBeVisible();
    await window.getByRole("button", { name: "Close" }).last().click();
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Control+z");

    await publish(studio);
    await expect(window).toContainText("Upload & Publish an Extension");
    await expect(window.getByRole("link", { name: "Open Service Center" })).toHaveAttribute("href", /ServiceCenter/);
    await window.getByRole("button", { name: "Mark as Published" }).click();
    await expect(window).toContainText("Marked as published by you. XIF Studio has not checked it.");
    for (const step of ["Upload", "Publish"]) await expect(window.getByRole("listitem", { name: `${step}, manually` })).toBeVisible();
    expect((await environment.state()).extensions).toEqual({});
});

test("publishing by hand needs no environment that answers", async ({ studio, page }) => {
    test.setTimeout(120_000);
    await studio.start();
    await studio.newExtension("Bank");
    await studio.addAction("Pay");
    await page.keyboard.press("Alt+p");
    const connecting = connectWindow(studio);
    await connecting.getByRole("combobox", { name: "Address" }).fill("nowhere.example");
    const arriving = page.waitForEvent("download", { timeout: 60_000 });
    await connecting.getByRole("button", { name: "Publish Manually…" }).click();
    expect((await arriving).suggestedFilename()).toBe("Bank.xif");
    const window = publishWindow(studio);
    await expect(window.getByRole("link", { name: "Open Service Center" })).toHaveAttribute("href", "https://nowhere.example/ServiceCenter");
    for (const step of ["Verify", "Update Source Code", "Compile", "Save"]) await expect(window.getByRole("listitem", { name: `${step}, done` })).toBeVisible();
    for (const step of ["Upload", "Publish"]) await expect(window.getByRole("listitem", { name: `${step}, manually` })).toBeVisible();
    await window.getByRole("button", { name: "Mark as Published" }).click();
    await expect(window).toContainText("XIF Studio has not checked it.");
});

/** What a user sees of a publish that does not go through: the scenario, where it ends, and what is said. */
const refusals: [string, string, RegExp][] = [
    ["missing-right", "Upload, failed", /S611.*A right is missing/],
    ["name-conflict", "Upload, failed", /S612.*The name is taken/],
    ["upgrade-disabled", "Upload, failed", /S613.*does not upgrade/],
    ["too-large", "Upload, failed", /S614.*too large/],
    ["drop-polls", "Publish, failed", /It is not known whether it is published/],
];

test("what a server refuses is told, stops the publish, and it can be tried again", async ({ studio }) => {
    test.setTimeout(240_000);
    await studio.start();
    await studio.newExtension("Bank");
    await connect(studio, environment);
    const window = publishWindow(studio);
    for (const [scenario, step, said] of refusals) {
        await test.step(scenario, async () => {
            await environment.scenario(scenario);
            await publish(studio);
            await expect(window.getByRole("listitem", { name: step })).toBeVisible({ timeout: 60_000 });
            await expect(window).toContainText(said);
            await window.getByRole("button", { name: "Close" }).last().click();
        });
    }
    await environment.scenario("");
    await publish(studio);
    await expect(window).toContainText("Published as version", { timeout: 60_000 });
});

test("Missing Configuration leads to Service Center and goes on afterwards", async ({ studio }) => {
    test.setTimeout(120_000);
    await studio.start();
    await studio.newExtension("Bank");
    await connect(studio, environment);
    await environment.scenario("needs-configuration");
    await publish(studio);
    const window = publishWindow(studio);
    const link = window.getByRole("link", { name: "Configure in Service Center" });
    await expect(link).toHaveAttribute("href", /ServiceCenter/, { timeout: 60_000 });
    await expect(window).toContainText("Missing Configuration");
    await environment.scenario("");
    await window.getByRole("button", { name: "Continue" }).click();
    await expect(window).toContainText("Published as version", { timeout: 60_000 });
});

test("a connection that breaks while messages are read is found again", async ({ studio }) => {
    test.setTimeout(120_000);
    await studio.start();
    await studio.newExtension("Bank");
    await connect(studio, environment);
    await environment.scenario("drop-poll");
    await publish(studio);
    await expect(publishWindow(studio)).toContainText("Published as version", { timeout: 60_000 });
});

test("a server that never answers a publish leaves the end open, in bounded time", async ({ studio }) => {
    test.setTimeout(240_000);
    await studio.start();
    await studio.newExtension("Bank");
    await connect(studio, environment);
    await environment.scenario("silent-publish");
    await publish(studio);
    const window = publishWindow(studio);
    await expect(window).toContainText("It is not known whether it is published", { timeout: 150_000 });
    expect((await environment.state()).extensions.Bank.versions, "it is not sent twice").toHaveLength(1);
});
