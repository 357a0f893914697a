// Every operation of the host, in Node. An upgrade of the package that breaks one is seen here.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { before, beforeEach, test } from "node:test";

import { DOCUMENTS, MAIN, startHost } from "./project.mjs";

let parcels;
before(async () => {
    parcels = await startHost();
});
beforeEach(() => parcels.open());

/** Diagnostics of a document, chunk by chunk, as the editor asks for them. */
async function problems(document = "main") {
    const found = (await parcels.about("diagnostics", { kind: "syntax" }, document)).problems;
    const { ends } = await parcels.about("chunks", {}, document);
    let start = 0;
    for (const end of ends) {
        found.push(...(await parcels.about("diagnostics", { kind: "semantic", start, end }, document)).problems);
        start = end;
    }
    return found;
}

const labels = ({ items }) => items.map((item) => item.label);

test("a project is opened with its references, and one that is no assembly is named", async () => {
    parcels.host.Supply("damaged", new Uint8Array([77, 90, 1, 2, 3]));
    const opened = await parcels.open();
    assert.deepEqual(opened, { documents: 2, references: opened.references, unreadable: [] });
    const own = { operation: "open", name: "X", language: "7.3", references: [{ name: "Broken", bytes: "damaged" }], documents: [] };
    assert.deepEqual(await parcels.result(own), { documents: 0, references: 0, unreadable: ["Broken"] });
});

test("the sources of the extension have no problems", async () => {
    assert.deepEqual(await problems(), []);
    assert.deepEqual(await problems("made"), []);
});

test("an error is found in its chunk, a syntax error at once, and both go when they are mended", async () => {
    const end = await parcels.write("int wrong = ssText; ");
    const [problem, ...others] = await problems();
    assert.deepEqual([problem.severity, problem.code, parcels.text().slice(problem.start, problem.end)], ["error", "CS0029", "ssText"]);
    assert.match(problem.text, /convert type 'string' to 'int'/);
    assert.deepEqual(others, []);
    await parcels.edit(end - 2, 1, "");
    assert.equal((await parcels.about("diagnostics", { kind: "syntax" })).problems[0].code, "CS1002");
    await parcels.edit(end - 20, 19, "");
    assert.equal(parcels.text(), MAIN);
    assert.deepEqual(await problems(), []);
});

test("chunks cover the document, and a member lies in one of them", async () => {
    const { ends } = await parcels.about("chunks", {});
    assert.equal(ends.at(-1), MAIN.length);
    assert.deepEqual(ends, ends.toSorted((one, other) => one - other));
    const many = Array.from({ length: 60 }, (_, index) => `int M${index}(int number) { var text = "${"x".repeat(60)}"; return number + text.Length; }\n`);
    await parcels.edit(parcels.at("private string Longest(string text)\n"), 0, many.join(""));
    const more = (await parcels.about("chunks", {})).ends;
    assert(more.length > 3, `${more.length} chunks`);
    for (const member of many) {
        const start = parcels.at(member);
        assert(!more.some((end) => end > start && end < start + member.length - 1), member);
    }
    assert.deepEqual(await problems(), []);
});

test("completion knows members, locals, generated records, the platform and keywords", async () => {
    let at = await parcels.write("ssText.");
    const members = await parcels.about("completion", { at, typed: "." });
    assert(labels(members).includes("Substring") && labels(members).includes("Length"));
    assert.equal(members.items.find((item) => item.label === "Substring").kind, "method");
    assert.deepEqual([members.start, members.end, members.isWhole], [at, at, true]);

    await parcels.open();
    at = await parcels.write("STParcelStructure p; p.ss");
    assert.deepEqual(labels(await parcels.about("completion", { at })).filter((label) => label.startsWith("ss")), ["ssGrams", "ssName"]);

    await parcels.open();
    at = (await parcels.write("c; ")) - 2;
    const all = labels(await parcels.about("completion", { at, typed: "c" }));
    for (const label of ["count", "const", "AppInfo", "CssParcels"]) assert(all.includes(label), label);
    assert(!all.includes("StringBuilder"), "a type that needs a using is offered only when asked");
});

test("a type that needs a using brings it, and every item has its documentation", async () => {
    let at = (await parcels.write("StringBui; ")) - 2;
    const list = await parcels.about("completion", { at, imports: true });
    const item = list.items.findIndex(({ label }) => label === "StringBuilder");
    assert.equal(list.items[item].from, "System.Text");
    const { edits } = await parcels.result({ operation: "resolve", listing: list.listing, item });
    assert.deepEqual(edits.map(({ end, text: put }) => [end < list.start, put.trim()]), [[true, "using System.Text;"], [false, "StringBuilder"]]);
    const text = parcels.with(edits);
    assert(text.includes("using System.Text;\n") && text.includes("StringBuilder; ssWeight"), text);

    await parcels.open();
    at = await parcels.write("this.");
    const own = await parcels.about("completion", { at, typed: "." });
    const resolved = await parcels.result({ operation: "resolve", listing: own.listing, item: labels(own).indexOf("count") });
    assert.match(resolved.description, /CssParcels\.count[\s\S]*How often it was done/);
    assert.equal((await parcels.failure({ operation: "resolve", listing: own.listing - 1, item: 0 })).kind, "outdated");
});

