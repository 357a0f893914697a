//! What a browser keeps of a user: cookies that only this server can have written.

use axum::http::{HeaderMap, HeaderValue, header};
use ring::hmac;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Characters of a cookie that is looked at.
const LONGEST: usize = 3000;

/// The key that cookies are signed with.
#[derive(Debug, Clone)]
pub struct Key(hmac::Key);

/// One of the cookies. Its name says whether it is only sent over https; a browser then takes it from this very host alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cookie {
    /// What it is for. It is signed as well, so that none is taken for another.
    pub name: &'static str,
    /// How long it counts.
    pub life: Duration,
}

impl Key {
    /// A key that follows from a secret. Servers with the same secret and use have the same key, so that a session outlives a restart and a balancer.
    pub fn derived(secret: &[u8], purpose: &str) -> Self {
        let source = hmac::Key::new(hmac::HMAC_SHA256, secret);
        let derived = hmac::sign(&source, purpose.as_bytes());
        Self(hmac::Key::new(hmac::HMAC_SHA256, derived.as_ref()))
    }

    /// 43 characters that follow from a text, and that nobody can know without the key.
    pub fn word(&self, purpose: &str, text: &str) -> String {
        base64_simd::URL_SAFE_NO_PAD.encode_to_string(hmac::sign(&self.0, format!("{purpose}\0{text}").as_bytes()))
    }

    fn verifies(&self, purpose: &str, text: &str, word: &str) -> bool {
        let Ok(word) = base64_simd::URL_SAFE_NO_PAD.decode_to_vec(word) else { return false };
        hmac::verify(&self.0, format!("{purpose}\0{text}").as_bytes(), &word).is_ok()
    }
}

impl Cookie {
    /// The header that sets it.
    pub fn set(self, key: &Key, content: &impl Serialize, is_https: bool) -> Option<HeaderValue> {
        let text = base64_simd::URL_SAFE_NO_PAD.encode_to_string(serde_json::to_vec(content).ok()?);
        let text = format!("{}.{text}", now().saturating_add(self.life.as_secs()));
        let value = format!("{text}.{}", key.word(self.name, &text));
        self.header(&value, self.life, is_https)
    }

    /// The header that removes it.
    pub fn remove(self, is_https: bool) -> Option<HeaderValue> {
        self.header("", Duration::ZERO, is_https)
    }

    /// What a browser sent, when this server wrote it and its time is not over.
    pub fn read<T: DeserializeOwned>(self, key: &Key, headers: &HeaderMap, is_https: bool) -> Option<T> {
        let name = self.full_name(is_https);
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut values = cookies
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().strip_prefix(name.as_str())?.strip_prefix('='));
        let value = values.next().filter(|value| value.len() <= LONGEST)?;
        let (text, word) = value.rsplit_once('.')?;
        let (end, content) = text.split_once('.')?;
        if !key.verifies(self.name, text, word) || end.parse::<u64>().ok()? <= now() {
            return None;
        }
        serde_json::from_slice(&base64_simd::URL_SAFE_NO_PAD.decode_to_vec(content).ok()?).ok()
    }

    fn header(self, value: &str, life: Duration, is_https: bool) -> Option<HeaderValue> {
        let secure = if is_https { "; Secure" } else { "" };
        let name = self.full_name(is_https);
        let text = format!("{name}={value}; Path=/; Max-Age={}; HttpOnly; SameSite=Lax{secure}", life.as_secs());
        HeaderValue::try_from(text).ok()
    }

    fn full_name(self, is_https: bool) -> String {
        format!("{}{}", if is_https { "__Host-" } else { "" }, self.name)
    }
}

/// Seconds since 1970.
pub(super) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SESSION: Cookie = Cookie { name: "session", life: Duration::from_secs(60) };

    fn sent(set: &HeaderValue) -> HeaderMap {
        let (pair, _) = set.to_str().unwrap().split_once(';').unwrap();
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::try_from(format!("other=1; {pair}; last=2")).unwrap())])
    }

    fn changed(headers: &HeaderMap, from: &str, to: &str) -> HeaderMap {
        let text = headers[header::COOKIE].to_str().unwrap();
        assert!(text.contains(from), "{text}");
        HeaderMap::from_iter([(header::COOKIE, HeaderValue::try_from(text.replacen(from, to, 1)).unwrap())])
    }

    #[test]
    fn only_the_own_cookies_are_believed() {
        let key = Key::derived(b"secret", "a");
        let set = SESSION.set(&key, &"ada", true).unwrap();
        let text = set.to_str().unwrap();
        assert!(text.starts_with("__Host-session=") && text.ends_with("; HttpOnly; SameSite=Lax; Secure"), "{text}");
        let headers = sent(&set);
        assert_eq!(SESSION.read(&key, &headers, true), Some("ada".to_owned()));
        assert_eq!(SESSION.read::<String>(&key, &headers, false), None, "another name");
        assert_eq!(SESSION.read::<String>(&Key::derived(b"other", "a"), &headers, true), None);
        assert_eq!(SESSION.read::<String>(&Key::derived(b"secret", "b"), &headers, true), None);
        let other = Cookie { name: "sign-in", ..SESSION };
        let renamed = changed(&headers, "__Host-session", "__Host-sign-in");
        assert_eq!(other.read::<String>(&key, &renamed, true), None, "none is taken for another");
        let eve = base64_simd::URL_SAFE_NO_PAD.encode_to_string(br#""eve""#);
        let ada = base64_simd::URL_SAFE_NO_PAD.encode_to_string(br#""ada""#);
        assert_eq!(SESSION.read::<String>(&key, &changed(&headers, &ada, &eve), true), None);
        for wrong in ["", ".", "..", "a.b.c", "9999999999..", "9999999999.ImFkYSI."] {
            let value = HeaderValue::try_from(format!("__Host-session={wrong}")).unwrap();
            let headers = HeaderMap::from_iter([(header::COOKIE, value)]);
            assert_eq!(SESSION.read::<String>(&key, &headers, true), None, "{wrong}");
        }
    }

    #[test]
    fn a_cookie_ends() {
        let key = Key::derived(b"secret", "a");
        let over = Cookie { life: Duration::ZERO, ..SESSION };
        let headers = sent(&over.set(&key, &"ada", false).unwrap());
        assert_eq!(over.read::<String>(&key, &headers, false), None);
        assert!(SESSION.remove(false).unwrap().to_str().unwrap().contains("Max-Age=0"));
    }
}
