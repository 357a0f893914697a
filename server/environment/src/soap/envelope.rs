//! Requests.

use crate::http::CallError;
use crate::profile::{Content, Element, Operation, Service, Value};
use crate::xml::written;
use api::problem::Code;
use bytes::Bytes;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;

/// What there is to send, by its meaning.
#[derive(Clone, Default)]
pub struct Values {
    texts: BTreeMap<Value, String>,
    bytes: BTreeMap<Value, Bytes>,
}

impl Values {
    /// With a text.
    #[must_use]
    pub fn with(mut self, value: Value, text: impl Into<String>) -> Self {
        self.set(value, text);
        self
    }

    /// With bytes.
    #[must_use]
    pub fn with_bytes(mut self, value: Value, bytes: Bytes) -> Self {
        self.bytes.insert(value, bytes);
        self
    }

    /// Sets a text.
    pub fn set(&mut self, value: Value, text: impl Into<String>) {
        self.texts.insert(value, text.into());
    }

    /// A text; none when it was not set, or came back empty.
    pub fn get(&self, value: Value) -> Option<&str> {
        self.texts.get(&value).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// Bytes.
    pub fn bytes(&self, value: Value) -> Option<&Bytes> {
        self.bytes.get(&value)
    }

    /// Sets bytes.
    pub fn set_bytes(&mut self, value: Value, bytes: Bytes) {
        self.bytes.insert(value, bytes);
    }

    /// Whether a flag came back as true.
    pub fn is_true(&self, value: Value) -> bool {
        self.get(value).is_some_and(|text| matches!(text.trim(), "true" | "True" | "1"))
    }

    /// Takes over what an answer has, for later requests.
    pub fn adopt(&mut self, answer: &Self) {
        self.texts.extend(answer.texts.iter().map(|(value, text)| (*value, text.clone())));
        self.bytes.extend(answer.bytes.iter().map(|(value, bytes)| (*value, bytes.clone())));
    }

    /// Without the bytes, which are large.
    pub fn forget_bytes(&mut self) {
        self.bytes.clear();
    }

    /// Whether there are bytes among them.
    pub fn has_bytes(&self) -> bool {
        !self.bytes.is_empty()
    }

    /// The same with credentials taken out and bytes replaced by their size and hash, for records.
    #[must_use]
    pub fn shown(&self) -> Self {
        let texts = self.texts.iter().map(|(value, text)| {
            let text = if value.is_secret() { format!("({value:?})") } else { text.clone() };
            (*value, text)
        });
        let bytes = self.bytes.iter().map(|(value, bytes)| {
            let hash: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            (*value, format!("({} bytes, SHA-256 {hash})", bytes.len()))
        });
        Self { texts: texts.chain(bytes).collect(), bytes: BTreeMap::new() }
    }
}

impl fmt::Debug for Values {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.texts.keys().chain(self.bytes.keys())).finish()
    }
}

/// The envelope of a call.
pub(super) fn write(service: &Service, operation: &Operation, values: &Values) -> Result<Vec<u8>, CallError> {
    let bulk: usize = values.bytes.values().map(|bytes| bytes.len() / 3 * 4 + 4).sum();
    let mut text = String::with_capacity(bulk + 4096);
    text.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>");
    let namespace = written(&service.namespace.text).unwrap_or_default();
    text.extend(["<", &operation.name.text, " xmlns=\"", &namespace, "\">"]);
    for element in &operation.sends {
        write_element(element, values, &mut text)?;
    }
    text.extend(["</", &operation.name.text, "></soap:Body></soap:Envelope>"]);
    Ok(text.into_bytes())
}

fn write_element(element: &Element, values: &Values, text: &mut String) -> Result<(), CallError> {
    let name = &element.name.text;
    text.extend(["<", name, ">"]);
    match &element.content {
        Content::Children(children) => {
            for child in children {
                write_element(child, values, text)?;
            }
        }
        Content::Value(value) => write_value(*value, values, text)?,
    }
    text.extend(["</", name, ">"]);
    Ok(())
}

fn write_value(value: Value, values: &Values, text: &mut String) -> Result<(), CallError> {
    if let Some(bytes) = values.bytes.get(&value) {
        base64_simd::STANDARD.encode_append(bytes, text);
        return Ok(());
    }
    let absent = || CallError::harmless(Code::Internal, format!("A request needs {value:?}, which is not there."));
    let given = value.constant().or_else(|| values.texts.get(&value).map(String::as_str)).ok_or_else(absent)?;
    let unfit =
        || CallError::harmless(Code::PlatformRequest, "A field holds a control character, which XML cannot carry.");
    text.push_str(&written(given).ok_or_else(unfit)?);
    Ok(())
}
