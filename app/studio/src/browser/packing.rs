//! Inflating by the browser itself: on the page, and at once fast, where our own code in the worker has to become so first.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use xif::Limits;

/// Bytes of a XIF that the page inflates in a few frames.
const SMALL: usize = 4 << 20;

#[wasm_bindgen(module = "/src/browser/packing.js")]
extern "C" {
    #[wasm_bindgen(js_name = inflate, catch)]
    async fn js_inflate(bytes: Uint8Array, most: f64) -> Result<JsValue, JsValue>;
}

/// The definition in a XIF. `None` when it is large or anything is wrong with it: the worker takes it then, and says what.
pub(crate) async fn inflate(bytes: &[u8]) -> Option<String> {
    if bytes.len() > SMALL {
        return None;
    }
    #[allow(clippy::cast_precision_loss)] // far below where numbers of the language lose their last digit
    let most = Limits::default().inflated as f64;
    let inflated = js_inflate(Uint8Array::from(bytes), most).await.ok()?;
    String::from_utf8(inflated.dyn_into::<Uint8Array>().ok()?.to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::*;

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn it_gives_what_the_codec_gives_or_nothing() {
        let text = "<Extension/>é".repeat(100_000);
        let packed = xif::deflate(&text);
        assert_eq!(inflate(&packed).await.as_deref(), Some(text.as_str()));
        assert_eq!(inflate(&packed[..packed.len() - 1]).await, None, "cut off");
        assert_eq!(inflate(&[&packed[..], b"more"].concat()).await, None, "followed by something");
        assert_eq!(inflate(b"").await, None);
        assert_eq!(inflate(b"<Extension/>").await, None);
        let mut garbled = packed.clone();
        let last = garbled.len() - 1;
        garbled[last] ^= 1;
        assert_eq!(inflate(&garbled).await, None, "another checksum");
        let latin = [0x78, 0x01, 0x01, 0x01, 0x00, 0xfe, 0xff, 0xe9, 0x00, 0xea, 0x00, 0xea];
        assert_eq!(inflate(&latin).await, None, "no UTF-8");
    }
}
