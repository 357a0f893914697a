import { expect, Studio, test } from "./support/studio";

const panel = (studio: Studio) => studio.page.getByRole("tabpanel", { name: "History" });
const versions = (studio: Studio) => panel(studio).getByRole("region", { name: "Versions" }).getByRole("listitem");
const version = (studio: Studio, name: string) => versions(studio).filter({ hasText: name });
const window = (studio: Studio) => studio.page.getByRole("dialog", { name: "Compare" });

async function keep(studio: Studio, name: string) {
    await studio.page.keyboard.press("Alt+b");
    await expect(studio.page.getByRole("textbox", { name: "Name this version" })).toBeFocused();
    await studio.page.keyboard.type(name);
    await studio.page.keyboard.press("Enter");
    await expect(version(studio, name)).toBeVisible();
}

/** Renames the action whose editor is shown. */
async function rename(studio: Studio, name: string) {
    await studio.field("Name").fill(name);
    await studio.field("Name").press("Enter");
    await expect(studio.element(name)).toBeVisible();
}

/** An extension with the versions "one", whose action is First, and "two", whose action is Second; now it is Third. */
async function withVersions(studio: Studio) {
    await studio.start();
    await studio.newExtension("Versioned");
    await studio.addAction("First");
    await keep(studio, "one");
    await rename(studio, "Second");
    await keep(studio, "two");
    await rename(studio, "Third");
}

test("a named version outlives undo and reload, and comes back as one step", async ({ studio }) => {
    await withVersions(studio);
    await studio.page.reload();
    await expect(studio.element("Third")).toBeVisible();
    await studio.page.keyboard.press("Control+Shift+h");
    await expect(versions(studio)).toHaveCount(2);
    await version(studio, "one").getByRole("button", { name: "Restore" }).click();
    await expect(studio.element("First")).toBeVisible();
    await studio.page.keyboard.press("Control+z");
    await expect(studio.element("Third")).toBeVisible();
});

test("a version is compared with now, element by element, and with another version", async ({ studio }) => {
    await withVersions(studio);
    await version(studio, "one").getByRole("button", { name: "Compare with now" }).click();
    await expect(window(studio)).toContainText("the version “one” (left), current (right)");
    await expect(window(studio).getByRole("option")).toHaveCount(1);
    await window(studio).getByRole("button", { name: "Restore", exact: true }).click();
    await expect(window(studio)).toContainText("No differences");
    await studio.page.keyboard.press("Escape");
    await expect(studio.element("First")).toBeVisible();

    await version(studio, "two").getByRole("button", { name: "Compare with another version" }).click();
    await version(studio, "one").getByRole("button", { name: "Compare with the chosen version" }).click();
    await expect(window(studio)).toContainText("the version “one” (left), the version “two” (right)");
    await expect(window(studio).getByRole("option")).toHaveCount(1);
    await expect(window(studio).getByRole("button", { name: /^Restore/ })).toHaveCount(0);
});

test("what is saved is a version; one can be renamed, forgotten and taken up again", async ({ studio }) => {
    await studio.start();
    await studio.newExtension("Versioned");
    await studio.addAction("First");
    await studio.save();
    await studio.page.keyboard.press("Control+Shift+h");
    await version(studio, "Versioned.xif").getByRole("button", { name: "Rename" }).click();
    await studio.page.keyboard.type("Release 1");
    await studio.page.keyboard.press("Enter");
    await expect(version(studio, "Release 1")).toBeVisible();
    await version(studio, "Release 1").getByRole("button", { name: "Forget" }).click();
    await expect(versions(studio)).toHaveCount(0);
    await studio.page.getByRole("button", { name: "Undo", exact: true }).last().click();
    await expect(version(studio, "Release 1")).toBeVisible();
});
