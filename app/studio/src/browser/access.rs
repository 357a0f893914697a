//! Who the studio's server takes this tab for.

use api::access::{ACCESS, Access, SIGN_OUT};
use wasm_bindgen::prelude::*;
use web_sys::RequestInit;
use workbench::errors::Failure;

use super::server::ask_for;

#[wasm_bindgen(module = "/src/browser/access.js")]
extern "C" {
    /// The access token of this tab; empty when there is none.
    #[wasm_bindgen(js_name = token)]
    pub(crate) fn token() -> String;
    /// Keeps an access token as long as the tab is open; an empty one forgets it.
    #[wasm_bindgen(js_name = keepToken)]
    pub(crate) fn keep_token(token: &str);
    /// Leaves the page to sign in at this address of the server.
    #[wasm_bindgen(js_name = signIn)]
    pub(crate) fn sign_in(address: &str);
}

/// How this tab stands with the server.
pub(crate) async fn access() -> Result<Access, Failure> {
    ask_for(ACCESS, &RequestInit::new(), None).await
}

/// Ends the session of this browser.
pub(crate) async fn sign_out() -> Result<(), Failure> {
    let options = RequestInit::new();
    options.set_method("POST");
    ask_for(SIGN_OUT, &options, None).await
}
