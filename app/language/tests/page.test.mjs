// The page's side: the queue, problems that move with the text, and the client with a worker of the test's.
import assert from "node:assert/strict";
import { test } from "node:test";

import { Client } from "../web/client.mjs";
import { Diagnosis } from "../web/diagnosis.mjs";
import { moved, nearestFirst, replaced } from "../web/problems.mjs";
import { PRIORITY, Queue } from "../web/queue.mjs";

test("what a user waits for goes before problems, and texts go before all", () => {
    const queue = new Queue();
    const names = ["far", "near", "waited", "text", "far", "waited", "seen", "text"];
    names.forEach((name, id) => queue.put({ id, priority: PRIORITY[name] }));
    const taken = Array.from(names, () => queue.take());
    assert.deepEqual(taken.map((entry) => entry.id), [3, 7, 2, 5, 6, 1, 0, 4]);
    assert.equal(queue.take(), undefined);
});

test("a request with the key of a waiting one makes that needless", () => {
    const queue = new Queue();
    queue.put({ id: 1, priority: 1, key: "hover" });
    queue.put({ id: 2, priority: 1 });
    assert.deepEqual(queue.put({ id: 3, priority: 1, key: "hover" }).map((entry) => entry.id), [1]);
    assert.deepEqual(queue.put({ id: 4, priority: 1 }), []);
    assert.deepEqual(queue.remove((entry) => entry.id === 2).map((entry) => entry.id), [2]);
    assert.deepEqual([queue.take().id, queue.take().id, queue.length], [3, 4, 0]);
});

test("problems move with the text, grow with what is written in them, and stay before it", () => {
    const problems = [{ start: 0, end: 2 }, { start: 5, end: 8 }, { start: 10, end: 12 }];
    assert.deepEqual(moved(problems, [{ start: 3, end: 3, text: "ab" }]), [{ start: 0, end: 2 }, { start: 7, end: 10 }, { start: 12, end: 14 }]);
    assert.deepEqual(moved(problems, [{ start: 6, end: 7, text: "" }]), [{ start: 0, end: 2 }, { start: 5, end: 7 }, { start: 9, end: 11 }]);
    assert.deepEqual(moved(problems, [{ start: 10, end: 10, text: "x" }, { start: 0, end: 2, text: "" }]), [{ start: 0, end: 0 }, { start: 3, end: 6 }, { start: 9, end: 11 }]);
    assert.deepEqual(moved(problems, [{ start: 0, end: 20, text: "" }]).map(({ start, end }) => end - start), [0, 0, 0]);
});

test("the problems of a part replace those of the same kind that were there", () => {
    const before = [{ start: 1, kind: "semantic" }, { start: 5, kind: "semantic" }, { start: 5, kind: "syntax" }];
    assert.deepEqual(replaced(before, [{ start: 6 }], 4, 10, "semantic"), [before[0], before[2], { start: 6, kind: "semantic" }]);
    assert.deepEqual(nearestFirst([[0, 5], [5, 9], [9, 20], [20, 30]], 10).map(([start]) => start), [9, 5, 0, 20]);
});

/** A worker of which the test says what it does, with a clock and files. */
class Bench {
    workers = [];
    time = 0;
    timers = [];
    states = [];
    files = [];
    answers = () => ({ result: {} });

    constructor() {
        const bench = this;
        this.client = new Client({
            index: async () => ({ worker: "worker.mjs", references: { platform: { "OutSystems.RuntimeCommon": "p-1" }, frameworks: {
                "4.6.1": { assemblies: { mscorlib: "m-461", "System.Core": "c-461", "System.Xml": "x-461" }, facades: { "System.Runtime": "f-461" } },
                "4.8": { assemblies: { mscorlib: "m-48", "System.Core": "c-48", "System.Xml": "x-48" }, facades: { "System.Runtime": "f-48" } },
            } } }),
            file: async (name) => { bench.files.push(name); return new Uint8Array(1); },
            worker: () => bench.#worker(),
            now: () => bench.time,
            after: (time, call) => {
                const timer = { at: bench.time + time, call };
                bench.timers.push(timer);
                return () => { bench.timers = bench.timers.filter((other) => other !== timer); };
            },
        }, (state) => bench.states.push(state));
    }

