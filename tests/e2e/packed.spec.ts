import { readFile } from "node:fs/promises";
import { deflateSync, inflateSync } from "node:zlib";

import { expect, test } from "./support/studio";

/** A small extension that was compiled. */
const sample = () => readFile(new URL("../../app/cli/tests/it/cases/sample.xif", import.meta.url));

test("a DLL says what it is", async ({ studio, page }) => {
    await studio.start();
    await studio.drop("Sample.xif", await sample());
    await page.getByRole("tab", { name: "Resources" }).click();
    await studio.find("OutSystems.NssSample.dll");
    await studio.element("OutSystems.NssSample.dll").dblclick();
    const facts = studio.editor.locator(".facts");
    for (const text of [".NET assembly", "OutSystems.NssSample 11.0.0.0", ".NET Framework 4.6.1", "mscorlib 4.0.0.0"]) {
        await expect(facts.getByText(text, { exact: true })).toBeVisible();
    }
});

test("an extension of OutSystems 10 is told, with what an upgrade changes, and upgraded", async ({ studio, page }) => {
    const text = inflateSync(await sample()).toString().replace('LastUpgradeVersion="11.0.0.200"', 'LastUpgradeVersion="10.0.0.402"');
    await studio.start();
    await studio.drop("Old.xif", deflateSync(text));
    await expect(page.getByText("This extension is of OutSystems 10. Platform Servers from 11.14 on refuse it.")).toBeVisible();
    await expect(page.getByText("The version of the file, 10.0.0.402, becomes 11.0.0.200.")).toBeVisible();
    await page.getByRole("button", { name: "Upgrade to OutSystems 11" }).first().click();
    await expect(page.getByText("Upgraded to OutSystems 11. Compile it, and save it.")).toBeVisible();
    const saved = inflateSync(await readFile(await studio.save())).toString();
    expect(saved).toContain('LastUpgradeVersion="11.0.0.200"');
});
