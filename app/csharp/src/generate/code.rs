use std::fmt::{Display, Write as _};

/// C# under construction: lines that end with CRLF, indented with tabs.
#[derive(Default)]
pub(crate) struct Code {
    text: String,
    depth: usize,
}

impl Code {
    /// A file that begins with these namespaces.
    pub(crate) fn with_usings(namespaces: &[&str]) -> Self {
        let mut code = Self::default();
        for namespace in namespaces {
            code.line(format_args!("using {namespace};"));
        }
        code.blank();
        code
    }

    /// One line at the current depth.
    pub(crate) fn line(&mut self, text: impl Display) {
        self.text.extend(std::iter::repeat_n('\t', self.depth));
        let _ = write!(self.text, "{text}\r\n");
    }

    /// An empty line.
    pub(crate) fn blank(&mut self) {
        self.text.push_str("\r\n");
    }

    /// A line that opens a block.
    pub(crate) fn open(&mut self, head: impl Display) {
        self.line(format_args!("{head} {{"));
        self.depth += 1;
    }

    /// The end of a block.
    pub(crate) fn close(&mut self) {
        self.close_with("");
    }

    /// The end of a block that more follows on the line.
    pub(crate) fn close_with(&mut self, rest: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.line(format_args!("}}{rest}"));
    }

    /// The end of a block whose name stands behind it.
    pub(crate) fn close_named(&mut self, name: impl Display) {
        self.close_with(&format!(" // {name}"));
    }

    /// A block of these lines.
    pub(crate) fn block<T: Display>(&mut self, head: impl Display, lines: impl IntoIterator<Item = T>) {
        self.open(head);
        for line in lines {
            self.line(line);
        }
        self.close();
    }

    /// The finished text.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}