    #worker() {
        const listeners = {};
        const worker = { asked: [], supplied: [], isEnded: false, isDumb: false, isSilent: this.isSilent, addEventListener: (kind, call) => { listeners[kind] = call; }, terminate: () => { worker.isEnded = true; } };
        worker.say = (data) => listeners.message({ data });
        worker.fail = (message) => listeners.error({ message });
        worker.postMessage = (data) => {
            if (data.kind === "start" && !worker.isSilent) queueMicrotask(() => worker.say({ kind: "started" }));
            if (data.kind === "supply") worker.supplied.push(data.name);
            if (data.kind === "cancel") worker.cancelled = data.id;
            if (data.kind !== "ask") return;
            const request = JSON.parse(data.request);
            worker.asked.push(request);
            if (worker.isDumb) return;
            queueMicrotask(() => worker.say({ kind: "answer", id: data.id, answer: JSON.stringify(this.answers(request)) }));
        };
        this.workers.push(worker);
        return worker;
    }

    get worker() {
        return this.workers.at(-1);
    }

    async pass(time) {
        const until = this.time + time;
        for (;;) {
            await settled();
            const next = this.timers.filter((timer) => timer.at <= until).toSorted((one, other) => one.at - other.at)[0];
            if (!next) break;
            this.timers = this.timers.filter((other) => other !== next);
            this.time = next.at;
            next.call();
        }
        this.time = until;
    }

    async ready(more = {}) {
        this.client.open({ name: "X", language: "7.3", symbols: [], framework: "4.7.2", references: ["System.Xml"], libraries: [], documents: [{ document: "a", name: "A.cs", text: "abc" }], ...more });
        await settled();
        assert.equal(this.client.state.name, "ready");
    }
}

async function settled() {
    for (let turn = 0; turn < 30; turn += 1) await null;
}

test("a project is opened with the references of its framework, and requests are about the text as it is", async () => {
    const bench = new Bench();
    await bench.ready();
    assert.deepEqual(bench.files, ["m-461", "c-461", "x-461"]);
    const [open] = bench.worker.asked;
    assert.deepEqual([open.operation, open.documents], ["open", [{ document: "a", name: "A.cs", text: "abc", version: 1, generated: false }]]);
    bench.client.edited("a", [{ start: 3, end: 3, text: "d" }], "abcd");
    await bench.client.ask("hover", "a", { at: 1 });
    assert.deepEqual(bench.worker.asked.slice(1).map(({ operation, version }) => [operation, version]), [["edit", 2], ["hover", 2]]);
    assert.deepEqual(bench.states.map((state) => state.name), ["loading", "loading", "ready"]);
});

test("libraries come with the facades, and the server's assemblies count before those of the same name", async () => {
    const bench = new Bench();
    bench.client.supply("l1", new Uint8Array(1));
    bench.client.supply("l2", new Uint8Array(1));
    await bench.ready({ framework: "4.8.1", references: ["outsystems.runtimecommon", "Lib"], libraries: [{ name: "Lib", bytes: "l1" }, { name: "OutSystems.RuntimeCommon", bytes: "l2" }] });
    assert.deepEqual(bench.worker.asked[0].references.map(({ name, bytes }) => `${name}=${bytes}`), ["mscorlib=m-48", "System.Core=c-48", "OutSystems.RuntimeCommon=p-1", "System.Runtime=f-48", "Lib=l1"]);
    assert(bench.worker.supplied.includes("l1") && !bench.worker.supplied.includes("l2"));
});

test("before it is ready, and when it is off, every request has the result null", async () => {
    const bench = new Bench();
    assert.equal(await bench.client.ask("hover", "a", {}), null);
    bench.client.setOn(false);
    bench.client.open({ name: "X", language: "7.3", symbols: [], framework: "4.8", references: [], libraries: [], documents: [] });
    await settled();
    assert.equal(bench.workers.length, 0);
    bench.client.setOn(true);
    await settled();
    assert.equal(bench.client.state.name, "ready");
    const { worker } = bench;
    bench.client.setOn(false);
    assert(worker.isEnded);
    assert.equal(bench.client.state.name, "off");
});

test("a worker that dies is replaced by one with the text as it is, and what waited has no result", async () => {
    const bench = new Bench();
    await bench.ready();
    bench.worker.isDumb = true;
    const answers = [bench.client.ask("hover", "a", {}), bench.client.ask("completion", "a", {})];
    bench.client.edited("a", [{ start: 0, end: 1, text: "" }], "bc");
    bench.worker.fail("out of memory");
    assert.deepEqual(await Promise.all(answers), [null, null]);
    await settled();
    assert.equal(bench.workers.length, 2);
    assert.deepEqual(bench.worker.asked[0].documents, [{ document: "a", name: "A.cs", text: "bc", version: 2, generated: false }]);
    assert.equal(bench.client.state.name, "ready");
});

