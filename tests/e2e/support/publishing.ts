import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";

import { user, type Environment } from "./platform";
import { expect, type Studio } from "./studio";

/** The way of the emulated service, which can do everything. */
export const operator = /The operator's service/;

export const connectWindow = (studio: Studio) => studio.page.getByRole("dialog", { name: "Connect to Environment" });
export const publishWindow = (studio: Studio) => studio.page.getByRole("dialog", { name: "1-Click Publish" });

export const sum = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** Looks at the environment in the open window and chooses the way to work with it. */
export async function lookAt(studio: Studio, environment: Environment, way: RegExp): Promise<Locator> {
    const window = connectWindow(studio);
    const address = window.getByRole("combobox", { name: "Address" }).or(window.getByRole("textbox", { name: "Address" }));
    await address.fill(environment.address);
    await window.getByRole("button", { name: "Continue" }).click();
    await expect(window).toContainText("Platform Server 11.");
    await window.getByRole("radio", { name: way }).check();
    return window;
}

export async function logIn(studio: Studio, environment: Environment, way: RegExp, password = user.password) {
    const window = await lookAt(studio, environment, way);
    await window.getByLabel("User Name").fill(user.name);
    await window.getByLabel("Password").fill(password);
    await window.getByRole("button", { name: "Connect" }).click();
}

export async function connect(studio: Studio, environment: Environment) {
    await studio.page.keyboard.press("Alt+c");
    await logIn(studio, environment, operator);
    await expect(connectWindow(studio)).toBeHidden();
}

/** Publishes what is open; the bytes that were saved for it. */
export async function publish(studio: Studio): Promise<Buffer> {
    const arriving = studio.page.waitForEvent("download", { timeout: 60_000 });
    await studio.tool("1-Click Publish").click();
    return readFile(await (await arriving).path());
}

/** Publishes what is open and closes the window when it is published. */
export async function publishToTheEnd(studio: Studio): Promise<Buffer> {
    const bytes = await publish(studio);
    await expect(publishWindow(studio)).toContainText("Published as version", { timeout: 60_000 });
    await closePublish(studio);
    return bytes;
}

export async function closePublish(studio: Studio) {
    await publishWindow(studio).getByRole("button", { name: "Close" }).last().click();
    await expect(publishWindow(studio)).toBeHidden();
}
