//! Certificates of Platform Servers: checked, seen, explained, and taken when the user accepted exactly that one.

use api::platform::connect::{Certificate, Doubt, Fingerprint, Trust};
use api::problem::{Code, Problem};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex, PoisonError};
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::time::ASN1Time;

/// The authorities that this machine trusts (the system's store, or `SSL_CERT_FILE`).
#[derive(Debug, Clone)]
pub struct Authorities {
    provider: Arc<CryptoProvider>,
    /// None when there is not a single one: every certificate is doubtful then.
    verifier: Option<Arc<WebPkiServerVerifier>>,
}

/// What was seen in the last handshake with one server.
#[derive(Debug, Clone, Default)]
pub struct Seen(Arc<Mutex<Option<Handshake>>>);

/// A certificate in DER form and what is wrong with it.
type Handshake = (Vec<u8>, Option<Doubt>);

impl Authorities {
    /// Reads the system's store. Certificates in it that cannot be read are left out.
    pub fn of_system() -> Self {
        let mut roots = RootCertStore::empty();
        let found = rustls_native_certs::load_native_certs();
        let (added, unreadable) = roots.add_parsable_certificates(found.certs);
        if added == 0 {
            tracing::warn!(unreadable, "this machine trusts no authority, so every certificate is doubtful");
        }
        Self::new(roots)
    }

    /// These authorities.
    pub fn new(roots: RootCertStore) -> Self {
        let provider = Arc::new(ring::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build().ok();
        Self { provider, verifier }
    }

    /// The TLS settings for one server. The handshake fails, before anything is sent, unless the certificate is trusted or is the
    /// accepted one; in both cases `seen` has it afterwards.
    ///
    /// # Errors
    /// When the settings of TLS cannot be made.
    pub fn client(&self, accepted: Option<Fingerprint>, seen: Seen) -> Result<ClientConfig, Error> {
        let verifier = Pinning { authorities: self.clone(), accepted, seen };
        let mut config = ClientConfig::builder_with_provider(Arc::clone(&self.provider))
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }
}

impl Seen {
    /// The certificate of the last handshake, as it is shown to the user. `accepted` is the one that may be used although it is
    /// doubtful.
    pub fn certificate(&self, accepted: Option<&Fingerprint>) -> Option<Certificate> {
        let (der, doubt) = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()?;
        Some(describe(&der, doubt, accepted))
    }

