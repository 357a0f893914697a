//! One build: from checked sources to an answer.

use super::diagnostics::Diagnostics;
use super::documentation::{self, Documentation};
use super::limits::{BuildLimits, Limit};
use super::name::ExtensionName;
use super::offered::Offered;
use super::platform::PlatformAssemblies;
use super::project::Project;
use super::references::ReferenceSet;
use super::sandbox::{Ending, FOLDER, Finished, Job, Sandbox, SandboxError, TOOLCHAIN};
use super::support;
use super::toolchain::Toolchain;
use super::transcript::Transcript;
use super::workspace::Workspace;
use api::compile::{Assembly, Diagnostic, Outcome, Severity};
use api::problem::{Code, Problem};

/// Everything that builds share.
#[derive(Debug)]
pub struct Builder {
    /// Where builds run.
    pub sandbox: Sandbox,
    /// What they run.
    pub toolchain: Toolchain,
    /// What extensions are compiled against.
    pub platform: PlatformAssemblies,
    /// Our own declarations among them, which may be given away.
    pub declared: PlatformAssemblies,
    /// Assemblies that extensions may add.
    pub offered: Offered,
    /// What each of them may use.
    pub limits: BuildLimits,
}

/// What came out of a build.
#[derive(Debug)]
pub struct Built {
    /// The result.
    pub outcome: Outcome,
    /// The messages.
    pub diagnostics: Vec<Diagnostic>,
    /// What was printed.
    pub output: String,
}

impl Built {
    /// The same with one more line of output, which the server says.
    #[must_use]
    pub fn saying(mut self, line: &str) -> Self {
        self.output.push_str(line);
        self.output.push('\n');
        self
    }
}

impl Builder {
    /// The day on which support of the SDK ended.
    pub fn support_ended(&self) -> Option<jiff::civil::Date> {
        support::ended(self.toolchain.major(), support::today())
    }

    /// Builds a project in the sandbox.
    ///
    /// # Errors
    /// When the sandbox cannot start the build. A build that ends with errors is a result.
    pub async fn build(
        &self,
        workspace: &Workspace,
        project: &Project,
        extension: &ExtensionName,
    ) -> Result<Built, SandboxError> {
        let assembly = format!("bin/{}", extension.assembly());
        let set = self.toolchain.set(project.framework);
        let job = Job {
            toolchain: &self.toolchain,
            workspace,
            command: &Self::command(project, workspace, set),
            environment: &self.environment(),
            assembly: &assembly,
            limits: &self.limits,
        };
        let diagnostics = Diagnostics::new(&format!("{FOLDER}/"), self.limits.diagnostics);
        let transcript = Transcript::new(self.limits.output, diagnostics);
        let finished = self.sandbox.run(job, transcript).await?;
        Ok(self.judge(finished, extension))
    }

    /// The properties make the project's own file build on this machine; none of them changes what is compiled. `MSBuild` finds the facades of a set, which
    /// libraries of .NET Standard need, only when the set's path ends with a slash. The output folder is where the
    /// XIF has it, whatever the project says.
    fn command(project: &Project, workspace: &Workspace, set: &ReferenceSet) -> Vec<String> {
        let reference = set.inside();
        let mut command = vec![
            format!("{TOOLCHAIN}/dotnet/dotnet"),
            "msbuild".into(),
            project.file.clone(),
            "-nologo".into(),
            "-verbosity:minimal".into(),
            "-consoleloggerparameters:NoSummary".into(),
            "-maxcpucount:1".into(),
            "-nodeReuse:false".into(),
            "-property:Configuration=Release".into(),
            format!("-property:FrameworkPathOverride={TOOLCHAIN}/{reference}/"),
            format!("-property:OutDir={FOLDER}/bin/"),
            "-property:AutomaticallyUseReferenceAssemblyPackages=false".into(),
            "-property:UseSharedCompilation=false".into(),
            "-property:ErrorEndLocation=true".into(),
        ];
        if !workspace.has_floating_version() {
            command.push("-property:Deterministic=true".into());
        }
        if project.facts.restores() {
            // Without a network every package is missing. Looked for in an empty folder, NuGet says which (NU1101) instead of that it has no connection.
            command.extend(["-restore".into(), "-property:RestoreSources=/Source/home".into()]);
        }
        command
    }