test("signature help names the overloads, the argument and its documentation", async () => {
    const at = await parcels.write('Longest("a", ');
    const help = await parcels.about("signatures", { at });
    assert.deepEqual(help.overloads.map((each) => each.label), ["string CssParcels.Longest(string text)", "string CssParcels.Longest(string text, int most)"]);
    assert.deepEqual([help.active, help.argument], [1, 1]);
    assert.deepEqual(help.overloads[1].parameters[1], { label: "int most", documentation: "How many parts." });
    assert.equal(help.overloads[1].documentation, "The longer part.");
    assert.equal(await parcels.about("signatures", { at: 0 }), null);

    await parcels.open();
    const made = await parcels.write("new DateTime(");
    assert((await parcels.about("signatures", { at: made })).overloads.length > 8);
});

test("hover tells the declaration and the documentation", async () => {
    const hover = await parcels.about("hover", { at: parcels.at("Longest(ssText", 2) });
    assert.equal(hover.declaration, "string CssParcels.Longest(string text, int most)");
    assert.deepEqual([hover.kind, hover.documentation], ["method", "The longer part."]);
    assert.equal(parcels.text().slice(hover.start, hover.end), "Longest");
    assert.equal((await parcels.about("hover", { at: parcels.at("parcel =", 1) })).declaration, "STParcelStructure parcel");
    assert.equal((await parcels.about("hover", { at: parcels.at("ssText, 3", 1) })).declaration, "string ssText");
    assert.equal(await parcels.about("hover", { at: parcels.at("{") }), null);
});

test("a definition is found in the same file, in a generated one, and of an assembly as an outline", async () => {
    const places = async (mark) => {
        const { places: found } = await parcels.about("definition", { at: parcels.at(mark, 1) });
        return found.map(({ document, start, end }) => [document, parcels.text(document).slice(start, end), parcels.text(document).slice(0, start).split("\n").length]);
    };
    assert.deepEqual(await places("Longest(text, 1)"), [["main", "Longest", 23]]);
    assert.deepEqual(await places("STParcelStructure()"), [["made", "STParcelStructure", 12]]);
    const { places: none, outline } = await parcels.about("definition", { at: parcels.at("Substring", 1) });
    assert.deepEqual(none, []);
    assert.equal(outline.name, "string");
    assert.match(outline.text.slice(outline.at), /^public string Substring\(int startIndex, int length\);/);
});

test("references of a method, of a local and of a generated member", async () => {
    const count = async (mark) => (await parcels.about("references", { at: parcels.at(mark, 1) })).places.map((place) => [place.document, place.isDeclaration]);
    assert.equal((await count("Longest(ssText, 3)")).length, 3);
    assert.equal((await count("count = count")).length, 3);
    assert.deepEqual(await count("ssName ="), [["main", false], ["made", true]]);
    assert.deepEqual(await count("MssWeigh"), [["main", true], ["made", true]]);
    assert.deepEqual(await count("CssParcels"), [["main", true]]);
    assert.deepEqual((await parcels.about("references", { at: parcels.at("{") })).places, []);
});

test("a rename changes all places and nothing else", async () => {
    const rename = (mark, name) => parcels.about("rename", { at: parcels.at(mark, 1), name });
    const { documents } = await rename("Longest(ssText, 3)", "Further");
    assert.deepEqual(documents.map((each) => each.document), ["main"]);
    const text = parcels.with(documents[0].edits);
    assert.equal(text, MAIN.replaceAll("Longest(ssText, 3)", "Further(ssText, 3)").replaceAll("Longest(string text, int", "Further(string text, int").replaceAll("Longest(text, 1)", "Further(text, 1)"));
    const local = await rename("parcel =", "box");
    assert.equal(parcels.with(local.documents[0].edits), MAIN.replaceAll("parcel.", "box.").replaceAll("var parcel", "var box"));
    const keyword = await rename("parcel =", "class");
    assert(parcels.with(keyword.documents[0].edits).includes("var @class = "));
    const asked = await parcels.about("rename", { at: parcels.at("parcel =", 1) });
    assert.equal(asked.name, "parcel");
});

