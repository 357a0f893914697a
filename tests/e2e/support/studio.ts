import { expect, test as base, type JSHandle, type Locator, type Page } from "@playwright/test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";

/** The kinds of type that a parameter can have, as the grid names them. */
export type DataType = "Text" | "Integer" | "Decimal" | "Boolean" | "Date";

/** A page with the studio, used as its users do: by role, name and keyboard. */
export class Studio {
    constructor(
        readonly page: Page,
        /** A folder of this test alone. */
        readonly folder: string,
    ) {}

    /** The start screen, ready to be used. */
    async start() {
        await this.page.goto("/");
        await expect(this.startItem("New Extension")).toBeVisible();
    }

    startItem(name: string): Locator {
        return this.page.getByRole("main").getByRole("button", { name });
    }

    /** A line of the navigator; below the extension, which may have the name too. */
    element(name: string): Locator {
        return this.page.getByRole("navigation", { name: "Navigator" }).getByRole("treeitem", { name, exact: true }).last();
    }

    /** Filters the tree by a name and expects its line; a long tree has only the lines on the page that show. */
    async find(name: string) {
        await this.page.getByRole("searchbox", { name: "Filter", exact: true }).fill(name);
        await expect(this.element(name)).toBeVisible();
    }

    /** What the active tab shows. */
    get editor(): Locator {
        return this.page.getByRole("tabpanel", { name: "Editor" });
    }

    /** A field of the editor that is shown. */
    field(label: string): Locator {
        return this.editor.getByRole("textbox", { name: label, exact: true }).first();
    }

    /** The row of a parameter. */
    parameter(name: string): Locator {
        return this.page.getByRole("grid", { name: "Parameters" }).getByRole("row", { name, exact: true });
    }

    /** The names of the parameters in their order. */
    async expectParameters(names: string[]) {
        const cells = this.page.getByRole("grid", { name: "Parameters" }).getByRole("textbox", { name: "Name", exact: true });
        await expect(cells).toHaveCount(names.length);
        for (const [index, name] of names.entries()) await expect(cells.nth(index)).toHaveValue(name);
    }

    /** A button of the toolbar; those of Undo and Redo also name the step. */
    tool(name: string): Locator {
        return this.page.getByRole("toolbar", { name: "Commands" }).getByRole("button", { name: new RegExp(`^${name}(:|$)`) });
    }

    /** A message in the corner. */
    message(text: string | RegExp): Locator {
        return this.page.getByRole("region", { name: "Messages" }).getByText(text);
    }

    async newExtension(name: string) {
        await this.startItem("New Extension").click();
        const dialog = this.page.getByRole("dialog", { name: "New extension" });
        await dialog.getByRole("textbox", { name: "Name" }).fill(name);
        await dialog.getByRole("button", { name: "Create" }).click();
        await expect(this.element(name)).toBeVisible();
        await expect(this.page).toHaveTitle(`● ${name} – XIF Studio`);
    }

    async addAction(name: string) {
        await this.tool("Add Action").click();
        await expect(this.page.getByRole("heading", { name: /^Action\d+$/ })).toBeVisible();
        await this.field("Name").fill(name);
        await this.field("Name").press("Enter");
        await expect(this.page.getByRole("heading", { name, exact: true })).toBeVisible();
    }

    async addParameter(kind: "input" | "output", name: string, type: DataType) {
        await this.page.getByRole("button", { name: `Add ${kind} parameter` }).click();
        const fresh = this.parameter("Parameter1");
        await fresh.getByRole("textbox", { name: "Name" }).fill(name);
        await fresh.getByRole("textbox", { name: "Name" }).press("Enter");
        await this.chooseType(this.parameter(name), type);
    }

    /** Chooses the type of a row by typing its name. */
    async chooseType(row: Locator, type: string, shown = type) {
        const choice = row.getByRole("combobox", { name: "Data Type" });
        await choice.click();
        await choice.fill(type);
        await choice.press("Enter");
        await expect(choice).toHaveValue(shown);
    }

    /** Replaces the stub's line in the shown source with these lines, typed key by key. */
    async writeBody(lines: string[]) {
        await this.replaceLine("// Write here what the action does", lines);
    }

    /** Selects the line of the source that has the text, from its first letter on, and types these lines in its place. */
    async replaceLine(text: string, lines: string[]) {
        await this.page.locator(".monaco-editor .view-line").getByText(text).click();
        await this.page.keyboard.press("Home");
        await this.page.keyboard.press("Shift+End");
        for (const [index, line] of lines.entries()) {
            if (index > 0) await this.page.keyboard.press("Enter");
            await this.page.keyboard.type(line);
        }
    }

