//! The compiler that the set-up lays out, outside the sandbox: it sees our own sources only.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::tools;

/// The frameworks that extensions are compiled for.
pub const FRAMEWORKS: [&str; 3] = ["4.6.1", "4.7.2", "4.8"];

/// Where its parts are, as `toolchain.json` says.
pub struct Toolchain {
    dotnet: PathBuf,
    root: PathBuf,
    sdk_version: String,
    references: PathBuf,
    platform: PathBuf,
    ssl: Option<PathBuf>,
}

impl Toolchain {
    /// The toolchain that the set-up laid out.
    pub fn installed() -> Option<Self> {
        let description = std::fs::read(tools::toolchain()?).unwrap();
        let value: serde_json::Value = serde_json::from_slice(&description).unwrap();
        let path = |name: &str| value[name].as_str().map(PathBuf::from);
        Some(Self {
            dotnet: path("dotnet").unwrap(),
            root: path("root").unwrap(),
            sdk_version: value["sdk_version"].as_str().unwrap().to_owned(),
            references: path("references").unwrap(),
            platform: path("platform").unwrap(),
            ssl: path("ssl"),
        })
    }

    /// Writes the files of a project, by their paths with slashes, and the platform's assemblies as a project has them.
    pub fn lay_out<B: AsRef<[u8]>>(&self, files: impl IntoIterator<Item = (String, B)>, folder: &Path) {
        let bin = folder.join("bin");
        std::fs::create_dir_all(&bin).unwrap();
        for (path, bytes) in files {
            let path = folder.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
        for entry in std::fs::read_dir(&self.platform).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|extension| extension == "dll") {
                std::fs::copy(&path, bin.join(path.file_name().unwrap())).unwrap();
            }
        }
    }

    /// Builds the project of this name for a framework, with further properties; gives the errors and warnings.
    pub fn build(&self, name: &str, folder: &Path, framework: &str, properties: &[&str]) -> String {
        let reference = self.references.join(format!("{framework}-api"));
        let output = self
            .dotnet(&self.dotnet)
            .args(["msbuild", &format!("{name}.csproj"), "-nologo", "-verbosity:minimal"])
            .args(["-maxcpucount:1", "-nodeReuse:false", "-property:Configuration=Release"])
            .args(["-property:UseSharedCompilation=false", "-property:AutomaticallyUseReferenceAssemblyPackages=false"])
            .arg(format!("-property:TargetFrameworkVersion=v{framework}"))
            .arg(format!("-property:FrameworkPathOverride={}", reference.display()))
            .args(properties.iter().map(|property| format!("-property:{property}")))
            .current_dir(folder)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        let is_message = |line: &&str| line.contains("warning ") || line.contains("error ");
        let messages: Vec<&str> = text.lines().filter(is_message).take(20).collect();
        assert!(output.status.success() || !messages.is_empty(), "{text}");
        messages.join("\n")
    }

    /// Compiles one C# file for the oldest framework; a program where the name says so.
    pub fn compile(&self, source: &Path, output: &Path, references: &[&Path]) {
        self.compile_with(source, output, references, &[]);
    }

    /// The same with further options of the compiler.
    pub fn compile_with(&self, source: &Path, output: &Path, references: &[&Path], options: &[&str]) {
        let is_program = output.extension().is_some_and(|extension| extension == "exe");
        let framework = self.references.join(format!("{}-api", FRAMEWORKS[0]));
        let libraries = ["mscorlib", "System", "System.Core", "System.Data", "System.Xml"];
        let libraries = libraries.map(|library| framework.join(format!("{library}.dll")));
        let all: Vec<&Path> = libraries.iter().map(PathBuf::as_path).chain(references.iter().copied()).collect();
        self.csc(source, output, if is_program { "exe" } else { "library" }, &all, options);
    }

    /// Compiles a program for the SDK's own runtime and runs it.
    pub fn run_tool(&self, source: &Path, folder: &Path, arguments: &[&Path]) -> String {
        let runtimes = self.root.join("shared/Microsoft.NETCore.App");
        let runtime = std::fs::read_dir(runtimes)
            .unwrap()
            .map(|entry| entry.unwrap())
            .max_by_key(std::fs::DirEntry::file_name)
            .unwrap();
        let version = runtime.file_name().into_string().unwrap();
        let program = folder.join(source.with_extension("dll").file_name().unwrap());
        if !program.is_file() {
            let libraries =
                ["System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Collections.Immutable"];
            let more = [
                "System.Reflection.Metadata",
                "System.Console",
                "System.Linq",
                "System.Runtime.Extensions",
                "System.IO.FileSystem",
            ];
            let libraries: Vec<PathBuf> =
                libraries.iter().chain(&more).map(|name| runtime.path().join(format!("{name}.dll"))).collect();
            let libraries: Vec<&Path> = libraries.iter().map(PathBuf::as_path).collect();
            self.csc(source, &program, "exe", &libraries, &[]);
            let config = format!(
                "{{\"runtimeOptions\":{{\"framework\":{{\"name\":\"Microsoft.NETCore.App\",\"version\":\"{version}\"}}}}}}"
            );
            std::fs::write(program.with_extension("runtimeconfig.json"), config).unwrap();
        }
        let output = self.dotnet(&self.dotnet).arg("exec").arg(&program).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn csc(&self, source: &Path, output: &Path, target: &str, references: &[&Path], options: &[&str]) {
        let compiler = self.root.join("sdk").join(&self.sdk_version).join("Roslyn/bincore/csc.dll");
        let references = references.iter().map(|reference| format!("-reference:{}", reference.display()));
        let result = self
            .dotnet(&self.dotnet)
            .arg("exec")
            .arg(compiler)
            .args(["-nologo", "-noconfig", "-nostdlib", "-deterministic", "-debug-", "-optimize+", "-langversion:7.3"])
            .arg(format!("-target:{target}"))
            .arg(format!("-out:{}", output.display()))
            .args(references)
            .args(options)
            .arg(source)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&result.stdout);
        assert!(result.status.success() && text.is_empty(), "{text}");
    }

    fn dotnet(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        let settings = [
            "DOTNET_CLI_TELEMETRY_OPTOUT",
            "DOTNET_NOLOGO",
            "DOTNET_SKIP_FIRST_TIME_EXPERIENCE",
            "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT",
        ];
        command.envs(settings.map(|name| (name, "1"))).env("DOTNET_ROOT", &self.root);
        command.env("COMPlus_gcServer", "0").env("COMPlus_EnableDiagnostics", "0");
        if let Some(ssl) = &self.ssl {
            command.env("LD_LIBRARY_PATH", ssl);
        }
        command
    }
}