test("a rename that would break the code, or the definition, is refused in words", async () => {
    const refused = async (mark, name) => {
        const { kind, text } = await parcels.failure({ operation: "rename", document: "main", version: 1, at: parcels.at(mark, 1), name });
        assert.equal(kind, "refused");
        return text;
    };
    assert.match(await refused("parcel =", "1x"), /not a name in C#/);
    assert.match(await refused("parcel =", "ssText"), /would not compile|called ssText already/);
    assert.match(await refused("MssWeigh", "MssOther"), /comes from the definition \(Interfaces\.cs\)/);
    assert.match(await refused("ssName =", "ssOther"), /comes from the definition/);
    assert.match(await refused("Substring", "Part"), /comes from an assembly/);
    assert.match(await refused("{", "x"), /nothing to rename/);
});

test("a rename that hides another thing is refused", async () => {
    await parcels.write("var most = 1; count = most + count; ");
    const refused = await parcels.failure({ operation: "rename", document: "main", version: parcels.version(), at: parcels.at("most = 1", 1), name: "count" });
    assert.equal(refused.kind, "refused");
});

test("formatting puts spaces and lines, and leaves what is formatted", async () => {
    assert.deepEqual((await parcels.about("format", { newLine: "\n" })).edits, []);
    await parcels.write("if(count==2){count =3;}\n");
    const { edits } = await parcels.about("format", { newLine: "\n" });
    assert.match(parcels.with(edits), /if \(count == 2\) \{ count = 3; \}\n {12}ssWeight/);
    const start = parcels.at("count =3");
    const part = await parcels.about("format", { newLine: "\n", start, end: start + 8 });
    assert(parcels.with(part.edits).includes("count = 3"));
});

test("colours tell what names stand for", async () => {
    const { spans } = await parcels.about("colours", { start: 0, end: MAIN.length });
    const kinds = (name) => spans.filter(({ start, end }) => MAIN.slice(start, end) === name).map((span) => span.kind);
    assert.deepEqual(kinds("CssParcels"), ["class"]);
    assert(kinds("STParcelStructure").every((kind) => kind === "struct"));
    assert.deepEqual([kinds("MssWeigh")[0], kinds("ssText")[0], kinds("parcel")[0], kinds("IssParcels")[0]], ["method", "parameter", "variable", "interface"]);
    assert.deepEqual(spans.map((span) => span.start), spans.map((span) => span.start).toSorted((one, other) => one - other));
});

test("the outline has the members in their types", async () => {
    const { items: [space] } = await parcels.about("outline", {});
    assert.deepEqual([space.name, space.kind], ["OutSystems.NssParcels", "namespace"]);
    const [type] = space.items;
    assert.deepEqual(type.items.map((item) => [item.name, item.kind]), [["count", "field"], ["MssWeigh(string, int)", "method"], ["Longest(string, int)", "method"], ["Longest(string)", "method"]]);
    assert.equal(MAIN.slice(type.nameStart, type.nameEnd), "CssParcels");
});

test("a missing using is added, and a missing method generated", async () => {
    await parcels.write("var made = new StringBuilder(); ");
    const start = parcels.at("StringBuilder");
    const list = await parcels.about("fixes", { start, end: start });
    const using = list.actions.find((action) => action.title === "using System.Text;");
    assert(using, list.actions.map((action) => action.title).join("; "));
    assert.equal(using.code, "CS0246");
    // Another list, as the editor asks for when the cursor rests, leaves those of the first valid.
    await parcels.about("fixes", { start, end: start });
    const { documents } = await parcels.result({ operation: "fix", action: using.action });
    assert(parcels.with(documents[0].edits).includes("using System.Collections.Generic;\nusing System.Text;\n"));
    assert.equal((await parcels.failure({ operation: "fix", action: 0 })).kind, "outdated");

    await parcels.write("count = 1; ");
    assert.equal((await parcels.failure({ operation: "fix", action: using.action })).kind, "outdated");

    await parcels.open();
    await parcels.write("count = Missing(count); ");
    const at = parcels.at("Missing");
    const more = await parcels.about("fixes", { start: at, end: at });
    const generate = more.actions.find((action) => /Generate method 'Missing'/.test(action.title));
    const made = await parcels.result({ operation: "fix", action: generate.action });
    assert.match(parcels.with(made.documents[0].edits), /private int Missing\(int count\)/);
});

test("the project is compiled, with symbols on wish and twice to the same bytes", async () => {
    const compile = async (symbols) => {
        assert.deepEqual(await parcels.result({ operation: "emit", symbols }), { isDone: true, problems: [] });
        return [parcels.host.Take("assembly"), parcels.host.Take("symbols")].map((bytes) => Buffer.from(bytes));
    };
    const [assembly, none] = await compile(false);
    assert.equal(assembly.subarray(0, 2).toString(), "MZ");
    assert.equal(none.length, 0);
    const [first, symbols] = await compile(true);
    assert.equal(symbols.subarray(0, 4).toString(), "BSJB");
    assert(first.equals((await compile(true))[0]));
    await parcels.write("int wrong = ssText; ");
    const failed = await parcels.result({ operation: "emit" });
    assert.deepEqual([failed.isDone, failed.problems[0].document, failed.problems[0].code], [false, "main", "CS0029"]);
    assert.equal(parcels.host.Take("assembly").length, 0);
});

test("the version of C# is that of the project", async () => {
    await parcels.write('var raw = """a"""; ');
    const text = parcels.text();
    assert((await problems()).some((problem) => problem.severity === "error"));
    await parcels.open({ language: "13.0" }, [{ ...DOCUMENTS[0], text }, DOCUMENTS[1]]);
    assert.deepEqual((await problems()).map((problem) => problem.code), ["CS0219"]);
    await parcels.open({ language: "99" }, [{ ...DOCUMENTS[0], text }, DOCUMENTS[1]]);
    assert.deepEqual((await problems()).map((problem) => problem.code), ["CS0219"]);
    assert.equal((await parcels.result({ operation: "versions" })).latest, "13.0");
});

test("symbols of the preprocessor are those of the project", async () => {
    const documents = [{ document: "main", name: "A.cs", version: 1, text: "#if DEBUG\nclass A : Missing { }\n#endif\n" }];
    await parcels.open({}, documents);
    assert.deepEqual(await problems(), []);
    await parcels.open({ symbols: ["DEBUG"] }, documents);
    assert.equal((await problems())[0].code, "CS0246");
});

test("documents are replaced, added and removed", async () => {
    const more = { operation: "replace", document: "more", name: "More.cs", version: 1, text: "namespace OutSystems.NssParcels { static class More { public static int One; } }" };
    await parcels.result(more);
    await parcels.write("count = More.One; ");
    assert.deepEqual(await problems(), []);
    await parcels.result({ ...more, version: 2, text: more.text.replace("One", "Two") });
    assert.equal((await problems())[0].code, "CS0117");
    await parcels.result({ operation: "remove", document: "more" });
    assert.equal((await problems())[0].code, "CS0103");
    assert.equal((await parcels.failure({ operation: "remove", document: "more" })).kind, "unknownDocument");
});

test("a request about another version, place or document is refused, and so is what is none", async () => {
    const kind = async (request) => (await parcels.failure(request)).kind;
    assert.equal(await kind({ operation: "hover", document: "main", version: 2, at: 0 }), "outdated");
    assert.equal(await kind({ operation: "hover", document: "main", version: 1, at: 1e6 }), "outdated");
    assert.equal(await kind({ operation: "hover", document: "main", version: 1, at: -1 }), "outdated");
    assert.equal(await kind({ operation: "edit", document: "main", from: 3, version: 4, changes: [] }), "outdated");
    assert.equal(await kind({ operation: "hover", document: "other", at: 0 }), "unknownDocument");
    assert.equal(await kind({ operation: "dance" }), "malformed");
    assert.equal(await kind({ operation: "hover", document: "main" }), "malformed");
    for (const text of ["", "{", "[1,2", '{"operation":', '"\\u12"', "[".repeat(500), '{"operation":"hover"}x', "nul"]) {
        assert.equal(JSON.parse(await parcels.host.Ask(text)).failure.kind, "malformed", text.slice(0, 20));
    }
});

test("code that never compiles, deep nesting and odd characters do not stop the host", async () => {
    const texts = ["((((((", "class { class {", '"\u0000\ud800"', "}".repeat(200), `class A { int x = ${"(".repeat(400)}1${")".repeat(400)}; }`, "\u2028\u0085// \t\\\" ü 漢"];
    for (const text of texts) {
        await parcels.open({}, [{ document: "main", name: "A.cs", text, version: 1 }]);
        await problems();
        for (const operation of ["hover", "completion", "signatures", "definition", "references"]) await parcels.about(operation, { at: Math.min(3, text.length) });
        await parcels.about("outline", {});
    }
    await parcels.open();
    assert.deepEqual(await problems(), []);
});

test("the host takes every request as the Rust crate writes it", async () => {
    const failures = [];
    for (const request of JSON.parse(await readFile(new URL("requests.json", import.meta.url), "utf8"))) {
        if (request.operation === "open") parcels.host.Supply("damaged", new Uint8Array(3));
        const { failure } = await parcels.ask(request);
        if (failure) failures.push([request.operation, failure.kind]);
    }
    // The list of completions is another one by now, and there is no fix for what has no problem.
    assert.deepEqual(failures, [["resolve", "outdated"], ["fix", "outdated"]]);
});

test("what is not public is there", async () => {
    const versions = await parcels.result({ operation: "versions" });
    assert.equal(versions.internals, true);
    assert.equal(versions.compiler, "4.14.0.0");
});
