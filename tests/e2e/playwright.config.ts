import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { defineConfig } from "@playwright/test";

import { offerAssembly } from "./support/assemblies.mjs";
import { chromiumLaunch } from "./support/chromium.mjs";

// Where the server keeps shared drafts: a test looks what stands there. Workers get it with their environment.
if (!process.env.XIF_STUDIO_URL && !process.env.XIF_STUDIO_DRAFTS) {
    const folder = mkdtempSync(join(tmpdir(), "xif-studio-drafts-"));
    process.env.XIF_STUDIO_DRAFTS = folder;
    process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
}

offerAssembly();

// The system's own Chromium, and a server on a free port that lives as long as the run.
export default defineConfig({
    testDir: ".",
    outputDir: "../../target/e2e",
    timeout: 60_000,
    expect: { timeout: 10_000 },
    fullyParallel: true,
    workers: 2,
    // What passes only the second time, on a machine busy with other things, is listed as flaky and looked into.
    retries: 1,
    forbidOnly: !!process.env.CI,
    reporter: "list",
    use: {
        baseURL: process.env.XIF_STUDIO_URL,
        browserName: "chromium",
        actionTimeout: 20_000,
        viewport: { width: 1440, height: 900 },
        trace: "on-first-retry",
        launchOptions: chromiumLaunch,
    },
    // Workers read this file with the address of the running server; so does who starts one himself.
    webServer: process.env.XIF_STUDIO_URL ? undefined : {
        // The environments that tests publish to are on this machine, and have a service of their own.
        command: "../../server/run --port 0 -- --platform-host 'http://127.0.0.1:*' --platform-profile ../../server/profiles/native-example.toml" +
            ` --drafts '${process.env.XIF_STUDIO_DRAFTS}' --assemblies '${process.env.XIF_STUDIO_ASSEMBLIES}'`,
        wait: { stdout: /serves on (?<xif_studio_url>http:\/\/\S+)/ },
        timeout: 20 * 60_000,
        stdout: "pipe",
        gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    },
});
