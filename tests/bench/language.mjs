// Prints how long the C# language service takes in Node, without the editor: what it does first, and what is done again and again after a change of one
// character. Usage: node tests/bench/language.mjs [ACTIONS], 6 without. Build the page first (server/run --build-only); LANGUAGE_FOLDER names another folder.
import { DOCUMENTS, startHost } from "../../app/language/tests/project.mjs";

const REPETITIONS = 30;
const actions = Number(process.argv[2] ?? 6);
if (!Number.isInteger(actions) || actions < 1) throw new Error("the number of actions is a whole one");

/** An action of 25 lines, as people write them. */
const action = (number) => `
        public void MssAction${number}(string ssText, out string ssResult)
        {
            var parts = new List<string>();
            foreach (var word in ssText.Split(' '))
            {
                if (word.Length > ${number}) parts.Add(word.Trim().ToLowerInvariant());
                else if (word.StartsWith("a")) parts.Add(Longest(word, ${number}));
            }
            ssResult = string.Join(",", parts.ToArray());
            for (var index = 0; index < parts.Count; index++)
            {
                var parcel = new STParcelStructure();
                parcel.ssName = parts[index];
                parcel.ssGrams = index * ${number};
                ssResult += parcel.ssName + parcel.ssGrams.ToString();
            }
        }
`;

const began = performance.now();
const parcels = await startHost();
console.log(`runtime            ${(performance.now() - began).toFixed(0)} ms`);
const end = DOCUMENTS[0].text.lastIndexOf("    }\n}");
const text = DOCUMENTS[0].text.slice(0, end) + Array.from({ length: actions }, (_, number) => action(number)).join("") + DOCUMENTS[0].text.slice(end);
const documents = [{ ...DOCUMENTS[0], text }, DOCUMENTS[1]];
console.log(`${actions} actions, ${text.split("\n").length} lines`);

async function once(name, call) {
    const start = performance.now();
    const result = await call();
    console.log(`${name.padEnd(32)} ${(performance.now() - start).toFixed(0).padStart(6)} ms`);
    return result;
}

/** The median and the 95th percentile, each time after a change of one character. */
async function often(name, call) {
    const times = [];
    for (let turn = 0; turn < REPETITIONS; turn += 1) {
        await parcels.edit(parcels.at("probe = ", 8), 1, String(turn % 10));
        const start = performance.now();
        await call();
        times.push(performance.now() - start);
    }
    times.sort((one, other) => one - other);
    const at = (share) => times[Math.floor((times.length - 1) * share)].toFixed(1).padStart(8);
    console.log(`${name.padEnd(32)} median ${at(0.5)} ms, 95 % ${at(0.95)} ms`);
}

await once("open", () => parcels.open({}, documents));
const { ends } = await parcels.about("chunks", {});
const whole = async () => {
    let start = 0;
    for (const to of ends) {
        await parcels.about("diagnostics", { kind: "semantic", start, end: to });
        start = to;
    }
};
await once("problems of the document, first", whole);
const dot = await parcels.write("int probe = 1; ssText.");
await parcels.edit(dot, 0, "Trim(); ");
const at = (mark) => parcels.at(mark, mark.length);
await once("completion after a dot, first", () => parcels.about("completion", { at: at("ssText."), typed: "." }));
await once("with what needs a using, first", () => parcels.about("completion", { at: parcels.at("probe = ", 8), imports: true }));
await often("completion after a dot", () => parcels.about("completion", { at: at("ssText."), typed: "." }));
await often("completion of a name", () => parcels.about("completion", { at: parcels.at("probe = ", 9) }));
await often("hover", () => parcels.about("hover", { at: parcels.at("Longest", 1) }));
await often("signature help", () => parcels.about("signatures", { at: at("Longest(ssText, ") }));
await often("definition", () => parcels.about("definition", { at: parcels.at("Longest", 1) }));
await often("problems of the edited method", () => {
    const start = parcels.at("public void MssWeigh");
    return parcels.about("diagnostics", { kind: "semantic", start, end: parcels.at("/// <summary>The longer part") });
});
await often("references", () => parcels.about("references", { at: parcels.at("Longest", 1) }));
await once("rename, first", () => parcels.about("rename", { at: parcels.at("Longest", 1), name: "Further" }));
await once("format the document", () => parcels.about("format", { newLine: "\n" }));
await once("compile with symbols, first", () => parcels.result({ operation: "emit", symbols: true }));
await once("compile with symbols, again", () => parcels.result({ operation: "emit", symbols: true }));
