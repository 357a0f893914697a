use std::fmt;

/// The type of a column: its text, and what can be read from the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnType {
    /// The text as the database or the script has it: `decimal(10,2) unsigned`.
    pub text: String,
    /// The name in small letters, without arguments and signs: `decimal`. Arguments in the middle leave no gap:
    /// `timestamp(6) with time zone` is `timestamp with time zone`.
    pub name: String,
    /// The first argument: characters, bytes or digits.
    pub length: Option<Length>,
    /// The second argument: digits after the point.
    pub scale: Option<i32>,
    /// Whether it has no negative numbers.
    pub is_unsigned: bool,
    /// Whether it is a list of values.
    pub is_array: bool,
}

/// The first argument of a type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// A number.
    Of(u32),
    /// `max`, or `*`: as much as the database can.
    Most,
}

impl ColumnType {
    /// The type with this text. Any text is one; the mapping says whether it means something.
    pub fn new(text: &str) -> Self {
        let text = text.trim();
        let (words, arguments) = parts(text);
        let is_array = text.trim_end().ends_with(']') && text.contains('[') && !text.starts_with('[')
            || words.last().is_some_and(|word| word == "array");
        let is_unsigned = words.iter().any(|word| word == "unsigned");
        let is_sign = |word: &str| matches!(word, "unsigned" | "signed" | "zerofill" | "array");
        let kept: Vec<&str> = words.iter().map(String::as_str).filter(|word| !is_sign(word)).collect();
        let mut arguments = arguments.split(',').map(str::trim);
        let length = arguments.next().and_then(length);
        let scale = arguments.next().and_then(|scale| scale.parse().ok());
        Self { text: text.to_owned(), name: kept.join(" "), length, scale, is_unsigned, is_array }
    }

    /// The first argument, where it is a number.
    pub fn number(&self) -> Option<u32> {
        match self.length {
            Some(Length::Of(number)) => Some(number),
            Some(Length::Most) | None => None,
        }
    }
}

/// The length that an argument is: `20`, `20 char`, `1M`, `max`, `*`.
fn length(argument: &str) -> Option<Length> {
    if argument == "*" || argument.eq_ignore_ascii_case("max") {
        return Some(Length::Most);
    }
    let digits = argument.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = argument.split_at(digits);
    let factor = match unit.trim().to_ascii_lowercase().as_str() {
        "k" => 1 << 10,
        "m" => 1 << 20,
        "g" => 1 << 30,
        _ => 1,
    };
    Some(Length::Of(number.parse::<u32>().ok()?.saturating_mul(factor)))
}

/// The words outside of parentheses and square brackets, in small letters, and what stands in the first parentheses.
fn parts(text: &str) -> (Vec<String>, String) {
    let (mut words, mut word, mut arguments) = (Vec::new(), String::new(), String::new());
    let (mut depth, mut groups, mut quote) = (0_usize, 0_usize, None);
    let mut is_size = false;
    for character in text.chars() {
        if depth > 0 {
            if quote == Some(character) {
                quote = None;
            } else if quote.is_none() && matches!(character, '\'' | '"') {
                quote = Some(character);
            } else if quote.is_none() {
                match character {
                    '(' => depth += 1,
                    ')' => depth -= 1,
                    _ => {}
                }
            }
            if depth > 0 && groups == 1 {
                arguments.push(character);
            }
            continue;
        }
        match character {
            '(' => {
                words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()));
                (depth, groups) = (1, groups + 1);
            }
            // What stands behind a name in brackets is the size of an array.
            '[' if !word.is_empty() && !word.ends_with('.') => is_size = true,
            ']' => is_size = false,
            ')' | '[' => {}
            _ if is_size => {}
            blank if blank.is_whitespace() => {
                words.extend(Some(std::mem::take(&mut word)).filter(|word| !word.is_empty()));
            }
            other => word.extend(other.to_lowercase()),
        }
    }
    words.extend(Some(word).filter(|word| !word.is_empty()));
    (words, arguments)
}

impl fmt::Display for ColumnType {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_arguments() {
        let read = |text: &str| {
            let read = ColumnType::new(text);
            (read.name, read.length, read.scale)
        };
        assert_eq!(read("DECIMAL(10, 2) unsigned"), ("decimal".into(), Some(Length::Of(10)), Some(2)));
        assert_eq!(read("varchar2(20 CHAR)"), ("varchar2".into(), Some(Length::Of(20)), None));
        assert_eq!(read("nvarchar(max)"), ("nvarchar".into(), Some(Length::Most), None));
        assert_eq!(read("timestamp(6) with time zone"), ("timestamp with time zone".into(), Some(Length::Of(6)), None));
        assert_eq!(read("number(*,0)"), ("number".into(), Some(Length::Most), Some(0)));
        assert_eq!(read("enum('a(','b')"), ("enum".into(), None, None));
        assert_eq!(read("char(10) for bit data"), ("char for bit data".into(), Some(Length::Of(10)), None));
        assert!(ColumnType::new("integer[]").is_array && ColumnType::new("text ARRAY").is_array);
        assert_eq!(read("integer[3]").0, "integer");
        assert_eq!(read("[dbo].[Phone]").0, "dbo.phone");
        assert!(ColumnType::new("int unsigned").is_unsigned);
        assert_eq!(read("((("), (String::new(), None, None));
        assert_eq!(read("clob(1M)"), ("clob".into(), Some(Length::Of(1 << 20)), None));
        assert_eq!(read("clob(4 G)").1, Some(Length::Of(u32::MAX)));
    }
}
