// What the host is asked next. It does one thing at a time, and what a user waits for goes before what nobody waits for.

/** The lower number goes first; within one, the earlier request. */
export const PRIORITY = Object.freeze({
    /** The project and its texts: everything later is about them. */
    text: 0,
    /** A user waits: completion, hover, a rename. */
    waited: 1,
    /** It is looked at: colours, outline, lamps of fixes. */
    seen: 2,
    /** Problems where the user writes. */
    near: 3,
    /** Problems everywhere else. */
    far: 4,
});

/** Requests that wait. One with a key takes the place of another that waits with the same key. */
export class Queue {
    #waiting = [];

    get length() {
        return this.#waiting.length;
    }

    /** Puts a request in; the ones that it makes needless. */
    put(entry) {
        const [needless, kept] = split(this.#waiting, (other) => entry.key !== undefined && other.key === entry.key);
        this.#waiting = kept;
        const place = this.#waiting.findIndex((other) => other.priority > entry.priority);
        this.#waiting.splice(place < 0 ? this.#waiting.length : place, 0, entry);
        return needless;
    }

    /** The next request, which no longer waits; undefined when there is none. */
    take() {
        return this.#waiting.shift();
    }

    /** Takes out the requests of which `which` is true. */
    remove(which) {
        const [removed, kept] = split(this.#waiting, which);
        this.#waiting = kept;
        return removed;
    }
}

function split(entries, which) {
    const [yes, no] = [[], []];
    for (const entry of entries) (which(entry) ? yes : no).push(entry);
    return [yes, no];
}
