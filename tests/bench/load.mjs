// The load of tests/bench/load. Usage: node load.mjs SERVER TOOLCHAIN SECONDS CLIENTS HOSTILE

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request, Agent } from "node:http";
import { connect } from "node:net";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { zip } from "./zip.mjs";

const [program, toolchain, seconds, clients, hostile] = [...process.argv.slice(2, 4), ...process.argv.slice(4).map(Number)];
const SAMPLE = join(dirname(fileURLToPath(import.meta.url)), "../../server/tests/project");
const FILES = ["MortgageLib.csproj", "AssemblyInfo.cs", "Interface.cs", "MortgageLib.cs"];
const sources = Object.fromEntries(FILES.map((name) => [name, readFileSync(join(SAMPLE, name), "utf8")]));

/** The sample with a text of its own, which must stand in the assembly. */
function job(mark, project = (text) => text) {
    const code = `${sources["MortgageLib.cs"]}\nnamespace Marks { internal static class Mark { internal static string Text() { return "${mark}"; } } }\n`;
    return zip({ ...sources, "MortgageLib.cs": code, "MortgageLib.csproj": project(sources["MortgageLib.csproj"]) });
}

const agent = new Agent({ keepAlive: true, maxSockets: Infinity });

/** Sends a request as one of many clients; the answer's status, headers and body. */
function ask(port, method, path, body, client, signal) {
    return new Promise((resolve, reject) => {
        const headers = { host: `localhost:${port}`, "content-type": "application/zip", "x-forwarded-for": client, "content-length": body?.length ?? 0 };
        const sent = request({ host: "127.0.0.1", port, method, path, headers, agent, signal }, (answer) => {
            const parts = [];
            answer.on("data", (part) => parts.push(part));
            answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
            answer.on("error", reject);
        });
        sent.on("error", reject);
        sent.end(body);
    });
}

/** One client: builds again and again, waits when it is told to, and checks that the assembly is its own. */
async function work(port, number, until, project, found) {
    const client = `10.1.${number >> 8}.${number & 255}`;
    for (let round = 0; performance.now() < until; round++) {
        const mark = `mark-${number}-${round}-${Math.random().toString(36).slice(2)}`;
        const archive = job(mark, project);
        const started = performance.now();
        for (;;) {
            const answer = await ask(port, "POST", "/api/compile?extension=MortgageLib", archive, client);
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
            else found.done.push({ client: number, ms: performance.now() - started, at: performance.now() });
            break;
        }
    }
}

/** The demonstrations of the security review, again and again. */
async function attack(port, number, until) {
    const client = `10.9.0.${number}`;
    const host = `host: localhost:${port}\r\nx-forwarded-for: ${client}\r\n`;
    const raw = async (text, ms, read = false) => {
        const socket = connect(port, "127.0.0.1", () => socket.write(text));
        socket.on("error", () => {});
        if (!read) socket.pause();
        await sleep(ms);
        socket.destroy();
    };
    const post = "POST /api/compile?extension=MortgageLib HTTP/1.1\r\ncontent-type: application/zip\r\n";
    const tasks = `<Target Name="Slow" BeforeTargets="Build"><Exec Command="sleep 20" /></Target></Project>`;
    const nested = `<Project>${"<a>".repeat(400_000)}`;
    const attacks = [
        () => raw(`${post}${host}content-length: 1000000\r\n\r\nP`, 5000),
        () => raw(`GET / HTTP/1.1\r\n${host}x: `, 5000),
        () => raw(`GET / HTTP/1.1\r\n${host}\r\n`.repeat(200), 3000),
        () => ask(port, "POST", "/api/compile?extension=MortgageLib", job("x", (text) => text.replace(/<\/Project>\s*$/, tasks)), client),
        () => ask(port, "POST", "/api/compile?extension=MortgageLib", zip({ ...sources, "MortgageLib.csproj": nested }), client),
        () => ask(port, "POST", "/api/platform/probe", Buffer.from('{"address":"x.invalid"}'), client),
    ];
    for (let round = number; performance.now() < until; round++) {
        await Promise.race([attacks[round % attacks.length]().catch(() => {}), sleep(Math.max(until - performance.now(), 0))]);
        await sleep(50);
    }
}

