import { readFile } from "node:fs/promises";

import { fullDisk } from "./drafts";
import type { Studio } from "./studio";

/** Everything that the studio shows, by name, each reached from the one before; the first from the start screen. */
export const windows: [string, (studio: Studio) => Promise<void>][] = [
    ["new extension", async ({ page }) => {
        await page.keyboard.press("Alt+n");
        await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("Mortgage Lib");
        await page.getByRole("dialog").getByRole("alert").waitFor();
    }],
    ["extension editor", async (studio) => {
        await studio.page.getByRole("dialog").getByRole("textbox", { name: "Name" }).fill("MortgageLib");
        await studio.page.keyboard.press("Enter");
        await studio.element("MortgageLib").waitFor();
    }],
    ["action editor", async (studio) => {
        await studio.addAction("CalculateMortgage");
        await studio.addParameter("input", "Amount", "Decimal");
        await studio.addParameter("input", "Years", "Integer");
        await studio.addParameter("output", "MonthlyPayment", "Decimal");
        await studio.page.keyboard.press("Alt+1");
    }],
    ["refused text", async (studio) => {
        await studio.parameter("Years").getByRole("textbox", { name: "Default Value" }).fill("many");
        await studio.page.getByRole("grid", { name: "Parameters" }).getByRole("alert").waitFor();
    }],
    ["source editor", async (studio) => {
        await studio.parameter("Years").getByRole("textbox", { name: "Default Value" }).press("Escape");
        await studio.editor.getByRole("button", { name: "Edit Source Code" }).click();
        await studio.page.locator(".monaco-editor .view-line").getByText("CssMortgageLib:").waitFor();
    }],
    ["history", async ({ page }) => {
        await page.keyboard.press("Control+Shift+h");
        await page.getByRole("tabpanel", { name: "History" }).waitFor();
    }],
    ["files", async (studio) => {
        await studio.page.getByRole("tab", { name: /^Resources/ }).click();
        await studio.element("MortgageLib.csproj").waitFor();
    }],
    ["menu", async ({ page }) => {
        await page.getByRole("menubar").getByRole("menuitem", { name: "View" }).click();
        await page.getByRole("menu", { name: "View" }).waitFor();
    }],
    ["palette", async ({ page }) => {
        await page.keyboard.press("Escape");
        await page.keyboard.press("F1");
        await page.getByRole("combobox", { name: "Command" }).waitFor();
    }],
    ["guide", async ({ page }) => {
        await page.keyboard.press("Escape");
        await page.keyboard.press("Alt+g");
        await page.getByRole("dialog", { name: "Guide" }).waitFor();
    }],
    ["keyboard shortcuts", async ({ page }) => {
        await page.keyboard.press("Escape");
        await page.keyboard.press("Alt+k");
        await page.getByRole("dialog", { name: "Keyboard shortcuts" }).waitFor();
    }],
    ["import", async (studio) => {
        const { page } = studio;
        await page.keyboard.press("Escape");
        await page.keyboard.press("Alt+Shift+i");
        const library = new URL("../../../app/assembly/tests/it/kinds/kinds.dll", import.meta.url);
        await studio.drop("kinds.dll", await readFile(library), "Drop assemblies to import from them");
        const dialog = page.getByRole("dialog", { name: "Import Actions from .NET Assembly" });
        await dialog.getByRole("button", { name: "Check All", exact: true }).click();
        await dialog.getByRole("treeitem", { name: "Bare", exact: true }).click();
    }],
    ["import preview", async ({ page }) => {
        const dialog = page.getByRole("dialog", { name: "Import Actions from .NET Assembly" });
        await dialog.getByRole("button", { name: "Preview" }).click();
        await dialog.getByRole("table", { name: "Actions" }).waitFor();
    }],
    ["tables", async ({ page }) => {
        await page.keyboard.press("Escape");
        await page.keyboard.press("Alt+Shift+t");
        const dialog = page.getByRole("dialog", { name: "Connect to External Table or View" });
        const text = "CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES b);\nCREATE TABLE b (id int PRIMARY KEY, shape geometry);\nCREATE TABLE (x int);";
        await dialog.getByRole("textbox", { name: "Script or rows" }).fill(text);
        await dialog.getByRole("button", { name: "Read" }).click();
        await dialog.getByRole("treeitem", { name: "a", exact: true }).click();
        await dialog.getByRole("table", { name: "Columns" }).waitFor();
    }],
    ["tables preview", async ({ page }) => {
        const dialog = page.getByRole("dialog", { name: "Connect to External Table or View" });
        await dialog.getByRole("button", { name: "Preview" }).click();
        await dialog.getByRole("table", { name: "Attributes" }).waitFor();
    }],
    ["question", async ({ page }) => {
        await page.keyboard.press("Escape");
        // With room for drafts nothing is asked.
        await page.evaluate(fullDisk);
        await page.keyboard.press("Control+z");
        await page.getByText("Not kept: save the file").waitFor();
        await page.keyboard.press("Alt+Shift+w");
        await page.getByRole("dialog", { name: "Unsaved changes" }).waitFor();
    }],
    ["bad file", async (studio) => {
        await studio.page.keyboard.press("Escape");
        await studio.save();
        // Beside the files of the extension a file that is dropped is added to them.
        await studio.page.getByRole("tab", { name: /^Extension \(/ }).click();
        await studio.drop("broken.xif", Buffer.from("no XIF"));
        await studio.page.getByRole("button", { name: "X101: Details and fix" }).waitFor();
    }],
    ["error page", async ({ page }) => {
        await page.getByRole("button", { name: "X101: Details and fix" }).click();
        await page.getByRole("dialog", { name: "Error X101" }).waitFor();
    }],
];
