// Packing and unpacking by the browser itself.

/** The bytes behind the stream; throws when they cannot be had or are more than `most`. */
export async function through(stream, bytes, most) {
    const writer = stream.writable.getWriter();
    // What is wrong shows at the reading end.
    writer.write(bytes).catch(() => {});
    writer.close().catch(() => {});
    const chunks = [];
    let length = 0;
    const reader = stream.readable.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
        length += next.value.length;
        if (length > most) {
            reader.cancel().catch(() => {});
            throw new Error("It is larger than anything that is read.");
        }
        chunks.push(next.value);
    }
    const whole = new Uint8Array(length);
    let at = 0;
    for (const chunk of chunks) {
        whole.set(chunk, at);
        at += chunk.length;
    }
    return whole;
}
