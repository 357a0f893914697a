//! What `monodis` prints, as one line for each type and member that others see.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::io::BufRead;

#[derive(Default)]
pub(super) struct Told {
    /// The lines of each visible type, sorted, by its name.
    pub(super) types: BTreeMap<String, Vec<String>>,
}

/// A type that is being printed.
struct Open {
    name: String,
    is_visible: bool,
    is_interface: bool,
    header: String,
    /// The names of its generic parameters.
    generics: Vec<String>,
    lines: Vec<String>,
    /// Methods: their text without names of parameters, and their line with who sees them.
    methods: Vec<(String, String, Option<&'static str>)>,
    /// Accessors of properties and events, which are no methods of their own.
    accessors: Vec<String>,
    /// A property or event with its accessors.
    property: Option<(String, Vec<(&'static str, String)>)>,
    properties: Vec<(String, Vec<(&'static str, String)>)>,
}

pub(super) fn read(mut lines: impl BufRead) -> Told {
    let mut reader = Reader::default();
    let mut buffer = Vec::new();
    while lines.read_until(b'\n', &mut buffer).unwrap() > 0 {
        let start = buffer.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(0);
        let rest = &buffer[start..];
        // Most lines are code.
        if reader.waits || matches!(rest.first(), Some(b'.' | b'}' | b'e' | b'i')) {
            reader.line(&String::from_utf8_lossy(rest.trim_ascii_end()));
        }
        buffer.clear();
    }
    reader.told
}

#[derive(Default)]
struct Reader {
    namespace: String,
    open: Vec<Open>,
    told: Told,
    /// The flags of a method whose signature comes in the next line.
    method: Option<String>,
    waits: bool,
    in_class_header: bool,
}

impl Reader {
    fn line(&mut self, line: &str) {
        if let Some(flags) = self.method.take() {
            self.waits = false;
            return self.method(&flags, line);
        }
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        match word {
            ".namespace" => self.namespace = rest.replace('\'', ""),
            ".class" if !rest.starts_with("extern") => self.class(rest),
            "extends" | "implements" if self.in_class_header => {
                let header = &mut self.open.last_mut().unwrap().header;
                let rest = rest.trim_end_matches('{').trim();
                if word == "extends" {
                    let base = unquoted(rest);
                    let is_object = base.trim_start_matches("[mscorlib]") == "System.Object";
                    write!(header, " extends {}", if is_object { "object" } else { &base }).unwrap();
                } else {
                    let mut interfaces: Vec<String> = split(&unquoted(rest));
                    interfaces.sort();
                    write!(header, " implements {}", interfaces.join(", ")).unwrap();
                }
            }
            ".field" => self.field(rest),
            ".method" => {
                self.in_class_header = false;
                self.method = Some(rest.to_owned());
                self.waits = true;
            }
            ".property" | ".event" => self.property(&word[1..], rest),
            ".get" | ".set" | ".addon" | ".removeon" => {
                let kind = match word {
                    ".get" => "get",
                    ".set" => "set",
                    _ => "of",
                };
                if let Some((_, accessors)) = self.open.last_mut().and_then(|open| open.property.as_mut()) {
                    accessors.push((kind, accessor(rest)));
                }
            }
            "}" if rest.starts_with("// end of class") => self.close(),
            "}" => {
                if let Some(open) = self.open.last_mut() {
                    open.properties.extend(open.property.take());
                } else {
                    self.namespace.clear();
                }
            }
            _ => {}
        }
    }

    fn class(&mut self, rest: &str) {
        self.in_class_header = true;
        let flags = [
            "nested",
            "public",
            "private",
            "family",
            "famorassem",
            "assembly",
            "famandassem",
            "auto",
            "sequential",
            "explicit",
            "ansi",
            "unicode",
            "autochar",
            "abstract",
            "sealed",
            "serializable",
            "beforefieldinit",
            "specialname",
            "rtspecialname",
            "interface",
            "import",
        ];
        let (mut rest, mut found) = (rest, Vec::new());
        while let Some((word, after)) = rest.split_once(' ').filter(|(word, _)| flags.contains(word)) {
            found.push(word);
            rest = after.trim_start();
        }
        let is = |flag: &str| found.contains(&flag);
        let text = unquoted(rest.trim());
        let (name, generics) = text.split_once('<').filter(|(name, _)| !name.is_empty()).unwrap_or((&text, ""));
        let outer = self.open.last();
        let full = match outer {
            Some(outer) => format!("{}/{name}", outer.name),
            None if self.namespace.is_empty() => name.to_owned(),
            None => format!("{}.{name}", self.namespace),
        };
        let access = if is("public") {
            Some("public")
        } else if is("nested") {
            if is("family") {
                Some("protected")
            } else if is("famorassem") {
                Some("protected internal")
            } else {
                None
            }
        } else {
            None
        };
        let mut header = format!("type {}", access.unwrap_or("private"));
        for flag in ["interface", "abstract", "sealed"] {
            if is(flag) && !(flag == "abstract" && is("interface")) {
                write!(header, " {flag}").unwrap();
            }
        }
        write!(header, " <{generics}").unwrap();
        let last_word = |part: &String| part.rsplit(' ').next().unwrap_or_default().to_owned();
        self.open.push(Open {
            generics: split(generics.trim_end_matches('>')).iter().map(last_word).collect(),
            name: full,
            is_visible: access.is_some() && outer.is_none_or(|outer| outer.is_visible),
            is_interface: is("interface"),
            header,
            lines: Vec::new(),
            methods: Vec::new(),
            accessors: Vec::new(),
            property: None,
            properties: Vec::new(),
        });
    }

    fn field(&mut self, rest: &str) {
        self.in_class_header = false;
        let Some(open) = self.open.last_mut().filter(|open| open.is_visible) else { return };
        let (mut rest, mut found) = (rest.trim_start(), Vec::new());
        if rest.starts_with('[') {
            rest = rest.split_once(']').unwrap().1.trim_start();
        }
        let flags = [
            "public",
            "private",
            "family",
            "famorassem",
            "assembly",
            "famandassem",
            "static",
            "literal",
            "initonly",
            "notserialized",
            "specialname",
            "rtspecialname",
            "privatescope",
        ];
        while let Some((word, after)) = rest.split_once(' ').filter(|(word, _)| flags.contains(word)) {
            found.push(word);
            rest = after.trim_start();
        }
        let Some(access) = access(&found) else { return };
        if found.contains(&"rtspecialname") {
            return;
        }
        let mut line = format!("field {access}");
        for flag in ["static", "literal", "initonly"] {
            if found.contains(&flag) {
                write!(line, " {flag}").unwrap();
            }
        }
        open.lines.push(format!("{line} {}", real(&unquoted(without_marshal(rest).trim()))));
    }

    fn method(&mut self, flags: &str, line: &str) {
        let Some(open) = self.open.last_mut().filter(|open| open.is_visible) else { return };
        let words: Vec<&str> = flags.split(' ').collect();
        let text = unquoted(line.trim());
        let end = text.rfind(')').map_or(text.len(), |end| end + 1);
        let text =
            text[..end].trim_start_matches("instance ").trim_start_matches("explicit ").replacen("default ", "", 1);
        let is = |flag: &str| words.contains(&flag);
        let inheritance = match (is("abstract"), is("newslot"), is("final")) {
            _ if open.is_interface || !is("virtual") => "",
            (true, true, _) => " abstract",
            (true, false, _) => " abstract override",
            (false, true, false) => " virtual",
            (false, true, true) => "",
            (false, false, false) => " override",
            (false, false, true) => " sealed override",
        };
        let is_static = if is("static") { " static" } else { "" };
        let text = without_marshal(&text);
        let parameters = without_directions(&text);
        let access = access(&words);
        let line = format!("method {}{is_static}{inheritance} {parameters}", access.unwrap_or_default());
        open.methods.push((key(&text), line, access));
    }

    fn property(&mut self, kind: &str, rest: &str) {
        self.in_class_header = false;
        let Some(open) = self.open.last_mut() else { return };
        let rest = rest.trim_start_matches("specialname ").trim_start_matches("instance ");
        let text = numbered(&format!("{kind} {}", unquoted(rest.trim())), &open.generics);
        open.property = Some((text, Vec::new()));
    }

    fn close(&mut self) {
        let Some(mut open) = self.open.pop() else { return };
        if !open.is_visible {
            return;
        }
        let methods: HashMap<&str, Option<&'static str>> =
            open.methods.iter().map(|(key, _, access)| (key.as_str(), *access)).collect();
        for (property, accessors) in &open.properties {
            let seen: Vec<(&str, &str)> = accessors
                .iter()
                .filter_map(|(kind, key)| Some((*kind, methods.get(key.as_str()).copied()??)))
                .collect();
            if let Some((_, access)) = seen.first().filter(|_| property.starts_with("event")) {
                open.lines.push(format!("{property} {access}"));
            } else if !seen.is_empty() {
                let mut parts: Vec<String> = seen.iter().map(|(kind, access)| format!("{kind}={access}")).collect();
                parts.sort();
                open.lines.push(format!("{property} {}", parts.join(" ")));
            }
            open.accessors.extend(accessors.iter().map(|(_, key)| key.clone()));
        }
        let is_own = |(key, line, access): &(String, String, Option<&str>)| {
            access.is_some() && !line.contains(" .cctor ") && !open.accessors.contains(key)
        };
        let own: Vec<String> = open.methods.iter().filter(|it| is_own(it)).map(|it| it.1.clone()).collect();
        open.lines.extend(own);
        open.lines.push(numbered(&open.header, &open.generics));
        open.lines.iter_mut().for_each(|line| *line = line.replace(", ", ","));
        open.lines.sort();
        self.told.types.insert(open.name, open.lines);
    }
}

fn access(words: &[&str]) -> Option<&'static str> {
    words.iter().find_map(|word| match *word {
        "public" => Some("public"),
        "family" => Some("protected"),
        "famorassem" => Some("protected internal"),
        _ => None,
    })
}

/// A constant with a point, in the digits that Rust needs for it; infinity and its like are told by their bits.
fn real(line: &str) -> String {
    let Some((before, kind, number)) = ["float32", "float64"].into_iter().find_map(|kind| {
        let (before, rest) = line.split_once(&format!(" = {kind}("))?;
        Some((before, kind, rest.trim_end_matches(')')))
    }) else {
        return line.to_owned();
    };
    let value = match number.strip_prefix("0x") {
        Some(bits) if kind == "float32" => f32::from_bits(u32::from_str_radix(bits, 16).unwrap()).into(),
        Some(bits) => f64::from_bits(u64::from_str_radix(bits, 16).unwrap()),
        None => number.parse::<f64>().unwrap(),
    };
    #[allow(clippy::cast_possible_truncation, reason = "the value has no more bits")]
    let digits = if kind == "float32" { format!("{:?}", value as f32) } else { format!("{value:?}") };
    format!("{before} = {kind}({digits})")
}

/// Generic parameters of the type by their numbers, whether they are told so or by their names.
fn numbered(text: &str, generics: &[String]) -> String {
    let mut out = text.to_owned();
    for (number, name) in generics.iter().enumerate() {
        for end in [" ", ",", ">", "[", "&", "*", ")"] {
            out = out.replace(&format!("!{name}{end}"), &format!("!{number}{end}"));
        }
    }
    out
}

fn unquoted(text: &str) -> String {
    text.replace('\'', "")
}

/// The parts between commas that stand in no brackets.
pub(super) fn split(text: &str) -> Vec<String> {
    let (mut parts, mut depth, mut part) = (Vec::new(), 0, String::new());
    for character in text.chars() {
        match character {
            '<' | '(' | '[' => depth += 1,
            '>' | ')' | ']' => depth -= 1,
            _ => {}
        }
        if character == ',' && depth == 0 {
            parts.push(part.trim().to_owned());
            part.clear();
        } else {
            part.push(character);
        }
    }
    parts.extend(Some(part.trim().to_owned()).filter(|part| !part.is_empty()));
    parts
}

fn without_marshal(text: &str) -> String {
    let mut out = text.to_owned();
    while let Some(start) = Some(0).filter(|_| out.starts_with("marshal (")).or_else(|| out.find(" marshal (")) {
        let open = out[start..].find('(').unwrap() + start;
        let mut depth = 0;
        let end = out[open..].char_indices().find_map(|(at, character)| {
            depth += i32::from(character == '(') - i32::from(character == ')');
            (depth == 0).then_some(open + at + 1)
        });
        out.replace_range(start..end.unwrap_or(out.len()), "");
        // The type of a field follows, a parameter's stands before, with two spaces.
        if out[..start].ends_with(' ') {
            out.remove(start - 1);
        }
    }
    out
}

/// The parameters with what a compiler heeds: `out` of a reference that is not also read, and what may be left out.
fn without_directions(text: &str) -> String {
    let Some(start) = parameters_start(text) else { return text.to_owned() };
    let inside = &text[start + 1..text.len() - 1];
    let parameters = split(inside).into_iter().map(|parameter| {
        let mut rest = parameter.as_str();
        let (mut is_in, mut is_out, mut is_optional) = (false, false, false);
        while let Some((flag, after)) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            match flag {
                "in" => is_in = true,
                "out" => is_out = true,
                "opt" => is_optional = true,
                _ => break,
            }
            rest = after.trim_start();
        }
        let is_reference = rest.contains("& ") || rest.ends_with('&');
        let out = if is_out && !is_in && is_reference { "[out] " } else { "" };
        format!("{}{out}{rest}", if is_optional { "[opt] " } else { "" })
    });
    format!("{}({})", text[..start].trim_end(), parameters.collect::<Vec<_>>().join(", "))
}

/// Where the bracket of the parameters opens.
fn parameters_start(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().rev().find_map(|(at, character)| {
        depth += i32::from(character == ')') - i32::from(character == '(');
        (depth == 0 && character == '(').then_some(at)
    })
}

/// `instance default T Type::get_X (int32 index)` as the method has it, without its type.
fn accessor(rest: &str) -> String {
    let text = unquoted(rest.trim());
    let text = text.trim_start_matches("instance ").replacen("default ", "", 1);
    let Some(colons) = text.rfind("::") else { return text };
    let name = text[colons + 2..].to_owned();
    // What stands before is the type of the result and the owner; neither is needed.
    key(&without_marshal(&name))
}

/// The name of a method with the number and types of its parameters, as far as both lines tell them alike.
fn key(text: &str) -> String {
    let Some(start) = parameters_start(text) else { return text.to_owned() };
    let name = text[..start].trim_end();
    let name = name.rsplit(' ').next().unwrap_or(name);
    let inside = &text[start + 1..text.rfind(')').unwrap_or(text.len())];
    let types: Vec<String> = split(inside)
        .iter()
        .map(|parameter| {
            let of = parameter.rsplit_once(' ').map_or(parameter.as_str(), |(of, _)| of);
            let mut out = String::new();
            let mut is_name = false;
            for character in of.chars() {
                is_name = character == '!' || is_name && (character.is_alphanumeric() || "_()".contains(character));
                if !is_name || character == '!' {
                    out.push(character);
                }
            }
            out
        })
        .collect();
    format!("{name}({})", types.join(","))
}
