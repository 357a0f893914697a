//! A small extension in the form that Integration Studio generates, and ways to change it and build it.

use api::compile::{CompileAnswer, Outcome};
use api::problem::{Code, Problem};
use compiler::limits::BuildLimits;
use compiler::name::ExtensionName;
use compiler::sandbox::options::SandboxOptions;
use compiler::{Compiler, CompilerOptions};
use std::collections::BTreeMap;
use std::path::PathBuf;
use support::archive::zip_of;
use support::tools::toolchain;
use web::client::Client;

pub(crate) const NAME: &str = "MortgageLib";

/// The files of an extension.
#[derive(Clone)]
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

    /// Files of another extension.
    pub(crate) fn of(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Self {
        Self(files.into_iter().collect())
    }

    /// Adds text at the end of a file.
    pub(crate) fn append(mut self, path: &str, text: &str) -> Self {
        self.0.get_mut(path).unwrap().extend(text.bytes());
        self
    }

    /// Replaces text that must be there.
    pub(crate) fn change(mut self, path: &str, from: &str, to: &str) -> Self {
        let text = String::from_utf8(self.0[path].clone()).unwrap();
        assert!(text.contains(from), "{path} has no {from}");
        self.0.insert(path.into(), text.replace(from, to).into_bytes());
        self
    }

    /// A file as text.
    pub(crate) fn text(&self, path: &str) -> String {
        String::from_utf8(self.0[path].clone()).unwrap()
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
    Some(build_with(&compiler(limits).await?, extension).await)
}

/// A compiler with the sandbox that the server has; none without a toolchain.
pub(crate) async fn compiler(limits: BuildLimits) -> Option<Compiler> {
    let options = CompilerOptions {
        toolchain: Some(toolchain()?),
        build: limits,
        sandbox: SandboxOptions { program: Some(env!("CARGO_BIN_EXE_server").into()), ..SandboxOptions::default() },
        ..CompilerOptions::default()
    };
    Some(Compiler::detect(options).await)
}

pub(crate) async fn build_with(compiler: &Compiler, extension: Extension) -> Result<CompileAnswer, Problem> {
    let name = ExtensionName::parse(NAME).unwrap();
    let client = Client::new([127, 0, 0, 1].into());
    let answered = compiler.compile(client, &name, extension.archive().into(), None).await;
    let answer = answered.map(|answered| answered.answer);
    println!("{answer:#?}");
    answer
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
    process(seconds).is_some()
}

/// The folder in `/proc` of the process that sleeps for this many seconds.
pub(crate) fn process(seconds: u32) -> Option<PathBuf> {
    let line = format!("sleep\0{seconds}\0").into_bytes();
    let mut processes = std::fs::read_dir("/proc").unwrap().flatten().map(|entry| entry.path());
    processes.find(|folder| std::fs::read(folder.join("cmdline")).is_ok_and(|found| found == line))
}
