/** A grey picture, as a bitmap: 14 bytes of head, 40 about the picture, and the lines in 24 bits a pixel. */
export function picture(width: number, height = width): Buffer {
    const line = Math.ceil((width * 3) / 4) * 4;
    const file = Buffer.alloc(54 + line * height, 0x99);
    file.fill(0, 0, 54);
    file.write("BM", 0);
    file.writeUInt32LE(file.length, 2);
    file.writeUInt32LE(54, 10);
    file.writeUInt32LE(40, 14);
    file.writeInt32LE(width, 18);
    file.writeInt32LE(height, 22);
    file.writeUInt16LE(1, 26);
    file.writeUInt16LE(24, 28);
    return file;
}
