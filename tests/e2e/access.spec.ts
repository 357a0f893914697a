import { spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "./support/studio";

const TOKEN = "0123456789abcdef".repeat(4);

/** A server that wants to know its users; the address, and how it ends. */
async function guarded(folder: string): Promise<{ address: string; end: () => void }> {
    const tokens = join(folder, "tokens");
    await writeFile(tokens, `${TOKEN} dora\n`);
    const target = join(import.meta.dirname, "../../target");
    const server = spawn(join(target, "release/server"), ["--port", "0", "--assets", join(target, "dist"), "--access-token-file", tokens], {
        stdio: ["ignore", "pipe", "ignore"],
    });
    const address = await new Promise<string>((resolve, reject) => {
        server.stdout.on("data", (text) => {
            const found = /serves on (http:\S+)/.exec(String(text));
            if (found) resolve(found[1]);
        });
        server.once("exit", () => reject(new Error("the server ended")));
    });
    return { address, end: () => server.kill() };
}

// Chromium itself reports the answer to a wrong token.
test.use({ expectedErrors: /status of 401/ });

test("a token opens a server that wants to know its users, and is forgotten at the wish of its owner", async ({ studio }) => {
    const { page, folder } = studio;
    const { address, end } = await guarded(folder);
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
