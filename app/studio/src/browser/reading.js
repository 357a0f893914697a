// Room for the browser between two slices of long work.

/** Until the browser has done what waits. */
export function breathe() {
    if (globalThis.scheduler?.yield) return scheduler.yield();
    // A timer waits four milliseconds at least; a message does not.
    return new Promise((done) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
            port1.close();
            done();
        };
        port2.postMessage(null);
    });
}

/** The time, in milliseconds. */
export const now = () => performance.now();
