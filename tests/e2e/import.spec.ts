import { callAction, compileLibrary } from "./support/mono";
import { expect, test, type Studio } from "./support/studio";
import { definitionOf } from "./support/xif";

const source = `
namespace Bank
{
    /// <summary>Rates of a bank.</summary>
    public class Rates
    {
        readonly string name;
        /// <summary>Rates with a name.</summary>
        public Rates(string name) { this.name = name; }
        public string Name { get { return name; } }
        /// <summary>The rate of a month.</summary>
        /// <param name="yearly">The rate of a year.</param>
        public static decimal Monthly(decimal yearly) { return yearly / 12; }
        public static T Same<T>(T value) { return value; }
        public static string Nothing() { return null; }
    }
}`;

const hint = "Drop assemblies to import from them";
const importWindow = ({ page }: Studio) => page.getByRole("dialog", { name: "Import Actions from .NET Assembly" });

test("members of an assembly become actions that compile and run", async ({ studio, page }) => {
    test.slow(); // it waits for a compiler, twice
    const library = await compileLibrary(source, "Bank.dll", studio.folder);
    await studio.start();
    await studio.newExtension("Wrapper");
    await page.getByRole("menubar").getByRole("menuitem", { name: "File" }).click();
    await page.getByRole("menuitem", { name: /^Import Actions from \.NET Assembly/ }).click();
    const dialog = importWindow(studio);
    await expect(dialog).toContainText("Choose an assembly (.dll)");
    await studio.drop("notes.txt", Buffer.from("no assembly"), hint);
    await expect(dialog.getByRole("alert")).toContainText("notes.txt is neither an assembly (.dll), nor its documentation (.xml), nor a package (.nupkg).");
    await studio.drop("Bank.dll", library, hint);

    const tree = dialog.getByRole("tree", { name: "Types and members" });
    const type = tree.getByRole("treeitem", { name: "Bank.Rates", exact: true });
    await type.locator(".tree-check").click();
    await expect(dialog.getByRole("status")).toHaveText("4 members are checked");
    await expect(type).toHaveAttribute("aria-checked", "true");

    // The constructor is not wanted: by keyboard.
    await type.click();
    await page.keyboard.press("ArrowRight");
    await expect(tree.getByRole("treeitem", { name: /Same<T>/ })).toContainText("it is generic");
    await tree.getByRole("treeitem", { name: /Rates\(string name\)/ }).click();
    await expect(dialog.getByRole("region", { name: "Details" })).toContainText("public Rates(string name)");
    await page.keyboard.press("Space");
    await expect(dialog.getByRole("status")).toHaveText("3 members are checked");
    await expect(type).toHaveAttribute("aria-checked", "mixed");

    await dialog.getByRole("checkbox", { name: "Add null checks" }).check();
    await dialog.getByRole("button", { name: "Preview" }).click();
    await expect(dialog.getByRole("list", { name: "Files that are added" })).toHaveText("Bank.dll");
    const name = dialog.getByRole("textbox", { name: "Name of the action for Bank.Rates: public static decimal Monthly(decimal yearly)" });
    await expect(name).toHaveValue("RatesMonthly");
    await name.fill("2 Months");
    await name.press("Tab");
    await expect(name).toHaveAttribute("aria-invalid", "true");
    await expect(dialog.getByRole("button", { name: "Import", exact: true })).toBeDisabled();
    await name.fill("MonthlyRate");
    await name.press("Tab");
    await expect(name).toHaveAttribute("aria-invalid", "false");
    await dialog.getByRole("button", { name: "Import", exact: true }).click();

    await expect(dialog).toHaveCount(0);
    await expect(studio.message("Imported 3 actions from Bank.dll.")).toBeVisible();
    await expect(studio.element("MonthlyRate")).toBeVisible();
    await studio.compile();
    const definition = await definitionOf(await studio.save());
    expect(definition.actions.map((action) => action.name)).toEqual(["RatesNameGet", "MonthlyRate", "RatesNothing"]);
    const packed = definition.resources.find((it) => it.path.endsWith("\\Bank.dll"));
    expect(packed?.deploy).toBe("Binaries");
    expect(Buffer.from(packed?.base64 ?? "", "base64").equals(library)).toBe(true);

    const file = "OutSystems.NssWrapper.dll";
    const assembly = Buffer.from(definition.resources.find((it) => it.path.endsWith(file))?.base64 ?? "", "base64");
    const call = (method: string, inputs: string[]) =>
        callAction(assembly, file, "OutSystems.NssWrapper.CssWrapper", method, inputs, studio.folder);
    expect(await call("MssMonthlyRate", ["6"])).toEqual(["0.5"]);
    expect(await call("MssRatesNothing", [])).toEqual([""]);

    await studio.tool("Undo").click();
    await expect(studio.tool("Undo")).toHaveAccessibleName(/Import from Bank/);
});

test("an assembly that was replaced says what of it changed", async ({ studio, page }) => {
    const library = await compileLibrary(source, "Bank.dll", studio.folder);
    const later = await compileLibrary(source.replace("string Nothing()", "string Something()"), "Bank.dll", studio.folder);
    await studio.start();
    await studio.newExtension("Wrapper");
    await page.getByRole("tab", { name: /^Resources/ }).click();
    await studio.drop("Bank.dll", library, /^Drop files to add them/);
    await expect(studio.element("Bank.dll")).toBeVisible();
    await studio.save();
    await studio.element("Bank.dll").dblclick();
    const chooser = page.waitForEvent("filechooser");
    await studio.editor.getByRole("button", { name: "Replace…" }).click();
    await (await chooser).setFiles({ name: "Bank.dll", mimeType: "application/octet-stream", buffer: later });
    await page.keyboard.press("Alt+d");
    const differences = page.getByRole("region", { name: "Differences" });
    await expect(differences).toContainText("public static string Nothing()");
    await expect(differences).toContainText("public static string Something()");
    await page.screenshot({ path: "../../target/look/compare-assembly.png" });
});
