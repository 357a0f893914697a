//! A small extension in the form that Integration Studio generates, and ways to change it and build it.

use api::compile::{CompileAnswer, Outcome};
use api::problem::{Code, Problem};
use server::client::Client;
use server::compile::limits::BuildLimits;
use server::compile::name::ExtensionName;
use server::compile::{Compiler, CompilerOptions};
use std::collections::BTreeMap;
use support::archive::zip_of;
use support::tools::toolchain;

pub(crate) const NAME: &str = "MortgageLib";

/// The files of an extension.
pub(crate) struct Extension(BTreeMap<String, Vec<u8>>);

impl Extension {
    pub(crate) fn generated() -> Self {
        let file = |name: &str, text: &str| (name.to_owned(), text.as_bytes().to_vec());
        Self(BTreeMap::from([
            file("MortgageLib.csproj", include_str!("../../project/MortgageLib.csproj")),
            file("AssemblyInfo.cs", include_str!("../../project/AssemblyInfo.cs")),
            file("Interface.cs", include_str!("../../project/Interface.cs")),
            file("MortgageLib.cs", include_str!("../../project/MortgageLib.cs")),
        ]))
    }

    pub(crate) fn with(mut self, path: &str, content: &[u8]) -> Self {
        self.0.insert(path.into(), content.into());
        self
    }

    /// Replaces text that must be there.
    pub(crate) fn change(mut self, path: &str, from: &str, to: &str) -> Self {
        let text = String::from_utf8(self.0[path].clone()).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        self.0.insert(path.into(), text.replace(from, to).into_bytes());
        self
    }

    /// Adds a target to the project that runs a shell command before the build.
    pub(crate) fn running(self, command: &str) -> Self {
        let command = command.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
        let target = format!(
            "<Target Name=\"Hostile\" BeforeTargets=\"Build\"><Exec Command=\"{command}\" /></Target></Project>"
        );
        self.change("MortgageLib.csproj", "</Project>", &target)
    }

    pub(crate) fn archive(&self) -> Vec<u8> {
        zip_of(&self.0.iter().map(|(path, content)| (path.as_str(), content.as_slice())).collect::<Vec<_>>())
    }
}

/// Builds with the ordinary limits; none without a toolchain.
pub(crate) async fn build(extension: Extension) -> Option<Result<CompileAnswer, Problem>> {
    build_within(extension, BuildLimits::default()).await
}

pub(crate) async fn build_within(extension: Extension, limits: BuildLimits) -> Option<Result<CompileAnswer, Problem>> {
    let compiler = Compiler::detect(CompilerOptions {
        toolchain: Some(toolchain()?),
        build: limits,
        ..CompilerOptions::default()
    })
    .await;
    let seat = compiler.seat(Client::new([127, 0, 0, 1].into())).unwrap();
    let name = ExtensionName::parse(NAME).unwrap();
    let answer = compiler.compile(seat, name, extension.archive().into()).await;
    println!("{answer:#?}");
    Some(answer)
}

/// The code of the problem that stopped a build.
pub(crate) fn stopped_by(answer: &CompileAnswer) -> Option<Code> {
    match &answer.outcome {
        Outcome::Stopped { problem } => problem.kind(),
        _ => None,
    }
}

/// Whether a process anywhere on this machine sleeps for this many seconds.
pub(crate) fn runs(seconds: u32) -> bool {
    let line = format!("sleep\0{seconds}\0").into_bytes();
    std::fs::read_dir("/proc")
        .unwrap()
        .flatten()
        .any(|entry| std::fs::read(entry.path().join("cmdline")).is_ok_and(|found| found == line))
}
