// The worker: starts the runtime and hands requests to the host, one at a time. What comes in which order is decided by the page (queue.mjs).
//
//   { kind: "start" }                           -> { kind: "progress", loaded, all } ... { kind: "started" } or { kind: "broken", text }
//   { kind: "supply", name, content }           bytes that a later request names
//   { kind: "ask", id, request }                -> { kind: "answer", id, answer }, the texts as the host takes and gives them
//   { kind: "take", id, name }                  -> { kind: "content", id, content }
//   { kind: "cancel", id }

const START = "./dotnet.js";
const HOST = "XifStudio.Language";

let host;

/** Starts the runtime; `progress(loaded, all)` counts its files. */
export async function start(progress) {
    const { dotnet } = await import(START);
    const api = await dotnet.withModuleConfig({ onDownloadResourceProgress: progress }).create();
    host = (await api.getAssemblyExports(HOST)).Exports;
    return host;
}

async function handle(data) {
    switch (data.kind) {
        case "start":
            try {
                await start((loaded, all) => postMessage({ kind: "progress", loaded, all }));
                postMessage({ kind: "started" });
            } catch (error) {
                postMessage({ kind: "broken", text: String(error?.message ?? error) });
            }
            break;
        case "supply":
            host.Supply(data.name, data.content);
            break;
        case "ask":
            try {
                postMessage({ kind: "answer", id: data.id, answer: await host.Ask(data.request) });
            } catch (error) {
                // The host answers with its failures. What comes here is the end of the runtime.
                postMessage({ kind: "broken", text: String(error?.message ?? error) });
            }
            break;
        case "take": {
            const content = host.Take(data.name);
            postMessage({ kind: "content", id: data.id, content }, [content.buffer]);
            break;
        }
        case "cancel":
            host?.Cancel(data.id);
            break;
    }
}

// Not `onmessage`: the runtime takes a worker that has one for a thread of its own and waits for orders. In Node there is no worker's scope.
if (typeof WorkerGlobalScope !== "undefined") addEventListener("message", (event) => handle(event.data));
