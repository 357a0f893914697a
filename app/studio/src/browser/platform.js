// Events of a job on the studio's server, and the connections that outlive the page while its tab is open.

const kept = "xif-studio.connections";

/** Follows the events; `tell` gets each as text, `broke` is called when they break off, `ended` when there are no more. */
export function follow(address, tell, ended, broke) {
    const events = new EventSource(address);
    events.onmessage = (event) => {
        tell(event.data);
        if (JSON.parse(event.data).event === "ended") {
            events.close();
            ended();
        }
    };
    events.onerror = () => {
        // The browser would try again from the event that it saw last; the studio knows better which that is.
        events.close();
        broke();
    };
}

/** The ids of the connections of this tab. */
export function connections() {
    try {
        return JSON.parse(sessionStorage.getItem(kept) ?? "[]");
    } catch {
        return [];
    }
}

/** Keeps these ids for the next page of this tab. */
export function keepConnections(ids) {
    try {
        sessionStorage.setItem(kept, JSON.stringify(ids));
    } catch {
        // Without storage a reload asks for the password again.
    }
}
