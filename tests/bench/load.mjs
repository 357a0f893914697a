// The load of tests/bench/load. Usage: node load.mjs SERVER TOOLCHAIN SECONDS CLIENTS HOSTILE

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { ask } from "./ask.mjs";
import { attacks } from "./hostile.mjs";
import { job } from "./job.mjs";
import { Stored } from "./stored.mjs";

const [program, toolchain, seconds, clients, hostile] = [...process.argv.slice(2, 4), ...process.argv.slice(4).map(Number)];
/** One client: builds again and again, waits when it is told to, and checks that the assembly is its own. */
async function work(server, number, until, project, found, repeated) {
    const client = `10.1.${number >> 8}.${number & 255}`;
    for (let round = 0; performance.now() < until; round++) {
        const mark = repeated ? `mark-${number}` : `mark-${number}-${round}-${Math.random().toString(36).slice(2)}`;
        const archive = job(mark, project);
        const started = performance.now();
        for (;;) {
            const answer = await ask(server.port, "POST", "/api/compile?extension=MortgageLib", archive, client).catch(() => undefined);
            if (!answer) {
                // The server is gone: it was killed.
                found.broken++;
                if (performance.now() > until) return;
                await sleep(200);
                continue;
            }
            if (answer.status === 429 || answer.status === 503) {
                found.refused++;
                if (performance.now() > until) return;
                await sleep(Math.min(Number(answer.headers["retry-after"] ?? 1), 10) * 1000 * (0.75 + Math.random() / 2));
                continue;
            }
            const built = answer.status === 200 ? JSON.parse(answer.body) : {};
            const dll = built.assembly ? Buffer.from(built.assembly.dll, "base64") : undefined;
            if (!dll) found.lost.push(answer.body.toString().slice(0, 300));
            else if (!dll.includes(Buffer.from(mark, "utf16le"))) found.mixed++;
            else found.done.push({ client: number, ms: performance.now() - started, at: performance.now(), kept: built.kept });
            break;
        }
    }
}

/** A server that can be started again on the same folder. */
class Server {
    #folder;
    #arguments;
    #process;
    port = 0;

    constructor(folder, more) {
        this.#folder = folder;
        writeFileSync(join(folder, "index.html"), "<html></html>");
        const own = (process.env.XIF_STUDIO_LOAD ?? "").split(" ").filter(Boolean);
        this.#arguments = ["--assets", folder, "--toolchain", toolchain, "--client-address", "X-Forwarded-For", ...more, ...own];
    }

    async start() {
        this.#process = spawn(program, ["--port", String(this.port), ...this.#arguments], { stdio: ["ignore", "pipe", "pipe"], cwd: this.#folder });
        let log = "";
        this.#process.stderr.on("data", (text) => (log = (log + text).slice(-4000)));
        const line = await new Promise((resolve, reject) => {
            this.#process.stdout.once("data", (text) => resolve(text.toString()));
            this.#process.once("exit", () => reject(new Error(log)));
        });
        this.port = Number(/:(\d+)\s*$/.exec(line.trim())[1]);
    }

    /** Ends it, and waits for its end. */
    async end(signal) {
        const ended = new Promise((resolve) => this.#process.once("exit", resolve));
        this.#process.kill(signal);
        await ended;
    }

    /** MiB of memory; none when it is not there. */
    get memory() {
        try {
            return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#process.pid}/status`, "utf8"))[1]) >> 10;
        } catch {
            return undefined;
        }
    }
}

const at = (sorted, part) => sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)] ?? NaN;

