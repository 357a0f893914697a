//! The icon of imported actions: a box with an arrow into it, drawn here and made a Windows icon.

/// The picture; each character is a pixel.
const PICTURE: [&str; 16] = [
    "................",
    ".......aa.......",
    ".......aa.......",
    ".......aa.......",
    "..bb.aaaaaa.bb..",
    ".bbb..aaaa..bbb.",
    ".bb....aa....bb.",
    ".bb..........bb.",
    ".bb..........bb.",
    ".bb..bb..bb..bb.",
    ".bb..bb..bb..bb.",
    ".bb..........bb.",
    ".bb..........bb.",
    ".bbbbbbbbbbbbbb.",
    "..bbbbbbbbbbbb..",
    "................",
];
const ARROW: [u8; 4] = [0xd6, 0x78, 0x12, 0xff];
const BOX: [u8; 4] = [0x5c, 0x4a, 0x3d, 0xff];

/// The bytes of the icon: one picture of 16 by 16 pixels with 32 bits each, the lowest row first.
pub(crate) fn bytes() -> Vec<u8> {
    const HEADER: u32 = 40;
    const PIXELS: u32 = 16 * 16 * 4;
    /// A bit for each pixel, rows of four bytes; the pixels tell themselves what is seen through.
    const MASK: u32 = 16 * 4;
    let mut icon = vec![0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0];
    icon.extend((HEADER + PIXELS + MASK).to_le_bytes());
    icon.extend(22_u32.to_le_bytes());
    // The height counts the mask.
    icon.extend([HEADER, 16, 32].into_iter().flat_map(u32::to_le_bytes));
    icon.extend([1, 0, 32, 0]);
    icon.extend([0, PIXELS + MASK, 0, 0, 0, 0].into_iter().flat_map(u32::to_le_bytes));
    for pixel in PICTURE.iter().rev().flat_map(|row| row.bytes()) {
        icon.extend(match pixel {
            b'a' => ARROW,
            b'b' => BOX,
            _ => [0; 4],
        });
    }
    icon.extend([0; MASK as usize]);
    icon
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sizes_are_what_the_headers_say() {
        assert!(PICTURE.iter().all(|row| row.len() == 16));
        let icon = bytes();
        let size = u32::from_le_bytes(icon[14..18].try_into().unwrap());
        let offset = u32::from_le_bytes(icon[18..22].try_into().unwrap());
        assert_eq!(usize::try_from(size + offset).unwrap(), icon.len());
        assert_eq!(&icon[22..26], &40_u32.to_le_bytes());
    }
}
