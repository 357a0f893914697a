use std::fmt::{self, Write as _};

/// C# under construction: lines that end with CRLF, indented with tabs.
#[derive(Default)]
pub(crate) struct Code {
    text: String,
    depth: usize,
}

/// What can stand on a line: a text as it is, or what `format_args!` is to make of its parts.
///
/// Hundreds of thousands of lines are written for a large extension; each goes straight into the file's text.
pub(crate) trait Text {
    /// Adds it at the end.
    fn add_to(self, text: &mut String);
}

impl Text for &str {
    fn add_to(self, text: &mut String) {
        text.push_str(self);
    }
}

impl Text for &String {
    fn add_to(self, text: &mut String) {
        text.push_str(self);
    }
}

impl Text for String {
    fn add_to(self, text: &mut String) {
        text.push_str(&self);
    }
}

impl Text for fmt::Arguments<'_> {
    fn add_to(self, text: &mut String) {
        // Writing to a String cannot fail.
        let _ = text.write_fmt(self);
    }
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
    pub(crate) fn line(&mut self, text: impl Text) {
        self.indent();
        text.add_to(&mut self.text);
        self.text.push_str("\r\n");
    }

    /// One line at the current depth, made of these parts, without blanks at its end.
    pub(crate) fn trimmed_line(&mut self, parts: &[&str]) {
        self.indent();
        self.text.extend(parts.iter().copied());
        self.text.truncate(self.text.trim_end().len());
        self.text.push_str("\r\n");
    }

    fn indent(&mut self) {
        const TABS: &str = "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t";
        self.text.push_str(&TABS[..self.depth.min(TABS.len())]);
    }

    /// An empty line.
    pub(crate) fn blank(&mut self) {
        self.text.push_str("\r\n");
    }

    /// A line that opens a block.
    pub(crate) fn open(&mut self, head: impl Text) {
        self.indent();
        head.add_to(&mut self.text);
        self.text.push_str(" {\r\n");
        self.depth += 1;
    }

    /// The end of a block.
    pub(crate) fn close(&mut self) {
        self.close_with("");
    }

    /// The end of a block that more follows on the line.
    pub(crate) fn close_with(&mut self, rest: &str) {
        self.depth = self.depth.saturating_sub(1);
        self.indent();
        self.text.extend(["}", rest, "\r\n"]);
    }

    /// The end of a block whose name stands behind it.
    pub(crate) fn close_named(&mut self, name: impl fmt::Display) {
        self.close_with(&format!(" // {name}"));
    }

    /// A block of these lines.
    pub(crate) fn block<T: Text>(&mut self, head: impl Text, lines: impl IntoIterator<Item = T>) {
        self.open(head);
        for line in lines {
            self.line(line);
        }
        self.close();
    }

    /// The finished text, without room for more: it stays in memory as long as the extension.
    pub(crate) fn finish(mut self) -> String {
        self.text.shrink_to_fit();
        self.text
    }
}