/** Starts a server; its port and process. */
async function start(folder) {
    writeFileSync(join(folder, "index.html"), "<html></html>");
    const named = ["--port", "0", "--assets", folder, "--toolchain", toolchain, "--client-address", "X-Forwarded-For", ...(process.env.XIF_STUDIO_LOAD ?? "").split(" ").filter(Boolean)];
    const server = spawn(program, named, { stdio: ["ignore", "pipe", "pipe"] });
    let log = "";
    server.stderr.on("data", (text) => (log = (log + text).slice(-4000)));
    const line = await new Promise((resolve, reject) => {
        server.stdout.once("data", (text) => resolve(text.toString()));
        server.once("exit", () => reject(new Error(log)));
    });
    return { server, port: Number(/:(\d+)\s*$/.exec(line.trim())[1]) };
}

const memory = (pid) => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))[1]) >> 10;
const at = (sorted, part) => sorted[Math.min(Math.floor(sorted.length * part), sorted.length - 1)] ?? NaN;

/** Lets clients work for a while; prints and gives what came of it. */
async function part(title, port, pid, count, duration, project, enemies = 0) {
    const found = { done: [], lost: [], mixed: 0, refused: 0 };
    const [began, until] = [performance.now(), performance.now() + duration * 1000];
    const memories = [];
    const watching = setInterval(() => memories.push(memory(pid)), 1000);
    const working = Array.from({ length: count }, (_, number) => work(port, number, until, project, found));
    const attacking = Array.from({ length: enemies }, (_, number) => attack(port, number, until));
    await Promise.all([...working, ...attacking]);
    clearInterval(watching);
    const inTime = found.done.filter(({ at }) => at <= until);
    const rate = inTime.length / ((until - began) / 1000);
    const each = Array.from({ length: count }, (_, number) => inTime.filter(({ client }) => client === number).length).sort((a, b) => a - b);
    const times = found.done.map(({ ms }) => ms).sort((a, b) => a - b);
    const [median, late] = [at(times, 0.5), at(times, 0.95)];
    console.log(`${title}
    ${inTime.length} builds, ${rate.toFixed(2)} a second; ${found.lost.length} lost, ${found.mixed} mixed up, ${found.refused} told to come again
    builds of a client: least ${each[0]}, median ${at(each, 0.5)}, most ${each.at(-1)}
    a client's wait for its assembly: median ${(median / 1000).toFixed(2)} s, 95 % ${(late / 1000).toFixed(2)} s
    memory of the server: ${memories[Math.floor(memories.length / 4)]} MiB after a quarter, ${memories.at(-1)} MiB at the end, ${Math.max(...memories)} MiB at most`);
    for (const text of found.lost.slice(0, 3)) console.log(`    lost: ${text}`);
    return { rate, median, late };
}

const folder = mkdtempSync(join(tmpdir(), "xif-load-"));
const { server, port } = await start(folder);
try {
    await sleep(5000);
    // A target of its own, though it does nothing, sends a project to dotnet build.
    const own = (text) => text.replace(/<\/Project>\s*$/, `<Target Name="Own" /></Project>`);
    const slow = await part(`dotnet build for each job, ${cpus().length} clients`, port, server.pid, cpus().length, Math.min(seconds, 30), own);
    const fast = await part(`${clients} clients`, port, server.pid, clients, seconds, (text) => text);
    console.log(`    ${(fast.rate / slow.rate).toFixed(1)} times the throughput of dotnet build`);
    if (hostile > 0) {
        const few = Math.min(clients, 20);
        const calm = await part(`${few} clients`, port, server.pid, few, seconds / 2, (text) => text);
        const beset = await part(`${few} clients beside ${hostile} hostile ones`, port, server.pid, few, seconds / 2, (text) => text, hostile);
        console.log(`    ${(beset.median / calm.median).toFixed(2)} times the median and ${(beset.late / calm.late).toFixed(2)} times the 95 % without them`);
    }
} finally {
    server.kill();
    rmSync(folder, { recursive: true });
}
process.exit(0);