    /** Compiles and expects that it works, or with a code that the compiler gives it. */
    async compile(code?: string) {
        await this.tool("Compile").click();
        const status = this.page.getByRole("contentinfo", { name: "Status" });
        await expect(status).toContainText(code ? "build failed, .NET SDK" : "compiled, .NET SDK", { timeout: 60_000 });
        if (code) await expect(this.page.getByRole("tabpanel", { name: "Problems" })).toContainText(code);
    }

    /** Saves with the toolbar; the path of the file that arrives. */
    async save(): Promise<string> {
        const arriving = this.page.waitForEvent("download");
        await this.tool("Save").click();
        const download = await arriving;
        const path = join(this.folder, download.suggestedFilename());
        await download.saveAs(path);
        await expect(this.message(/^Saved /).last()).toBeVisible();
        await expect(this.page.getByTestId("save-state")).toHaveText("Saved");
        return path;
    }

    /** Gives the keyboard to the tree that is shown. */
    async toNavigator() {
        await this.page.keyboard.press("Control+Shift+e");
        await expect(this.page.getByRole("navigation", { name: "Navigator" }).getByRole("tree")).toBeFocused();
    }

    /** Closes the extension. */
    async close() {
        await this.page.keyboard.press("Alt+Shift+w");
        await expect(this.startItem("New Extension")).toBeVisible();
    }

    /** Drops a file on the page as the system's file manager does. */
    async drop(name: string, content: Buffer, hint: string | RegExp = "Drop the XIF to open it") {
        await this.dropCarried(await this.carry(name, content), hint);
    }

    /** A file as a drag carries it over the page. */
    async carry(name: string, content: Buffer): Promise<JSHandle<DataTransfer>> {
        const file = { name: basename(name), base64: content.toString("base64") };
        return this.page.evaluateHandle((file) => {
            const bytes = Uint8Array.from(atob(file.base64), (letter) => letter.charCodeAt(0));
            const transfer = new DataTransfer();
            transfer.items.add(new File([bytes], file.name));
            return transfer;
        }, file);
    }

    /** Drops what a drag carries. */
    async dropCarried(transfer: JSHandle<DataTransfer>, hint: string | RegExp = "Drop the XIF to open it") {
        await this.page.locator("body").dispatchEvent("dragover", { dataTransfer: transfer });
        await expect(this.page.getByText(hint)).toBeVisible();
        await this.page.locator("body").dispatchEvent("drop", { dataTransfer: transfer });
    }
}

/** What a test can say about the page that it gets. */
export type Options = {
    /** Whether the browser gives the page file handles; else saving is a download. */
    hasFileHandles: boolean;
    /** Whether the C# language service runs; it is heavy, and a test of something else does not wait for it. */
    hasLanguage: boolean;
    /** Messages of the browser's console that the test provokes. */
    expectedErrors: RegExp | undefined;
};

/** A test with a studio. Whatever it is about, the browser's console must stay free of errors and warnings. */
export const test = base.extend<Options & { studio: Studio }>({
    hasFileHandles: [false, { option: true }],
    hasLanguage: [false, { option: true }],
    expectedErrors: [undefined, { option: true }],
    studio: async ({ page, hasFileHandles, hasLanguage, expectedErrors }, use) => {
        const folder = await mkdtemp(join(tmpdir(), "xif-studio-"));
        const errors: string[] = [];
        page.on("pageerror", (error) => errors.push(String(error)));
        page.on("console", (message) => ["error", "warning"].includes(message.type()) && errors.push(message.text()));
        const isExpected = (error: string) => tracing.test(error) || !!expectedErrors?.test(error);
        // Not as the device's memory has it, and as the test turns it afterwards.
        await page.addInitScript((state) => {
            // A document without an origin of its own, such as the empty one at the start, has no storage.
            if (self.origin !== "null") localStorage.getItem("xif-studio.language") ?? localStorage.setItem("xif-studio.language", state);
        }, hasLanguage ? "on" : "off");
        if (!hasFileHandles) await page.addInitScript(withoutFileHandles);
        await use(new Studio(page, folder));
        await rm(folder, { recursive: true });
        expect(errors.filter((error) => !isExpected(error)), "errors and warnings in the browser's console").toEqual([]);
    },
});

/** What the recording of a trace provokes: it fetches the pictures of the page, which the page itself may not. */
const tracing = /^Connecting to 'blob:/;

/** Takes the browser's file handles from a page, so that saving is a download. */
export function withoutFileHandles() {
    for (const name of ["showOpenFilePicker", "showSaveFilePicker"]) Reflect.deleteProperty(window, name);
}

export { expect };
