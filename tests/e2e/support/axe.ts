import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Page } from "@playwright/test";

const library = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Everything that axe finds, a line each: rule, how grave, where. The inside of the code editor is Monaco's own matter. */
export async function violations(page: Page): Promise<string[]> {
    await page.evaluate(await library);
    const { violations } = await page.evaluate(async () => {
        const { axe: checker } = window as unknown as { axe: typeof axe };
        // The keys and the counts beside a name are not part of it: who speaks to the page says the name.
        const rules = { "label-content-name-mismatch": { enabled: false } };
        return checker.run({ exclude: [".monaco-editor"] }, { resultTypes: ["violations"], rules });
    });
    return violations.flatMap(({ id, impact, nodes }) => nodes.map(({ html, any }) => `${id} (${impact}): ${html.slice(0, 300)} ${any[0]?.message ?? ""}`));
}