    fn keep(&self, der: &[u8], doubt: Option<Doubt>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((der.to_vec(), doubt));
    }
}

/// SHA-256 of a certificate.
fn fingerprint(der: &[u8]) -> Fingerprint {
    Fingerprint(Sha256::digest(der).iter().map(|byte| format!("{byte:02x}")).collect())
}

#[derive(Debug)]
struct Pinning {
    authorities: Authorities,
    accepted: Option<Fingerprint>,
    seen: Seen,
}

impl ServerCertVerifier for Pinning {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        revocations: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let checked = match &self.authorities.verifier {
            Some(verifier) => verifier.verify_server_cert(certificate, chain, name, revocations, now),
            None => Err(Error::InvalidCertificate(CertificateError::UnknownIssuer)),
        };
        self.seen.keep(certificate, checked.as_ref().err().map(doubt));
        checked.or_else(|error| {
            let accepted = self.accepted.as_ref() == Some(&fingerprint(certificate));
            if accepted { Ok(ServerCertVerified::assertion()) } else { Err(error) }
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.authorities.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.authorities.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.authorities.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn doubt(error: &Error) -> Doubt {
    use CertificateError as E;
    match error {
        Error::InvalidCertificate(E::Expired | E::ExpiredContext { .. }) => Doubt::Expired,
        Error::InvalidCertificate(E::NotValidYet | E::NotValidYetContext { .. }) => Doubt::NotYetValid,
        Error::InvalidCertificate(E::NotValidForName | E::NotValidForNameContext { .. }) => Doubt::WrongName,
        Error::InvalidCertificate(E::Revoked) => Doubt::Revoked,
        Error::InvalidCertificate(E::BadEncoding) => Doubt::Unreadable,
        _ => Doubt::UnknownIssuer,
    }
}

fn describe(der: &[u8], doubt: Option<Doubt>, accepted: Option<&Fingerprint>) -> Certificate {
    let fingerprint = fingerprint(der);
    let read = X509Certificate::from_der(der).ok().map(|(_, certificate)| certificate);
    let text = |value: String| shown(&value);
    let issuer = read.as_ref().map(|read| text(read.issuer().to_string())).unwrap_or_default();
    let names = read.as_ref().map(names).unwrap_or_default();
    let time = |pick: fn(&X509Certificate<'_>) -> ASN1Time| {
        read.as_ref().map(|read| timestamp(pick(read))).unwrap_or_default()
    };
    let (valid_from, valid_until) = (time(|read| read.validity().not_before), time(|read| read.validity().not_after));
    let trust = match doubt {
        None => Trust::Trusted,
        Some(doubt) if accepted == Some(&fingerprint) => Trust::Accepted { doubt },
        Some(doubt) => {
            let why = explain(doubt, &issuer, &names, &valid_from, &valid_until);
            Trust::Doubtful { doubt, problem: Problem::new(Code::PlatformCertificate, why) }
        }
    };
    let subject = read.as_ref().map(|read| text(read.subject().to_string())).unwrap_or_default();
    Certificate { fingerprint, subject, issuer, names, valid_from, valid_until, trust }
}

fn explain(doubt: Doubt, issuer: &str, names: &[String], from: &str, until: &str) -> String {
    match doubt {
        Doubt::UnknownIssuer => {
            format!("It was made by {issuer}, which the studio's server does not know as an authority.")
        }
        Doubt::Expired => format!("It was valid until {until}."),
        Doubt::NotYetValid => format!("It is valid from {from} on."),
        Doubt::WrongName if names.is_empty() => "It names no host.".into(),
        Doubt::WrongName => format!("It is for {}.", names.join(", ")),
        Doubt::Revoked => "Its authority withdrew it.".into(),
        Doubt::Unreadable => "It cannot be read.".into(),
    }
}

/// The host names and addresses of a certificate, a handful at most.
fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = certificate.subject_alternative_name() else { return Vec::new() };
    let name = |name: &GeneralName<'_>| match name {
        GeneralName::DNSName(name) => Some(shown(name)),
        GeneralName::IPAddress([a, b, c, d]) => Some(format!("{a}.{b}.{c}.{d}")),
        GeneralName::IPAddress(bytes) => {
            <[u8; 16]>::try_from(*bytes).ok().map(|bytes| std::net::Ipv6Addr::from(bytes).to_string())
        }
        _ => None,
    };
    extension.value.general_names.iter().filter_map(name).take(20).collect()
}

/// As `2026-01-31T00:00:00Z`.
fn timestamp(time: ASN1Time) -> String {
    let time = time.to_datetime();
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        time.year(),
        u8::from(time.month()),
        time.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// What stands in a certificate is whatever its maker wrote.
fn shown(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_are_no_certificate_are_shown_as_such() {
        let shown = describe(b"junk", Some(Doubt::Unreadable), None);
        assert_eq!(shown.fingerprint.0.len(), 64);
        assert!(matches!(shown.trust, Trust::Doubtful { doubt: Doubt::Unreadable, .. }));
        assert_eq!((shown.subject.as_str(), shown.valid_until.as_str()), ("", ""));
    }

    #[test]
    fn only_the_accepted_certificate_is_accepted() {
        let accepted = fingerprint(b"junk");
        let trust = |der: &[u8]| describe(der, Some(Doubt::Expired), Some(&accepted)).trust;
        assert_eq!(trust(b"junk"), Trust::Accepted { doubt: Doubt::Expired });
        assert!(matches!(trust(b"other"), Trust::Doubtful { .. }));
    }

    #[test]
    fn a_machine_without_authorities_still_starts() {
        assert!(Authorities::new(RootCertStore::empty()).client(None, Seen::default()).is_ok());
    }
}
