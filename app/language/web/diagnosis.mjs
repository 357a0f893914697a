// Problems as one types: what the parser says at once, then the member that is edited, then the rest of the document part by part, and afterwards the other
// documents that are looked at. A new change begins again; a request of the user goes before the next part.

import { moved, nearestFirst, replaced } from "./problems.mjs";
import { PRIORITY } from "./queue.mjs";

/** How long after the last key, in milliseconds. */
const PAUSE = 250;

export class Diagnosis {
    #client;
    #after;
    #show;
    #documents = new Map();
    #shown;
    #generation = 0;
    #callOff;

    /** `show(document, problems)` hears of each { severity, code, text, start, end }. */
    constructor(client, after, show) {
        this.#client = client;
        this.#after = after;
        this.#show = show;
    }

    /** The document that is shown, with the cursor at this place: it is looked at first. */
    look(document, at) {
        const isNew = !this.#documents.has(document);
        if (isNew) this.#documents.set(document, { problems: [], at, isDone: false });
        else this.#documents.get(document).at = at;
        const isOther = this.#shown !== document;
        this.#shown = document;
        if (isNew || isOther) this.#begin();
    }

    /** The user changed a document that was looked at. */
    edited(document, changes) {
        const known = this.#documents.get(document);
        if (known) {
            known.problems = moved(known.problems, changes);
            known.isShown = false;
            known.at = changes[0]?.start ?? known.at;
        }
        this.again();
    }

    /** Something changed that problems depend on: all documents are looked at again. */
    again() {
        for (const known of this.#documents.values()) Object.assign(known, { isDone: false, isShown: false });
        this.#begin();
    }

    /** The documents are gone. */
    forget() {
        this.#generation += 1;
        this.#documents.clear();
        this.#shown = undefined;
        this.#callOff?.();
    }

    #begin() {
        const generation = ++this.#generation;
        this.#callOff?.();
        this.#callOff = this.#after(PAUSE, () => this.#all(generation));
    }

    async #all(generation) {
        const order = [...this.#documents.keys()].toSorted((one, other) => (other === this.#shown) - (one === this.#shown));
        for (const document of order) {
            if (generation !== this.#generation) return;
            const known = this.#documents.get(document);
            if (known && !known.isDone && (await this.#one(document, known, generation))) known.isDone = true;
        }
    }

    /** Whether the document was looked at to its end. */
    async #one(document, known, generation) {
        const ask = (operation, more, priority) => this.#client.ask(operation, document, more, { priority });
        const take = (found, start, end, kind) => {
            const before = JSON.stringify(known.problems);
            known.problems = replaced(known.problems, found, start, end, kind);
            // What is shown anew makes the editor ask for fixes anew, and call off those that the user has just asked for.
            if (JSON.stringify(known.problems) !== before || !known.isShown) this.#show(document, known.problems);
            known.isShown = true;
        };
        const syntax = await ask("diagnostics", { kind: "syntax" }, PRIORITY.near);
        if (!syntax || generation !== this.#generation) return false;
        take(syntax.problems, 0, Infinity, "syntax");
        const chunks = await ask("chunks", {}, PRIORITY.near);
        if (!chunks || generation !== this.#generation) return false;
        const parts = chunks.ends.map((end, index) => [chunks.ends[index - 1] ?? 0, end]);
        // What has moved behind the end by an edit belongs to the last part.
        if (parts.length > 0) parts.at(-1)[2] = Infinity;
        for (const [index, [start, end, upTo = end]] of nearestFirst(parts, known.at).entries()) {
            const found = await ask("diagnostics", { kind: "semantic", start, end }, index === 0 && document === this.#shown ? PRIORITY.near : PRIORITY.far);
            if (!found || generation !== this.#generation) return false;
            take(found.problems, start, upTo, "semantic");
        }
        return true;
    }
}
