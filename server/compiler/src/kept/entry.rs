//! One kept result as bytes: a mark, the SHA-256 of what follows, then JSON that also says which key it is for.

use super::super::build::Built;
use super::Key;
use api::compile::{Diagnostic, Outcome, Way};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Bytes of a result that is kept; larger ones are compiled each time.
pub(super) const LARGEST: usize = 8 << 20;

const MARK: &[u8] = b"XIFKEPT1";

/// A result that can be kept.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Entry {
    outcome: Outcome,
    diagnostics: Vec<Diagnostic>,
    output: String,
    way: Way,
}

#[derive(Serialize, Deserialize)]
struct Keyed<T> {
    key: String,
    result: T,
}

impl Entry {
    /// The entry of a result; none for one that was stopped.
    pub(super) fn of(built: &Built, way: Way) -> Option<Self> {
        let stopped = matches!(built.outcome, Outcome::Stopped { .. });
        // What `dotnet build` fails of may be the machine; what the compiler fails of is in the sources.
        let doubtful = built.outcome == Outcome::Failed && way == Way::DotnetBuild;
        (!stopped && !doubtful).then(|| Self {
            outcome: built.outcome.clone(),
            diagnostics: built.diagnostics.clone(),
            output: built.output.clone(),
            way,
        })
    }

    /// The bytes; none when they are too many.
    pub(super) fn write(&self, key: &Key) -> Option<Vec<u8>> {
        let json = serde_json::to_vec(&Keyed { key: key.0.clone(), result: self }).ok()?;
        let content = [MARK, &Sha256::digest(&json), &json].concat();
        (content.len() <= LARGEST).then_some(content)
    }

    /// Reads what was kept under a key; none when it is damaged or of another key.
    pub(super) fn read(content: &[u8], key: &Key) -> Option<Self> {
        let rest = content.strip_prefix(MARK).filter(|_| content.len() <= LARGEST)?;
        let (sum, json) = rest.split_first_chunk::<32>()?;
        if Sha256::digest(json)[..] != sum[..] {
            return None;
        }
        let keyed: Keyed<Self> = serde_json::from_slice(json).ok()?;
        (keyed.key == key.0).then_some(keyed.result)
    }

    pub(super) fn into_built(self) -> (Built, Way) {
        let Self { outcome, diagnostics, output, way } = self;
        (Built { outcome, diagnostics, output }, way)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::compile::Assembly;
    use api::problem::{Code, Problem};

    fn built(outcome: Outcome) -> Built {
        Built { outcome, diagnostics: Vec::new(), output: "o".into() }
    }

    fn succeeded(bytes: usize) -> Built {
        let assembly = Assembly { name: "A.dll".into(), dll: vec![7; bytes], documentation: None };
        built(Outcome::Succeeded { assembly })
    }

    #[test]
    fn an_entry_is_read_under_its_own_key_and_only_whole() {
        let (key, other) = (Key("aa".into()), Key("bb".into()));
        let content = Entry::of(&succeeded(9), Way::Host).unwrap().write(&key).unwrap();
        let (read, way) = Entry::read(&content, &key).unwrap().into_built();
        assert_eq!((read.outcome, way), (succeeded(9).outcome, Way::Host));
        assert!(Entry::read(&content, &other).is_none());
        for place in 0..content.len() {
            let mut damaged = content.clone();
            damaged[place] ^= 1;
            assert!(Entry::read(&damaged, &key).is_none());
            assert!(Entry::read(&content[..place], &key).is_none());
        }
    }

    #[test]
    fn what_a_limit_or_the_machine_ended_is_not_kept() {
        let stopped = Outcome::Stopped { problem: Problem::new(Code::BuildTime, "x") };
        assert!(Entry::of(&built(stopped), Way::Host).is_none());
        assert!(Entry::of(&built(Outcome::Failed), Way::DotnetBuild).is_none());
        assert!(Entry::of(&built(Outcome::Failed), Way::Host).is_some());
    }

    #[test]
    fn a_large_result_is_not_kept() {
        assert!(Entry::of(&succeeded(LARGEST), Way::Host).unwrap().write(&Key("aa".into())).is_none());
    }
}
