//! Who may do what: `GET /api/access`, and how a client says who it is.

use serde::{Deserialize, Serialize};

/// Where a client asks who it is and what it may do.
pub const ACCESS: &str = "/api/access";

/// Where a browser goes to sign in; with `?to=PATH` it comes back to that page.
pub const SIGN_IN: &str = "/api/access/sign-in";

/// Where the identity provider sends the browser afterwards. Its administrator registers this address.
pub const SIGNED_IN: &str = "/api/access/signed-in";

/// Where the studio signs its user out, by `POST`.
pub const SIGN_OUT: &str = "/api/access/sign-out";

/// The header with an access token of the server. It is not `Authorization`, which has the token of a shared draft's link: a request may need both.
pub const TOKEN_HEADER: &str = "x-xif-studio-token";

/// What somebody may do on a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Right {
    /// Compile extensions.
    Compile,
    /// Connect to Platform Servers: everything under `/api/platform`.
    Publish,
    /// Share drafts and own them. Whoever has a link to a draft needs no right beside it.
    Share,
    /// Read databases' descriptions through the server.
    Introspect,
    /// See and change what belongs to the operator.
    Administer,
}

/// The answer to `GET /api/access`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
pub struct Access {
    /// How the client stands with the server.
    #[serde(flatten)]
    pub standing: Standing,
    /// What the client may do here and now: rights that it has, for features that are on.
    #[serde(deserialize_with = "crate::known::all")]
    pub may: Vec<Right>,
}

/// How a client stands with a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Standing {
    /// The server asks nobody who he is.
    Open,
    /// The server knows who asks.
    SignedIn {
        /// The user, or the name of the token.
        name: String,
        /// By what.
        by: Proof,
    },
    /// The server does not know who asks, and wants to.
    Stranger {
        /// Where a browser signs in.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sign_in: Option<String>,
        /// Whether the server takes tokens.
        token: bool,
    },
}

/// By what a server knows who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "description", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// An access token.
    Token,
    /// A session after signing in at the identity provider. The user can sign out.
    Session,
    /// The proxy in front; also a way that only a later server has.
    #[serde(other)]
    Proxy,
}

impl Right {
    /// All rights.
    pub const ALL: [Self; 5] = [Self::Compile, Self::Publish, Self::Share, Self::Introspect, Self::Administer];

    /// The right as it is written, on the wire and by operators.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compile => "compile",
            Self::Publish => "publish",
            Self::Share => "share",
            Self::Introspect => "introspect",
            Self::Administer => "administer",
        }
    }

    /// The right with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wire_form_is_readable() {
        let access = |standing| Access { standing, may: vec![Right::Compile] };
        for (standing, json) in [
            (Standing::Open, r#"{"state":"open","may":["compile"]}"#),
            (
                Standing::SignedIn { name: "ada".into(), by: Proof::Session },
                r#"{"state":"signed_in","name":"ada","by":"session","may":["compile"]}"#,
            ),
            (
                Standing::Stranger { sign_in: Some(SIGN_IN.into()), token: true },
                r#"{"state":"stranger","sign_in":"/api/access/sign-in","token":true,"may":["compile"]}"#,
            ),
            (
                Standing::Stranger { sign_in: None, token: false },
                r#"{"state":"stranger","token":false,"may":["compile"]}"#,
            ),
        ] {
            let written = serde_json::to_string(&access(standing.clone())).unwrap();
            assert_eq!(written, json);
            assert_eq!(serde_json::from_str::<Access>(&written).unwrap(), access(standing));
        }
    }

    #[test]
    fn rights_have_one_name() {
        for right in Right::ALL {
            assert_eq!(serde_json::to_string(&right).unwrap(), format!("\"{}\"", right.name()));
            assert_eq!(Right::find(right.name()), Some(right));
        }
        assert_eq!(Right::find("Compile"), None);
    }
}
