// Events of a job on the studio's server, and the connections that outlive the page while its tab is open.

import { follow as followStream } from "./shared.js";

const kept = "xif-studio.connections";

/** Follows the events of a job; `tell` gets each as text. When they break off before the end, `broke` is called. */
export function follow(address, secret, tell, broke) {
    let isOver = false;
    const each = (name, data) => {
        if (name !== "message") return;
        isOver ||= JSON.parse(data).event === "ended";
        tell(data);
    };
    followStream(address, secret, each, () => {
        if (!isOver) broke();
    });
}

/** The keys of the connections of this tab. */
export function connections() {
    try {
        return JSON.parse(sessionStorage.getItem(kept) ?? "[]");
    } catch {
        return [];
    }
}

/** Keeps these keys for the next page of this tab. */
export function keepConnections(ids) {
    try {
        sessionStorage.setItem(kept, JSON.stringify(ids));
    } catch {
        // Without storage a reload asks for the password again.
    }
}