    /// The variables that every program of the toolchain needs.
    pub(super) fn environment(&self) -> Vec<(String, String)> {
        let mut environment: Vec<(String, String)> = [
            ("HOME", "/Source/home"),
            ("TMPDIR", "/Source/tmp"),
            ("DOTNET_CLI_HOME", "/Source/home"),
            ("NUGET_PACKAGES", "/Source/home/packages"),
            ("LANG", "C.UTF-8"),
            ("DOTNET_CLI_TELEMETRY_OPTOUT", "1"),
            ("DOTNET_SKIP_FIRST_TIME_EXPERIENCE", "1"),
            ("DOTNET_NOLOGO", "1"),
            ("DOTNET_GENERATE_ASPNET_CERTIFICATE", "false"),
            ("DOTNET_ADD_GLOBAL_TOOLS_TO_PATH", "false"),
            ("DOTNET_MULTILEVEL_LOOKUP", "0"),
            ("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1"),
            ("MSBUILDDISABLENODEREUSE", "1"),
        ]
        .map(|(name, value)| (name.into(), value.into()))
        .into();
        environment.push(("DOTNET_ROOT".into(), format!("{TOOLCHAIN}/dotnet")));
        // Releases before 6 read the first prefix only. The heap's limit is hexadecimal: 768 MiB. Keeping code writable or executable, not both, takes
        // files in memory, which the sandbox does not give.
        let settings = [
            ("gcServer", "0"),
            ("EnableDiagnostics", "0"),
            ("GCHeapHardLimit", "0x30000000"),
            ("EnableWriteXorExecute", "0"),
        ];
        for prefix in ["COMPlus_", "DOTNET_"] {
            for (name, value) in settings {
                environment.push((format!("{prefix}{name}"), value.into()));
            }
        }
        if self.toolchain.ssl.is_some() {
            environment.push(("LD_LIBRARY_PATH".into(), format!("{TOOLCHAIN}/ssl")));
        }
        environment
    }

    /// The answer to a build that finished.
    pub(super) fn judge(&self, finished: Finished, extension: &ExtensionName) -> Built {
        let Finished { ending, transcript, assembly, documentation } = finished;
        let (output, diagnostics) = transcript.finish();
        let documentation = documentation::read(&documentation, self.limits.documentation);
        let is_left_out = documentation == Documentation::TooLarge;
        let outcome = match ending {
            Ending::Limit(limit) => Outcome::Stopped { problem: limit.into() },
            Ending::Exit { success: true } => self.assembly(assembly, documentation.text(), extension),
            Ending::Exit { success: false } => match self.hidden_limit(&output) {
                Some(limit) => Outcome::Stopped { problem: limit.into() },
                None => Outcome::Failed,
            },
        };
        let mut diagnostics = diagnostics.into_found();
        if outcome == Outcome::Failed {
            explain(&mut diagnostics);
        }
        if is_left_out && matches!(outcome, Outcome::Succeeded { .. }) {
            diagnostics.push(documentation::left_out(self.limits.documentation));
        }
        Built { outcome, diagnostics, output: output.replace(&format!("{FOLDER}/"), "") }
    }

    fn assembly(&self, mut dll: Vec<u8>, documentation: Option<String>, extension: &ExtensionName) -> Outcome {
        let name = format!("{}.dll", extension.assembly());
        let stopped = |code, detail: String| Outcome::Stopped { problem: Problem::new(code, detail) };
        if dll.is_empty() {
            return stopped(Code::BuildAssemblyMissing, format!("There is no {name} in the output folder."));
        }
        let most = self.limits.assembly;
        if dll.len() as u64 > most {
            return stopped(Code::BuildAssemblySize, format!("{name} is larger than {} MiB.", most >> 20));
        }
        // It was read into a vector that grew.
        dll.shrink_to_fit();
        Outcome::Succeeded { assembly: Assembly { name, dll, documentation } }
    }

    /// A limit that the system enforced before the watch saw it shows only in what the failing program printed.
    fn hidden_limit(&self, output: &str) -> Option<Limit> {
        let limits = &self.limits;
        let says = |texts: &[&str]| texts.iter().any(|text| output.contains(text));
        if says(&["No space left on device", "File size limit exceeded"]) {
            Some(Limit::Disk(limits.disk))
        } else if says(&["OutOfMemoryException", "Out of memory", "Cannot allocate memory"]) {
            Some(Limit::Memory(limits.memory))
        } else if says(&["Resource temporarily unavailable", "Cannot fork"]) {
            Some(Limit::Processes(limits.processes))
        } else if says(&["CPU time limit exceeded"]) {
            Some(Limit::Cpu(limits.cpu))
        } else {
            None
        }
    }
}

/// A failed build always has a message that says so, also when the build printed none in a form that is known.
fn explain(diagnostics: &mut Vec<Diagnostic>) {
    if !diagnostics.iter().any(|known| known.severity == Severity::Error) {
        diagnostics.push(Diagnostic {
            file: None,
            span: None,
            severity: Severity::Error,
            code: String::new(),
            text: "The build failed without naming an error; its output tells more.".into(),
            cause: None,
        });
    }
}
