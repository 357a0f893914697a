//! Who may do what.

use super::operation::{Method, Need, Operation, json, text};
use crate::access::{ACCESS, Access, Proof, Right, SIGN_IN, SIGN_OUT, SIGNED_IN, Standing};
use crate::problem::Code;

const OF_SIGNING_IN: [Code; 4] = [Code::NotFound, Code::SignInFailed, Code::SignInProvider, Code::SignInRate];

pub(super) fn operations() -> Vec<Operation> {
    let known = Access {
        standing: Standing::SignedIn { name: "ada".into(), by: Proof::Session },
        may: vec![Right::Compile, Right::Share],
    };
    vec![
        Operation::new(Method::Get, ACCESS, "access", "Who asks, and what it may do").needs(Need::Face).answers(
            200,
            "How the client stands with the server.",
            json(&known),
        ),
        Operation::new(Method::Get, SIGN_IN, "signIn", "Sends a browser to the identity provider")
            .text("For browsers, which come back. Only where the operator has named a provider.")
            .needs(Need::Face)
            .may_ask("to", "The page to come back to.", text("/"))
            .answers(303, "To the provider.", None)
            .with_header("Location")
            .with_header("Set-Cookie")
            .refuses(&OF_SIGNING_IN),
        Operation::new(Method::Get, SIGNED_IN, "signedIn", "Where the identity provider sends the browser")
            .text("Its query is what OpenID Connect says of an authorization code, or of an error.")
            .needs(Need::Face)
            .may_ask("code", "The authorization code.", text("SplxlOBeZQQYbYS6WxSbIA"))
            .may_ask("state", "What was sent to the provider.", text("af0ifjsldkj"))
            .may_ask("error", "Why there is none.", text("access_denied"))
            .answers(303, "To the page that the browser came from.", None)
            .with_header("Location")
            .with_header("Set-Cookie")
            .refuses(&OF_SIGNING_IN),
        Operation::new(Method::Post, SIGN_OUT, "signOut", "Ends the session of a browser")
            .needs(Need::Face)
            .answers(204, "It has ended, or there was none.", None)
            .with_header("Set-Cookie"),
    ]
}
