// Hostile clients of tests/bench/load: what the security review demonstrated, again and again. They run on a thread of their own, so that what they cost
// is not taken for a cost of the server.

import { connect } from "node:net";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { Worker, isMainThread, parentPort, workerData } from "node:worker_threads";
import { ask } from "./ask.mjs";
import { sources } from "./job.mjs";
import { zip } from "./zip.mjs";

const POST = "POST /api/compile?extension=MortgageLib HTTP/1.1\r\ncontent-type: application/zip\r\n";

/** The sample with more at the end of its project. */
function project(more) {
    return zip({ ...sources, "MortgageLib.csproj": sources["MortgageLib.csproj"].replace(/<\/Project>\s*$/, `${more}</Project>`) });
}

/** The sample with more in a source. */
function code(more) {
    return zip({ ...sources, "MortgageLib.cs": `${sources["MortgageLib.cs"]}\n${more}` });
}

const running = (command) => project(`<Target Name="Own" BeforeTargets="Build"><Exec Command="${command}" /></Target>`);

/** Each lambda in a call of an overloaded method is bound for each overload, so nested ones take exponential time. */
function endless() {
    const overloads = ["Func<int, int>", "Func<string, int>", "Action<int>", "Action<string>"].map((type) => `public static void M(System.${type} f) { }`).join(" ");
    let nest = "int x = 1;";
    for (let depth = 0; depth < 24; depth++) nest = `E.M(a${depth} => { ${nest} });`;
    return code(`namespace Endless { public static class E { ${overloads} } public class U { void Run() { ${nest} } } }`);
}

const archives = {
    slow: running("sleep 20"),
    busy: running("for i in 1 2 3 4 5 6 7 8; do timeout 20 sh -c 'while :; do :; done' &amp; done; wait"),
    nested: zip({ ...sources, "MortgageLib.csproj": `<Project>${"<a>".repeat(400_000)}` }),
    inflating: zip({ ...sources, ...Object.fromEntries([1, 2, 3].map((number) => [`${number}.bin`, Buffer.alloc(50 << 20)])) }),
    // An assembly with megabytes of text, which is then not read.
    large: code(`namespace Large { static class L { static string[] T = { ${Array.from({ length: 40 }, (_, number) => `"${String(number).repeat(50_000)}"`).join(", ")} }; } }`),
    plain: zip(sources),
    endless: endless(),
};

/** An attack that the review did not make: each takes seconds of a host and then another host, the first time that a client does it. */
const ALONE = "endless compilations";

/** Opens connections, sends a text on each, reads nothing (or all), and closes them after a while. */
async function raw(port, count, text, ms, reads = false) {
    const sockets = Array.from({ length: count }, () => {
        const socket = connect(port, "127.0.0.1", () => socket.write(text));
        socket.on("error", () => {});
        if (reads) socket.resume();
        else socket.pause();
        return socket;
    });
    await sleep(ms);
    for (const socket of sockets) socket.destroy();
}

/** One hostile client, until it is over. It begins with the attack of its number; how often each was made is counted. */
async function attack(port, number, until, only, made) {
    const client = `10.9.0.${number}`;
    const head = `host: localhost:${port}\r\nx-forwarded-for: ${client}\r\n`;
    // What goes on when it is over is broken off.
    const signal = AbortSignal.timeout(Math.ceil(Math.max(until - performance.now(), 0)));
    const whole = (archive) => Buffer.concat([Buffer.from(`${POST}${head}content-length: ${archive.length}\r\n\r\n`), archive]);
    const compile = (archive) => ask(port, "POST", "/api/compile?extension=MortgageLib", archive, client, { signal });
    const attacks = {
        "idle uploads": () => raw(port, 10, `${POST}${head}content-length: 1000000\r\n\r\nP`, 5000),
        "half headers": () => raw(port, 50, `GET / HTTP/1.1\r\n${head}x: `, 5000),
        "answers not read": () => raw(port, 3, `GET / HTTP/1.1\r\n${head}\r\n`.repeat(200), 3000),
        "slow builds": () => compile(archives.slow),
        "builds that use all processors": () => compile(archives.busy),
        "nested project files": () => compile(archives.nested),
        "archives that inflate": () => compile(archives.inflating),
        "huge bodies": () => raw(port, 2, Buffer.concat([Buffer.from(`${POST}${head}content-length: ${60 << 20}\r\n\r\n`), Buffer.alloc(8 << 20)]), 5000, true),
        "large assemblies not read": () => raw(port, 4, whole(archives.large), 8000),
        "clients that go away": async () => {
            for (let times = 0; times < 20; times++) await raw(port, 1, whole(archives.plain), 30);
        },
        [ALONE]: () => compile(archives.endless),
        "probes of nowhere": () => ask(port, "POST", "/api/platform/probe", Buffer.from('{"address":"x.invalid"}'), client, { type: "application/json", signal }),
    };
    const names = only.length > 0 ? only : Object.keys(attacks).filter((name) => name !== ALONE);
    for (let round = number; performance.now() < until; round++) {
        const name = names[round % names.length];
        made[name] = (made[name] ?? 0) + 1;
        await Promise.race([attacks[name]().catch(() => {}), sleep(Math.max(until - performance.now(), 0))]);
        await sleep(50);
    }
}

/** Lets hostile clients attack for so many seconds; how often each attack was made. */
export async function attacks(port, count, seconds) {
    const only = (process.env.XIF_STUDIO_ATTACKS ?? "").split(",").filter(Boolean);
    const worker = new Worker(new URL(import.meta.url), { workerData: { port, count, seconds, only } });
    return new Promise((resolve, reject) => worker.on("message", resolve).on("error", reject));
}

if (!isMainThread) {
    const { port, count, seconds, only } = workerData;
    const [made, until] = [{}, performance.now() + seconds * 1000];
    await Promise.all(Array.from({ length: count }, (_, number) => attack(port, number, until, only, made)));
    parentPort.postMessage(made);
}