/** Lets clients work for a while; prints and gives what came of it. */
async function part(title, server, count, duration, project, { enemies = 0, repeated = false } = {}) {
    const found = { done: [], lost: [], mixed: 0, refused: 0, broken: 0 };
    const [began, until] = [performance.now(), performance.now() + duration * 1000];
    const memories = [];
    const watching = setInterval(() => memories.push(server.memory ?? 0), 1000);
    const working = Array.from({ length: count }, (_, number) => work(server, number, until, project, found, repeated));
    const attacking = enemies ? attacks(server.port, enemies, duration) : {};
    await Promise.all(working);
    const made = await attacking;
    clearInterval(watching);
    const inTime = found.done.filter(({ at }) => at <= until);
    const rate = inTime.length / ((until - began) / 1000);
    const each = Array.from({ length: count }, (_, number) => inTime.filter(({ client }) => client === number).length).sort((a, b) => a - b);
    const times = found.done.map(({ ms }) => ms).sort((a, b) => a - b);
    const [median, late] = [at(times, 0.5), at(times, 0.95)];
    console.log(`${title}
    ${inTime.length} builds, ${rate.toFixed(2)} a second; ${found.lost.length} lost, ${found.mixed} mixed up, ${found.refused} told to come again${found.broken ? `, ${found.broken} sent again after a kill` : ""}
    builds of a client: least ${each[0]}, median ${at(each, 0.5)}, most ${each.at(-1)}
    a client's wait for its assembly: median ${(median / 1000).toFixed(3)} s, 95 % ${(late / 1000).toFixed(3)} s
    memory of the server: ${memories[Math.floor(memories.length / 4)]} MiB after a quarter, ${memories.at(-1)} MiB at the end, ${Math.max(...memories)} MiB at most`);
    if (repeated) console.log(`    ${inTime.filter(({ kept }) => kept).length} of them were kept results`);
    if (enemies) console.log(`    attacks: ${Object.entries(made).map(([name, count]) => `${name} ${count}`).join(", ")}`);
    for (const text of found.lost.slice(0, 3)) console.log(`    lost: ${text}`);
    return { rate, median, late };
}

/** Kills the server three times while clients compile and drafts are written, and looks for what was stored. */
async function killed(server, count, duration) {
    const drafts = Array.from({ length: 5 }, () => new Stored());
    for (const draft of drafts) await draft.create(server.port);
    let goesOn = true;
    const writing = drafts.map((draft) => draft.write(() => server.port, () => goesOn));
    const working = part(`${count} clients, the server killed three times`, server, count, duration, same);
    for (let times = 0; times < 3; times++) {
        await sleep((duration * 1000) / 4);
        await server.end("SIGKILL");
        await server.start();
    }
    await working;
    goesOn = false;
    await Promise.all(writing);
    const checks = await Promise.all(drafts.map((draft) => draft.check(server.port)));
    const sum = (name) => checks.reduce((sum, check) => sum + check[name], 0);
    console.log(`    ${sum("kept")} revisions of drafts were acknowledged, ${sum("lost")} of them lost`);
}

const same = (text) => text;
// A target of its own, though it does nothing, sends a project to dotnet build.
const own = (text) => text.replace(/<\/Project>\s*$/, `<Target Name="Own" /></Project>`);

const root = mkdtempSync(join(tmpdir(), "xif-load-"));

/** Starts a server for a task, and ends it. */
async function served(name, more, task) {
    const folder = join(root, name);
    mkdirSync(folder);
    const server = new Server(folder, ["--drafts", join(folder, "drafts"), "--drafts-requests", "1000000", "--builds-waiting", "256", ...more]);
    await server.start();
    try {
        await sleep(5000);
        await task(server);
    } finally {
        await server.end();
    }
}

const few = Math.min(clients, 20);
try {
    await served("made", ["--results", "off"], async (server) => {
        const slow = await part(`dotnet build for each job, ${cpus().length} clients`, server, cpus().length, Math.min(seconds, 30), own);
        const fast = await part(`${clients} clients`, server, clients, seconds, same);
        console.log(`    ${(fast.rate / slow.rate).toFixed(1)} times the throughput of dotnet build`);
        if (hostile > 0) {
            const calm = await part(`${few} clients`, server, few, seconds / 2, same);
            const beset = await part(`${few} clients beside ${hostile} hostile ones`, server, few, seconds / 2, same, { enemies: hostile });
            console.log(`    ${(beset.median / calm.median).toFixed(2)} times the median and ${(beset.late / calm.late).toFixed(2)} times the 95 % without them`);
        }
        await killed(server, clients, seconds / 2);
    });
    await served("kept", [], (server) => part(`${few} clients that ask for the same again`, server, few, seconds / 4, same, { repeated: true }));
} finally {
    rmSync(root, { recursive: true });
}
process.exit(0);
