// compile.mjs SERVER TOOLCHAIN ASSETS SAMPLE: the measurements of tests/bench/compile.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { zip } from "./zip.mjs";

const [program, toolchain, assets, sample] = process.argv.slice(2);
const ACTIONS = 5;
const NAME = "MortgageLib";

/** The sample with more actions, and with a number that makes its sources other ones than all before. */
function archive(number) {
    const files = readdirSync(sample).map((name) => [name, readFileSync(`${sample}/${name}`, "utf8")]);
    const methods = (declare) => Array.from({ length: ACTIONS - 1 }, (_, action) => declare(`MssAction${action}`, action)).join("\n");
    const head = (name) => `/// <summary>An action.</summary>\n/// <param name="ssText">In.</param>\n/// <param name="ssCount">Out.</param>\npublic void ${name}(string ssText, out int ssCount)`;
    const added = {
        "MortgageLib.cs": methods((name, action) => `${head(name)} { ssCount = ${number} + ${action}; foreach (char c in ssText) { ssCount += c; } }`),
        "Interface.cs": methods((name) => `${head(name).replace("public ", "")};`),
    };
    return zip(Object.fromEntries(files.map(([name, text]) => [name, added[name] ? inside(text, added[name]) : text])));
}

/** Puts text into the innermost braces that end last: the class or the interface. */
function inside(text, added) {
    const last = text.lastIndexOf("}");
    const place = text.lastIndexOf("}", last - 1);
    return `${text.slice(0, place)}\n${added}\n${text.slice(place)}`;
}

/** Starts a server with these arguments, measures on it, and ends it. */
async function on(options, measure) {
    const server = spawn(program, ["--port", "0", "--assets", assets, "--toolchain", toolchain, ...options], { stdio: ["ignore", "pipe", "ignore"] });
    try {
        for await (const line of createInterface({ input: server.stdout })) {
            const address = line.match(/http:\/\/\S+/)?.[0];
            if (address) return await measure(address);
        }
        throw new Error("the server ended");
    } finally {
        server.kill();
        if (server.exitCode === null && server.signalCode === null) await once(server, "exit");
    }
}

/** Compiles once; the milliseconds as the client sees them. */
async function compile(address, number, expected) {
    const body = archive(number);
    const started = performance.now();
    const answer = await fetch(`${address}/api/compile?extension=${NAME}`, { method: "POST", headers: { "content-type": "application/zip" }, body });
    const result = await answer.json();
    const took = performance.now() - started;
    if (result.outcome !== "succeeded") throw new Error(JSON.stringify(result).slice(0, 2000));
    for (const [field, value] of Object.entries(expected)) {
        if ((result[field] ?? false) !== value) throw new Error(`${field} is ${result[field]}: ${result.output}`);
    }
    return took;
}

async function series(address, count, first, expected) {
    const times = [];
    for (let number = 0; number < count; number += 1) times.push(await compile(address, first + number, expected));
    times.sort((one, other) => one - other);
    return { median: times[count >> 1], best: times[0], worst: times[count - 1], count };
}

const shown = (what, { median, best, worst, count }) =>
    console.log(`  ${what.padEnd(28)} ${median.toFixed(1).padStart(8)} ms (${best.toFixed(1)} to ${worst.toFixed(1)}, ${count} times)`);

console.log(`An extension of ${ACTIONS} actions, one client, each time other sources:`);
// The two are measured in turn, so that other work on the machine slows both.
const [build, host] = await on(["--compile-hosts", "0", "--results", "off"], (slow) =>
    on(["--results", "off"], async (quick) => {
        await series(quick, 20, 0, { way: "host" });
        const halves = [await series(slow, 5, 100, { way: "dotnet_build" }), await series(quick, 50, 200, { way: "host" })];
        const more = [await series(slow, 5, 300, { way: "dotnet_build" }), await series(quick, 50, 400, { way: "host" })];
        return halves.map((half, way) => ({
            median: (half.median + more[way].median) / 2,
            best: Math.min(half.best, more[way].best),
            worst: Math.max(half.worst, more[way].worst),
            count: 2 * half.count,
        }));
    }),
);
shown("dotnet build", build);
shown("warm compiler host", host);
const kept = await on(["--drafts", "memory://"], async (address) => {
    await compile(address, 0, { kept: false });
    await new Promise((resolve) => setTimeout(resolve, 500));
    const times = [];
    for (let number = 0; number < 50; number += 1) times.push(await compile(address, 0, { kept: true }));
    times.sort((one, other) => one - other);
    return { median: times[25], best: times[0], worst: times[49], count: 50 };
});
shown("kept result, same sources", kept);
const ratio = build.median / host.median;
console.log(`  A warm host is ${ratio.toFixed(0)} times as fast as dotnet build.`);
if (ratio < 20) {
    console.error("  That is less than 20 times.");
    process.exitCode = 1;
}
