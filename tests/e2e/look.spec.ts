import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type axe from "axe-core";

import { expect, test, type Studio } from "./support/studio";
import { windows } from "./support/windows";

const library = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds that shuts people out, a line each: rule, how grave, where. The inside of the code editor is Monaco's own matter. */
async function violations({ page }: Studio): Promise<string[]> {
    await page.evaluate(await library);
    const { violations } = await page.evaluate(async () => {
        const { axe: checker } = window as unknown as { axe: typeof axe };
        // The keys and the counts beside a name are not part of it: who speaks to the page says the name.
        const rules = { "label-content-name-mismatch": { enabled: false } };
        return checker.run({ exclude: [".monaco-editor"] }, { resultTypes: ["violations"], rules });
    });
    const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    return grave.flatMap(({ id, impact, nodes }) => nodes.map(({ html, any }) => `${id} (${impact}): ${html} ${any[0]?.message ?? ""}`));
}

// The pictures go to target/look, for whoever wants to see all windows at once.
for (const colorScheme of ["light", "dark"] as const) {
    test.describe(colorScheme, () => {
        test.use({ colorScheme });

        test(`every window in ${colorScheme} shows, and shuts nobody out`, async ({ studio, page }) => {
            await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
            await studio.start();
            const all: [string, (studio: Studio) => Promise<void>][] = [["start", async () => {}], ...windows];
            for (const [name, reach] of all) {
                await test.step(name, async () => {
                    await reach(studio);
                    await page.screenshot({ path: `../../target/look/${name.replaceAll(" ", "-")}-${colorScheme}.png`, animations: "disabled" });
                    expect.soft(await violations(studio), name).toEqual([]);
                });
            }
        });
    });
}
