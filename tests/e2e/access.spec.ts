import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { CLIENT, freePort, startProvider } from "./identity/provider.mjs";
import { startServer } from "./support/server";
import { expect, test } from "./support/studio";

const TOKEN = "0123456789abcdef".repeat(4);

// Chromium itself reports the answer to a wrong token, and what the provider's own pages lack: a font of another site and an icon.
test.use({ expectedErrors: /status of 401|ERR_NAME_NOT_RESOLVED|status of 404/ });

test("a token opens a server that wants to know its users, and is forgotten at the wish of its owner", async ({ studio }) => {
    const { page, folder } = studio;
    const tokens = join(folder, "tokens");
    await writeFile(tokens, `${TOKEN} dora\n`);
    const { address, end } = await startServer(["--access-token-file", tokens]);
    try {
        await page.goto(address);
        await page.getByRole("button", { name: "Enter access token" }).click();
        const dialog = page.getByRole("dialog", { name: "Access Token" });
        const field = dialog.getByLabel("Token");
        await expect(field).toBeFocused();
        await field.fill("f".repeat(64));
        await dialog.getByRole("button", { name: "Sign In" }).click();
        await expect(dialog).toContainText("token");
        await expect(dialog.getByRole("alert")).toBeVisible();
        await field.fill(TOKEN);
        await field.press("Enter");
        await expect(dialog).toBeHidden();
        await expect(page.getByTestId("signed-in")).toContainText("dora");
        await page.reload();
        await expect(page.getByTestId("signed-in")).toContainText("dora");
        await page.getByTestId("sign-out").click();
        await expect(page.getByRole("button", { name: "Enter access token" })).toBeVisible();
    } finally {
        end();
    }
});

test("a user signs in at the company's provider, comes back to the draft, and signs out", async ({ studio }) => {
    const { page, folder } = studio;
    const secret = join(folder, "secret");
    await writeFile(secret, `${CLIENT.client_secret}\n`);
    const port = await freePort();
    const { issuer, server } = await startProvider(`127.0.0.1:${port}`);
    const { address, end } = await startServer(["--oidc-issuer", issuer, "--oidc-client", CLIENT.client_id, "--oidc-client-secret-file", secret], port);
    try {
        await page.goto(`http://127.0.0.1:${port}`);
        expect(new URL(address).port).toBe(String(port));
        await studio.newExtension("Signed");
        await page.getByTestId("sign-in").click();
        await page.locator("[name=login]").fill("ada");
        await page.locator("[name=password]").fill("any");
        await page.getByRole("button", { name: "Sign-in" }).click();
        await page.getByRole("button", { name: "Continue" }).click();
        await expect(page.getByTestId("signed-in")).toContainText("ada");
        await expect(studio.element("Signed")).toBeVisible();
        await page.getByTestId("sign-out").click();
        await expect(page.getByTestId("sign-in")).toBeVisible();
        await expect(studio.element("Signed")).toBeVisible();
    } finally {
        end();
        server.close();
        server.closeAllConnections();
    }
});
