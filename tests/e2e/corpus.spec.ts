import { readFile } from "node:fs/promises";

import { corpus, noCorpus, realFile } from "./support/corpus";
import { expect, test } from "./support/studio";
import { definitionOf, textOf } from "./support/xif";

if (corpus.length === 0) test("real extensions", () => console.log(noCorpus));

for (const { name, path } of corpus) {
    test(`${name} shows its elements and is saved to the byte after a rename and its undo`, async ({ studio, page }) => {
        const original = await readFile(path);
        const { attributes, actions, structures, entities, resources } = await definitionOf(path);
        await studio.start();
        await studio.drop(name, original);

        await expect(studio.element(attributes.Name)).toBeVisible();
        await expect(page).toHaveTitle(`${attributes.Name} – XIF Studio`);
        const elements = actions.length + structures.length + entities.length;
        await expect(page.getByRole("tab", { name: `Extension (${elements})` })).toBeVisible();
        await expect(page.getByRole("tab", { name: `Resources (${resources.length})` })).toBeVisible();
        for (const action of [actions[0], actions.at(-1)]) await studio.find(action.name);

        await test.step("rename and undo", async () => {
            await studio.find(actions[0].name);
            await studio.element(actions[0].name).click();
            await studio.expectParameters(actions[0].parameters.map((it) => it.name));
            await studio.field("Name").fill("RenamedForATest");
            await studio.field("Name").press("Enter");
            await studio.find("RenamedForATest");
            await expect(page.getByTestId("save-state")).toHaveText("Not saved");
            await studio.tool("Undo").click();
            await studio.find(actions[0].name);
            await expect(page.getByTestId("save-state")).toHaveText("Saved");
        });

        const saved = textOf(await readFile(await studio.save()));
        const before = textOf(original);
        expect(saved.generation).toBe(before.generation + 1);
        expect(saved.lastModified > before.lastModified).toBe(true);
        // Not toEqual: the difference of two texts of megabytes takes minutes to show.
        expect(saved.text === before.text, "all else of the definition is the same").toBe(true);
    });
}

test("structures and files of a real extension are shown with what they have", async ({ studio, page }) => {
    const file = realFile("BPA-");
    if (!file) return console.log(noCorpus);
    await studio.start();
    await studio.drop(file.name, await readFile(file.path));

    await studio.element("Individualizado").click();
    await expect(page.getByRole("heading", { name: "Individualizado" })).toBeVisible();
    await expect(studio.editor.getByRole("grid", { name: "Attributes" }).getByRole("row")).not.toHaveCount(1);
    await expect(studio.field("Name")).toHaveValue("Individualizado");
    const first = studio.editor.getByRole("grid", { name: "Attributes" }).getByRole("row").nth(1);
    await expect(first.getByRole("textbox", { name: "Name" })).not.toHaveValue("");
    await expect(first.getByRole("combobox", { name: "Data Type" })).not.toHaveValue("");

    await page.getByRole("tab", { name: /^Resources/ }).click();
    await studio.find("OutSystems.NssBPA.dll");
    await studio.element("OutSystems.NssBPA.dll").click();
    await expect(page.getByRole("heading", { name: "OutSystems.NssBPA.dll" })).toBeVisible();
    await expect(studio.editor.getByText("\\Source\\NET\\Bin\\")).toBeVisible();
});
