import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";

import { Environment, user } from "./support/platform";
import { expect, test, type Studio } from "./support/studio";

let environment: Environment;

test.beforeEach(async () => {
    environment = await Environment.start();
});

test.afterEach(async () => {
    expect((await environment.state()).broken, "rules of the protocol that were broken").toEqual([]);
    environment.stop();
});

const connectWindow = (studio: Studio) => studio.page.getByRole("dialog", { name: "Connect to Environment" });
const publishWindow = (studio: Studio) => studio.page.getByRole("dialog", { name: "1-Click Publish" });

/** Looks at the environment and chooses the way to work with it. */
async function lookAt(studio: Studio, way: RegExp): Promise<Locator> {
    const window = connectWindow(studio);
    await window.getByRole("combobox", { name: "Address" }).or(window.getByRole("textbox", { name: "Address" })).fill(environment.address);
    await window.getByRole("button", { name: "Continue" }).click();
    await expect(window).toContainText("Platform Server 11.");
    await window.getByRole("radio", { name: way }).check();
    return window;
}

async function logIn(studio: Studio, way: RegExp, password = user.password) {
    const window = await lookAt(studio, way);
    await window.getByLabel("User Name").fill(user.name);
    await window.getByLabel("Password").fill(password);
    await window.getByRole("button", { name: "Connect" }).click();
}

/** Publishes what is open; the bytes that were saved for it. */
async function publish(studio: Studio): Promise<Buffer> {
    const arriving = studio.page.waitForEvent("download", { timeout: 60_000 });
    await studio.tool("1-Click Publish").click();
    return readFile(await (await arriving).path());
}

const operator = /The operator's service/;

test("an extension is published, changed and published again, byte for byte", async ({ studio, page }) => {
    test.setTimeout(120_000);
    await studio.start();
    await studio.newExtension("Bank");
    await studio.addAction("Pay");
    await page.keyboard.press("Alt+c");
    await logIn(studio, operator);
    await expect(connectWindow(studio)).toBeHidden();
    await expect(page.getByTestId("environment")).toContainText(`${user.name} at`);

    const window = publishWindow(studio);
    const first = await publish(studio);
    await expect(window).toContainText("Published as version", { timeout: 60_000 });
    for (const step of ["Verify", "Update Source Code", "Compile", "Save", "Upload", "Publish"]) {
        await expect(window.getByRole("listitem", { name: `${step}, done` })).toBeVisible();
    }
    const sum = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
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
        await logIn(studio, operator, "wrong");
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
    const connecting = await lookAt(studio, /Hand, in Service Center/);
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
    await window.getByRole("button", { name: "It Is Published" }).click();
    await expect(window).toContainText("Published in Service Center, as you say.");
    expect((await environment.state()).extensions).toEqual({});
});
