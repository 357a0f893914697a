// The language service as the page sees it: starts the worker, keeps it in step with the texts, hands over requests, and puts another worker in the place of
// one that died. Nothing here knows the editor, and no failure here leaves it: a request without an answer has the result null.

import { PRIORITY, Queue } from "./queue.mjs";

/** A worker that says nothing for so long is given up. The first look at a large extension takes a third of it on a slow machine. */
const PATIENCE = 60_000;
/** So many workers may die within so long; then the service stays off until it is asked for again. */
const DEATHS = 3;
const DEATHS_WITHIN = 600_000;
/** Every project has them, whatever it names. */
const ALWAYS = ["mscorlib", "System.Core"];

export class Client {
    #environment;
    #told;
    #isOn = true;
    #index;
    #worker;
    #isStarted = false;
    #isOpen = false;
    #opening = 0;
    #project;
    #documents = new Map();
    #libraries = new Map();
    #supplied = new Set();
    #queue = new Queue();
    #running;
    #watch;
    #count = 0;
    #deaths = [];
    #state = { name: "off" };

    /**
     * `environment` has what differs between a browser and a test: `index()`, `file(name)` (both promises), `worker(name)`, `now()`, `after(time, call)`,
     * which answers how to call it off. `told(state)` hears of { name: "off" | "loading" | "ready" | "failed", percent, text }.
     */
    constructor(environment, told) {
        this.#environment = environment;
        this.#told = told;
    }

    get state() {
        return this.#state;
    }

    get isReady() {
        return this.#state.name === "ready";
    }

