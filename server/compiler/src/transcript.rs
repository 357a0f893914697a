//! What a build prints: bounded, with the messages read from it as it comes.

use super::diagnostics::Diagnostics;
use std::collections::VecDeque;

/// Longest line that is searched for a message; the rest of a longer one is only kept as output.
const LONGEST_LINE: usize = 16 << 10;

/// The start and the end of the output, and every message in it.
#[derive(Debug)]
pub struct Transcript {
    half: usize,
    head: Vec<u8>,
    tail: VecDeque<u8>,
    printed: u64,
    line: Vec<u8>,
    diagnostics: Diagnostics,
}

impl Transcript {
    /// Keeps at most `output` bytes.
    pub fn new(output: usize, diagnostics: Diagnostics) -> Self {
        Self { half: output / 2, head: Vec::new(), tail: VecDeque::new(), printed: 0, line: Vec::new(), diagnostics }
    }

    /// Takes the next bytes.
    pub fn write(&mut self, bytes: &[u8]) {
        self.printed += bytes.len() as u64;
        self.keep(bytes);
        for piece in bytes.split_inclusive(|&byte| byte == b'\n') {
            let room = LONGEST_LINE.saturating_sub(self.line.len());
            self.line.extend(piece.iter().take(room));
            if piece.ends_with(b"\n") {
                self.end_line();
            }
        }
    }

    /// Bytes printed so far, also those that are not kept.
    pub fn printed(&self) -> u64 {
        self.printed
    }

    /// The output as text, with a line where the middle is missing, and the messages.
    pub fn finish(mut self) -> (String, Diagnostics) {
        self.end_line();
        let dropped = self.printed - (self.head.len() + self.tail.len()) as u64;
        let mut text = String::from_utf8_lossy(&self.head).into_owned();
        if dropped > 0 {
            text.extend(["\n[... ", &dropped.to_string(), " bytes are left out ...]\n"]);
        }
        text.push_str(&String::from_utf8_lossy(self.tail.make_contiguous()));
        (text, self.diagnostics)
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = self.half - self.head.len();
        let (start, rest) = bytes.split_at(room.min(bytes.len()));
        self.head.extend(start);
        let last = rest.get(rest.len().saturating_sub(self.half)..).unwrap_or(rest);
        let over = (self.tail.len() + last.len()).saturating_sub(self.half);
        self.tail.drain(..over);
        self.tail.extend(last);
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        self.diagnostics.line(&String::from_utf8_lossy(&line));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn transcript(output: usize) -> Transcript {
        Transcript::new(output, Diagnostics::new("/s/", 10))
    }

    #[test]
    fn short_output_is_kept_whole() {
        let mut transcript = transcript(100);
        transcript.write(b"one\ntw");
        transcript.write(b"o\n");
        assert_eq!(transcript.finish().0, "one\ntwo\n");
    }

    #[test]
    fn the_middle_of_a_flood_is_left_out() {
        let mut transcript = transcript(10);
        for number in 0..1000 {
            transcript.write(format!("{number}\n").as_bytes());
        }
        assert_eq!(transcript.printed(), 3890);
        assert_eq!(transcript.finish().0, "0\n1\n2\n[... 3880 bytes are left out ...]\n\n999\n");
    }

    #[test]
    fn messages_are_found_across_pieces_and_without_an_end_of_line() {
        let mut transcript = transcript(0);
        transcript.write(b"a.cs(1,2): err");
        transcript.write(b"or CS1: x\nb.cs(3,4): warning CS2: y");
        let found = transcript.finish().1.into_found();
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].code, "CS2");
    }

    #[test]
    fn an_endless_line_costs_no_memory() {
        let mut transcript = transcript(100);
        for _ in 0..1000 {
            transcript.write(&[b'x'; 1000]);
        }
        assert!(transcript.line.len() <= LONGEST_LINE);
    }
}
