// An archive, as the studio sends one to be compiled.

import { crc32, deflateRawSync } from "node:zlib";

/** An archive of files: an object of names and contents. */
export function zip(files) {
    const [parts, table] = [[], []];
    let offset = 0;
    for (const [name, content] of Object.entries(files)) {
        const [bytes, path] = [Buffer.from(content), Buffer.from(name)];
        const packed = deflateRawSync(bytes, { level: 1 });
        const common = Buffer.alloc(26);
        common.writeUInt16LE(20, 0);
        common.writeUInt16LE(8, 4);
        common.writeUInt16LE(0x5a21, 8);
        common.writeUInt32LE(crc32(bytes), 10);
        common.writeUInt32LE(packed.length, 14);
        common.writeUInt32LE(bytes.length, 18);
        common.writeUInt16LE(path.length, 22);
        const entry = Buffer.alloc(16);
        entry.writeUInt32LE(offset, 12);
        table.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, entry.subarray(2), path]));
        const local = Buffer.concat([Buffer.from("PK\x03\x04", "latin1"), common, path, packed]);
        parts.push(local);
        offset += local.length;
    }
    const directory = Buffer.concat(table);
    const end = Buffer.alloc(22);
    end.write("PK\x05\x06", 0, "latin1");
    end.writeUInt16LE(parts.length, 8);
    end.writeUInt16LE(parts.length, 10);
    end.writeUInt32LE(directory.length, 12);
    end.writeUInt32LE(offset, 16);
    return Buffer.concat([...parts, directory, end]);
}