    /** Whether the service runs when there is a project. */
    setOn(isOn) {
        if (this.#isOn === isOn && !(isOn && this.#state.name === "failed")) return;
        this.#isOn = isOn;
        this.#deaths = [];
        if (isOn) this.#begin();
        else this.#stop({ name: "off" });
    }

    /** The bytes of an assembly or its documentation, under the name by which a project asks for them. */
    supply(name, content) {
        this.#libraries.set(name, content);
    }

    hasSupply(name) {
        return this.#libraries.has(name);
    }

    /**
     * Opens a project in the place of the last one: { name, language, symbols, framework, references, libraries, documents }, as `Project` in the crate
     * `language`. Documents that were edited here since keep their text.
     */
    open(project) {
        const before = this.#documents;
        this.#project = project;
        this.#documents = new Map(project.documents.map(({ document, name, text, generated }) => {
            const version = (before.get(document)?.version ?? 0) + 1;
            return [document, { name, text, version, generated: generated ?? false }];
        }));
        const wanted = new Set(project.libraries.flatMap(({ bytes, documentation }) => [bytes, documentation]));
        for (const name of this.#libraries.keys()) if (!wanted.has(name)) this.#libraries.delete(name);
        if (this.#isStarted) this.#openInHost();
        else this.#begin();
    }

    /** Nothing is open any more; the worker waits for the next project. */
    close() {
        this.#project = undefined;
        this.#documents.clear();
        this.#libraries.clear();
        this.#isOpen = false;
        this.#opening += 1;
        this.#forget(() => true);
    }

    text(document) {
        return this.#documents.get(document)?.text;
    }

    nameOf(document) {
        return this.#documents.get(document)?.name;
    }

    version(document) {
        return this.#documents.get(document)?.version;
    }

    isGenerated(document) {
        return this.#documents.get(document)?.generated ?? false;
    }

    /** A document that is new or has another text; whether it was. */
    replace({ document, name, text, generated = false }) {
        const known = this.#documents.get(document);
        if (known && known.name === name && known.text === text && known.generated === generated) return false;
        const version = (known?.version ?? 0) + 1;
        this.#documents.set(document, { name, text, version, generated });
        if (this.#isOpen) this.#put(PRIORITY.text, { operation: "replace", document, name, text, version, generated });
        return true;
    }

    remove(document) {
        if (this.#documents.delete(document) && this.#isOpen) this.#put(PRIORITY.text, { operation: "remove", document });
    }

    /** Changes that the user made, the last place first, and the text after them. */
    edited(document, changes, text) {
        const known = this.#documents.get(document);
        if (!known) return;
        const from = known.version;
        known.version += 1;
        known.text = text;
        if (this.#isOpen) this.#put(PRIORITY.text, { operation: "edit", document, from, version: known.version, changes });
    }

    /**
     * The result of an operation on a document as it is now; null when there is none, for whatever reason. `refused(text)` hears what is to be said to the
     * user. A request with a `key` makes an earlier one with the same key needless.
     */
    ask(operation, document, more, { priority = PRIORITY.waited, key, signal, refused } = {}) {
        if (!this.isReady || signal?.aborted || document !== undefined && !this.#documents.has(document)) return Promise.resolve(null);
        const about = document === undefined ? {} : { document, version: this.version(document) };
        return new Promise((resolve) => {
            const entry = this.#put(priority, { operation, ...about, ...more }, { key, resolve, refused });
            signal?.addEventListener("abort", () => this.#cancel(entry), { once: true });
        });
    }

    #begin() {
        if (!this.#isOn || !this.#project || this.#worker) return;
        this.#tell({ name: "loading", percent: 0 });
        const opening = ++this.#opening;
        this.#start(opening).catch((error) => {
            if (opening === this.#opening) this.#lose(String(error?.message ?? error));
        });
    }

    async #start(opening) {
        this.#index ??= await this.#environment.index();
        if (opening !== this.#opening || this.#worker || !this.#isOn) return;
        const worker = this.#environment.worker(this.#index.worker);
        this.#worker = worker;
        worker.addEventListener("message", ({ data }) => this.#worker === worker && this.#hear(data));
        worker.addEventListener("error", (event) => {
            event.preventDefault?.();
            if (this.#worker === worker) this.#lose(event.message || "The worker could not be started.");
        });
        worker.postMessage({ kind: "start" });
        this.#wait("The worker did not start.");
    }

    #hear(data) {
        switch (data.kind) {
            case "progress":
                this.#tell({ name: "loading", percent: Math.min(99, Math.floor((100 * data.loaded) / Math.max(data.all, 1))) });
                this.#wait("The worker did not start.");
                break;
            case "started":
                this.#isStarted = true;
                this.#watch?.();
                this.#openInHost();
                break;
            case "answer":
                this.#answered(data);
                break;
            case "broken":
                this.#lose(data.text);
                break;
        }
    }

    /** Fetches what the project refers to and opens it; a later call makes an earlier one needless. */
    #openInHost() {
        const opening = ++this.#opening;
        this.#isOpen = false;
        this.#forget(() => true);
        if (!this.#project) return;
        this.#tell(this.isReady ? { name: "loading", percent: 99 } : this.#state);
        this.#references()
            .then((references) => {
                if (opening !== this.#opening) return;
                const { name, language, symbols } = this.#project;
                const documents = [...this.#documents].map(([document, known]) => ({ document, ...known }));
                this.#isOpen = true;
                this.#put(PRIORITY.text, { operation: "open", name, language, symbols, references, documents }, {
                    resolve: (result) => opening === this.#opening && result && this.#tell({ name: "ready", unreadable: result.unreadable }),
                });
            })
            .catch((error) => {
                if (opening === this.#opening) this.#lose(String(error?.message ?? error));
            });
    }

    async #references() {
        const { libraries, framework, references } = this.#project;
        const { platform, frameworks } = this.#index.references;
        // The latest set that is not later than the project's: it has nothing that the project's has not.
        const version = Object.keys(frameworks).filter((each) => each.localeCompare(framework, "en", { numeric: true }) <= 0).at(-1) ?? Object.keys(frameworks)[0];
        const { assemblies, facades } = frameworks[version];
        const files = new Map();
        const add = (all, name) => {
            const found = Object.keys(all).find((each) => each.toLowerCase() === name.toLowerCase());
            if (found) files.set(found, all[found]);
        };
        for (const name of [...ALWAYS, ...references]) {
            add(assemblies, name);
            add(platform, name);
        }
        // Assemblies that are not of .NET Framework name types by way of the facades.
        if (libraries.length > 0) for (const name of Object.keys(facades)) add(facades, name);
        const own = libraries.filter(({ name }) => ![...files.keys()].some((each) => each.toLowerCase() === name.toLowerCase()));
        await Promise.all([...files.values()].map((file) => this.#supplyFile(file)));
        for (const name of own.flatMap(({ bytes, documentation }) => [bytes, documentation])) this.#supplyContent(name, this.#libraries.get(name));
        const described = own.map(({ name, bytes, documentation }) => ({ name, bytes, documentation }));
        return [...[...files].map(([name, bytes]) => ({ name, bytes })), ...described];
    }

    async #supplyFile(name) {
        const worker = this.#worker;
        if (this.#supplied.has(name)) return;
        const content = await this.#environment.file(name);
        if (worker === this.#worker) this.#supplyContent(name, content);
    }

    #supplyContent(name, content) {
        if (!name || !content || this.#supplied.has(name)) return;
        this.#supplied.add(name);
        this.#worker?.postMessage({ kind: "supply", name, content });
    }

    #put(priority, request, { key, resolve = () => {}, refused } = {}) {
        const entry = { id: String(++this.#count), priority, key, request, resolve, refused };
        for (const needless of this.#queue.put(entry)) needless.resolve(null);
        this.#next();
        return entry;
    }

    #next() {
        if (this.#running || !this.#isStarted || !this.#worker) return;
        const entry = this.#queue.take();
        if (!entry) return;
        this.#running = entry;
        this.#worker.postMessage({ kind: "ask", id: entry.id, request: JSON.stringify({ ...entry.request, id: entry.id }) });
        this.#wait("The compiler did not answer.");
    }

    #answered({ id, answer }) {
        const entry = this.#running;
        if (!entry || entry.id !== id) return;
        this.#running = undefined;
        this.#watch?.();
        const { result, failure } = JSON.parse(answer);
        if (failure) this.#failed(entry, failure);
        entry.resolve(failure ? null : result);
        this.#next();
    }

    #failed(entry, { kind, text }) {
        if (kind === "refused") entry.refused?.(text);
        // A text that the host does not have as the page does would make every later answer wrong: the project is opened anew.
        if (entry.priority === PRIORITY.text) {
            if (entry.request.operation === "open") this.#lose(text);
            else this.#openInHost();
        }
    }

    #cancel(entry) {
        if (this.#running === entry) this.#worker?.postMessage({ kind: "cancel", id: entry.id });
        this.#forget((other) => other === entry);
        entry.resolve(null);
    }

    #forget(which) {
        for (const entry of this.#queue.remove(which)) entry.resolve(null);
    }

    /** Gives the worker up when nothing is heard of it for long. */
    #wait(why) {
        this.#watch?.();
        this.#watch = this.#environment.after(PATIENCE, () => this.#lose(why));
    }

    /** The worker is of no use any more: another one takes its place, unless too many died. */
    #lose(why) {
        const now = this.#environment.now();
        this.#deaths = [...this.#deaths.filter((time) => now - time < DEATHS_WITHIN), now];
        const isOver = this.#deaths.length > DEATHS;
        this.#stop(isOver ? { name: "failed", text: why } : { name: "loading", percent: 0 });
        if (!isOver) this.#begin();
    }

    #stop(state) {
        this.#watch?.();
        this.#worker?.terminate();
        this.#worker = undefined;
        this.#isStarted = false;
        this.#isOpen = false;
        this.#opening += 1;
        this.#supplied.clear();
        const running = this.#running;
        this.#running = undefined;
        this.#tell(state);
        running?.resolve(null);
        this.#forget(() => true);
    }

    #tell(state) {
        this.#state = state;
        this.#told(state);
    }
}