test("a worker that says nothing for a minute is replaced, and too many deaths turn the service off until it is asked for", async () => {
    const bench = new Bench();
    await bench.ready();
    for (let death = 0; death < 3; death += 1) {
        bench.worker.isDumb = true;
        const answer = bench.client.ask("hover", "a", {});
        await bench.pass(59_000);
        assert.equal(bench.workers.length, death + 1);
        await bench.pass(2_000);
        assert.equal(await answer, null);
        await settled();
        assert.equal(bench.client.state.name, "ready");
    }
    bench.worker.say({ kind: "broken", text: "at its end" });
    assert.deepEqual(bench.client.state, { name: "failed", text: "at its end" });
    await bench.pass(600_000);
    assert.equal(bench.workers.length, 4);
    bench.client.setOn(true);
    await settled();
    assert.equal(bench.client.state.name, "ready");
});

test("a worker that never starts is given up", async () => {
    const bench = new Bench();
    bench.isSilent = true;
    bench.client.open({ name: "X", language: "7.3", symbols: [], framework: "4.8", references: [], libraries: [], documents: [] });
    await bench.pass(500_000);
    assert.equal(bench.workers.length, 4);
    assert.equal(bench.client.state.name, "failed");
});

test("a request that is called off has no result, waiting or running", async () => {
    const bench = new Bench();
    await bench.ready();
    bench.worker.isDumb = true;
    const [first, second] = [new AbortController(), new AbortController()];
    const answers = [bench.client.ask("hover", "a", {}, { signal: first.signal }), bench.client.ask("completion", "a", {}, { signal: second.signal })];
    second.abort();
    first.abort();
    assert.deepEqual(await Promise.all(answers), [null, null]);
    assert.equal(bench.worker.cancelled, bench.worker.asked[1].id);
});

test("a refusal is told, and a text that the host does not have opens the project anew", async () => {
    const bench = new Bench();
    await bench.ready();
    bench.answers = ({ operation }) => (operation === "rename" ? { failure: { kind: "refused", text: "No." } } : { result: {} });
    const said = [];
    assert.equal(await bench.client.ask("rename", "a", {}, { refused: (text) => said.push(text) }), null);
    assert.deepEqual(said, ["No."]);
    bench.answers = ({ operation }) => (operation === "edit" ? { failure: { kind: "outdated", text: "" } } : { result: {} });
    bench.client.edited("a", [], "other");
    await settled();
    assert.deepEqual(bench.worker.asked.slice(2).map((request) => [request.operation, request.documents?.[0].text]), [["edit", undefined], ["open", "other"]]);
});

test("a document is replaced when it is another, added and removed", async () => {
    const bench = new Bench();
    await bench.ready();
    assert.equal(bench.client.replace({ document: "a", name: "A.cs", text: "abc" }), false);
    assert.equal(bench.client.replace({ document: "b", name: "B.cs", text: "b", generated: true }), true);
    bench.client.remove("a");
    bench.client.remove("a");
    await settled();
    assert.deepEqual(bench.worker.asked.slice(1).map(({ operation, document }) => [operation, document]), [["replace", "b"], ["remove", "a"]]);
    assert.equal(await bench.client.ask("hover", "a", {}), null);
});

test("problems are looked for where the user writes first, and a new change begins again", async () => {
    const bench = new Bench();
    await bench.ready();
    bench.answers = ({ operation, kind, start }) => {
        if (operation === "chunks") return { result: { ends: [1, 2, 3] } };
        return { result: { problems: kind === "semantic" && start === 1 ? [{ start: 1, end: 2, code: "CS1" }] : [] } };
    };
    const shown = [];
    const after = (time, call) => { const timer = { at: bench.time + time, call }; bench.timers.push(timer); return () => { bench.timers = bench.timers.filter((other) => other !== timer); }; };
    const diagnosis = new Diagnosis(bench.client, after, (document, problems) => shown.push([document, problems.map((problem) => problem.start)]));
    diagnosis.look("a", 2);
    await bench.pass(300);
    assert.deepEqual(bench.worker.asked.slice(1).map(({ operation, kind, start }) => [operation, kind, start].filter((each) => each !== undefined).join(" ")),
        ["diagnostics syntax", "chunks", "diagnostics semantic 2", "diagnostics semantic 1", "diagnostics semantic 0"]);
    assert.deepEqual(shown.at(-1), ["a", [1]]);
    const asked = bench.worker.asked.length;
    bench.client.edited("a", [{ start: 0, end: 0, text: "xx" }], "xxabc");
    diagnosis.edited("a", [{ start: 0, end: 0, text: "xx" }]);
    await bench.pass(100);
    assert.equal(bench.worker.asked.length, asked + 1, "it waits for a pause");
    await bench.pass(200);
    assert.equal(bench.worker.asked.length, asked + 6);
    diagnosis.look("a", 1);
    await bench.pass(300);
    assert.equal(bench.worker.asked.length, asked + 6, "a cursor that moves asks for nothing");
});
