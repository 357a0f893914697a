import { callAction } from "./support/mono";
import { expect, test } from "./support/studio";
import { definitionOf, empty } from "./support/xif";

test("a new extension is written, compiled and saved, and its DLL computes a mortgage", async ({ studio, page }) => {
    test.slow(); // it waits for a compiler
    await studio.start();
    await studio.newExtension("MortgageLib");

    await studio.addAction("CalculateMortgage");
    await studio.addParameter("input", "Amount", "Decimal");
    await studio.addParameter("input", "YearlyRate", "Decimal");
    await studio.addParameter("input", "Years", "Integer");
    await studio.addParameter("output", "MonthlyPayment", "Decimal");
    await page.getByRole("checkbox", { name: "Function" }).check();

    await studio.editor.getByRole("button", { name: "Edit Source Code" }).click();
    await studio.writeBody([
        "double rate = (double)ssYearlyRate / 100 / 12;",
        "double factor = Math.Pow(1 + rate, ssYears * 12);",
        "ssMonthlyPayment = Math.Round((decimal)((double)ssAmount * rate * factor / (factor - 1)), 2);",
    ]);
    await studio.compile();

    const path = await studio.save();
    expect(path).toMatch(/\/MortgageLib\.xif$/);
    const definition = await definitionOf(path);
    const any = { description: "", record: [], default: empty };
    const input = { ...any, direction: "InputParameter", mandatory: "Yes" };
    expect(definition.attributes).toMatchObject({ Name: "MortgageLib", Generation: "1", Valid: "Yes" });
    expect(definition.actions).toEqual([
        {
            name: "CalculateMortgage",
            description: "",
            isFunction: "Yes",
            icon: null,
            parameters: [
                { ...input, name: "Amount", type: "rtDecimal" },
                { ...input, name: "YearlyRate", type: "rtDecimal" },
                { ...input, name: "Years", type: "rtInteger" },
                { ...any, direction: "OutputParameter", name: "MonthlyPayment", type: "rtDecimal", mandatory: null },
            ],
        },
    ]);

    const content = (path: string) => Buffer.from(definition.resources.find((it) => it.path === path)?.base64 ?? "", "base64");
    expect(content("\\Source\\NET\\MortgageLib.cs").toString()).toContain(
        "public void MssCalculateMortgage(decimal ssAmount, decimal ssYearlyRate, int ssYears, out decimal ssMonthlyPayment) {",
    );
    expect(content("\\Source\\NET\\MortgageLib.cs").toString()).toContain("double factor = Math.Pow(1 + rate, ssYears * 12);\r\n");
    expect(content("\\Source\\NET\\Interface.cs").toString()).toContain("public interface IssMortgageLib");
    const file = "OutSystems.NssMortgageLib.dll";
    const assembly = definition.resources.find((it) => it.path === `\\Source\\NET\\Bin\\${file}`);
    expect(assembly?.deploy).toBe("Binaries");

    const outputs = await callAction(
        Buffer.from(assembly?.base64 ?? "", "base64"),
        file,
        "OutSystems.NssMortgageLib.CssMortgageLib",
        "MssCalculateMortgage",
        ["250000", "4.5", "30"],
        studio.folder,
    );
    expect(outputs).toEqual(["1266.71"]);
});
