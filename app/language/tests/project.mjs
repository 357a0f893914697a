// An extension for the tests, and the host with it in Node. The folder that build.mjs made is named by LANGUAGE_FOLDER.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = resolve(process.env.LANGUAGE_FOLDER ?? new URL("../../../target/language", import.meta.url).pathname);

/** What Integration Studio generates for an extension with one action and one structure, in short. */
export const GENERATED = `using System;
using OutSystems.HubEdition.RuntimePlatform;
namespace OutSystems.NssParcels
{
    public interface IssParcels
    {
        /// <summary>Weighs a parcel.</summary>
        /// <param name="ssText">What it says on it.</param>
        void MssWeigh(string ssText, out int ssWeight);
    }

    public struct STParcelStructure
    {
        public string ssName;
        public int ssGrams;
    }
}
`;

export const MAIN = `using System;
using System.Collections.Generic;
using OutSystems.HubEdition.RuntimePlatform;

namespace OutSystems.NssParcels
{
    public class CssParcels : IssParcels
    {
        /// <summary>How often it was done.</summary>
        private int count;

        public void MssWeigh(string ssText, out int ssWeight)
        {
            ssWeight = Longest(ssText, 3).Length;
            count = count + 1;
            var parcel = new STParcelStructure();
            parcel.ssName = ssText.Substring(1, 2);
        }

        /// <summary>The longer part.</summary>
        /// <param name="text">All of it.</param>
        /// <param name="most">How many parts.</param>
        private string Longest(string text, int most)
        {
            return text + most;
        }

        private string Longest(string text)
        {
            return Longest(text, 1);
        }
    }
}
`;

/** A project with references that a generated one has. */
export async function projectOf(host, documents, options = {}) {
    const index = JSON.parse(await readFile(join(folder, "index.json"), "utf8"));
    const { assemblies } = index.references.frameworks["4.8"];
    const files = ["mscorlib", "System", "System.Core", "System.Data", "System.Xml"].map((name) => [name, assemblies[name]]);
    const references = [];
    for (const [name, file] of [...files, ...Object.entries(index.references.platform)]) {
        host.Supply(file, new Uint8Array(await readFile(join(folder, file))));
        references.push({ name, bytes: file });
    }
    return { operation: "open", name: "OutSystems.NssParcels", language: "7.3", symbols: [], references, documents, ...options };
}

export const DOCUMENTS = [
    { document: "main", name: "Parcels.cs", text: MAIN, version: 1 },
    { document: "made", name: "Interfaces.cs", text: GENERATED, version: 1, generated: true },
];

/** The host of this process: the runtime can be started once. */
export async function startHost() {
    const { worker } = JSON.parse(await readFile(join(folder, "index.json"), "utf8"));
    const { start } = await import(pathToFileURL(join(folder, worker)));
    return new Parcels(await start(() => {}));
}

/** The open extension, as a test handles it. */
export class Parcels {
    #host;
    #texts;
    #versions;

    constructor(host) {
        this.#host = host;
    }

    get host() {
        return this.#host;
    }

    /** The answer, with its result or failure. */
    async ask(request) {
        return JSON.parse(await this.#host.Ask(JSON.stringify(request)));
    }

    /** The result of a request that must have one. */
    async result(request) {
        const { result, failure } = await this.ask(request);
        assert.equal(failure, undefined, `${request.operation}: ${failure?.kind} ${failure?.text}`);
        return result;
    }

    async failure(request) {
        const { failure } = await this.ask(request);
        assert(failure, `${request.operation} has a result`);
        return failure;
    }

    /** Opens the extension anew, as it was. */
    async open(options = {}, documents = DOCUMENTS) {
        this.#texts = Object.fromEntries(documents.map(({ document, text }) => [document, text]));
        this.#versions = Object.fromEntries(documents.map(({ document, version }) => [document, version]));
        return this.result(await projectOf(this.#host, documents, options));
    }

    text(document = "main") {
        return this.#texts[document];
    }

    version(document = "main") {
        return this.#versions[document];
    }

    /** Where `mark` stands in a document, plus `more`. */
    at(mark, more = 0, document = "main") {
        const at = this.#texts[document].indexOf(mark);
        assert(at >= 0, `no ${mark}`);
        return at + more;
    }

    /** Puts `text` in the place of `length` characters from `start`. */
    async edit(start, length, text, document = "main") {
        const from = this.#versions[document];
        const version = from + 1;
        await this.result({ operation: "edit", document, from, version, changes: [{ start, end: start + length, text }] });
        this.#texts[document] = this.#texts[document].slice(0, start) + text + this.#texts[document].slice(start + length);
        this.#versions[document] = version;
    }

    /** Writes before the first statement of the action; the place behind it. */
    async write(text) {
        const start = this.at("ssWeight = Longest");
        await this.edit(start, 0, text);
        return start + text.length;
    }

    about(operation, more, document = "main") {
        return this.result({ operation, document, version: this.#versions[document], ...more });
    }

    /** The text with edits. */
    with(edits, document = "main") {
        let text = this.#texts[document];
        for (const { start, end, text: put } of edits.toSorted((one, other) => other.start - one.start)) text = text.slice(0, start) + put + text.slice(end);
        return text;
    }
}
