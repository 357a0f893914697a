//! Bytes as base64 text in JSON, for `#[serde(with = "crate::base64")]`.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

pub(crate) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&base64_simd::STANDARD.encode_to_string(bytes))
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    let text = String::deserialize(deserializer)?;
    base64_simd::STANDARD.decode_to_vec(text.as_bytes()).map_err(D::Error::custom)
}

/// The same for bytes that may be missing, which are `null`.
pub(crate) mod optional {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(transparent)]
    struct Base64(#[serde(with = "super")] Vec<u8>);

    #[derive(Serialize)]
    #[serde(transparent)]
    struct Borrowed<'bytes>(#[serde(serialize_with = "super::serialize")] &'bytes [u8]);

    #[allow(clippy::ref_option)] // Serde calls it with this.
    pub(crate) fn serialize<S: Serializer>(bytes: &Option<Vec<u8>>, serializer: S) -> Result<S::Ok, S::Error> {
        bytes.as_deref().map(Borrowed).serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<u8>>, D::Error> {
        Ok(Option::<Base64>::deserialize(deserializer)?.map(|bytes| bytes.0))
    }
}
