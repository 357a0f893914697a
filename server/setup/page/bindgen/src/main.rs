//! Turns a program that the compiler made for the browser into a module that a page can load. It takes the arguments of `wasm-bindgen` that the build of the page
//! uses, and gives the same files as that program.
//!
//! ```text
//! bindgen --target=web --no-typescript --out-dir=FOLDER --out-name=NAME PROGRAM.wasm
//! ```

use std::path::PathBuf;
use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

/// The kind of script that loads the module.
enum Target {
    /// A module, for a page.
    Web,
    /// A classic script, for a worker.
    NoModules,
}

/// A program, and where its module goes.
struct Job {
    target: Target,
    input: PathBuf,
    folder: PathBuf,
    name: String,
}

fn main() -> ExitCode {
    let job = match Job::read(std::env::args().skip(1)) {
        Ok(job) => job,
        Err(argument) => {
            eprintln!("bindgen: {argument}");
            return ExitCode::from(2);
        }
    };
    match job.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bindgen: {error}");
            ExitCode::FAILURE
        }
    }
}

impl Job {
    /// Reads the command line, or says what is wrong with it.
    fn read(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let (mut target, mut input, mut folder, mut name) = (None, None, None, None);
        for argument in arguments {
            match argument.split_once('=') {
                None if argument == "--no-typescript" => {}
                Some(("--target", "web")) => target = Some(Target::Web),
                Some(("--target", "no-modules")) => target = Some(Target::NoModules),
                Some(("--out-dir", value)) => folder = Some(value.into()),
                Some(("--out-name", value)) => name = Some(value.to_owned()),
                _ if argument.starts_with("--") => return Err(format!("the argument {argument} is not known")),
                _ => input = Some(argument.into()),
            }
        }
        match (target, input, folder, name) {
            (Some(target), Some(input), Some(folder), Some(name)) => Ok(Self { target, input, folder, name }),
            _ => Err("a program, --target, --out-dir and --out-name are needed".into()),
        }
    }

    fn run(&self) -> Result<(), String> {
        let mut bindgen = Bindgen::new();
        bindgen.input_path(&self.input).out_name(&self.name).typescript(false);
        // The command line of wasm-bindgen has another default than its library.
        bindgen.omit_default_module_path(false);
        // Its errors show their causes in this form only.
        match self.target {
            Target::Web => bindgen.web(true),
            Target::NoModules => bindgen.no_modules(true),
        }
        .map_err(|error| format!("{error:#}"))?;
        bindgen.generate(&self.folder).map_err(|error| format!("{error:#}"))
    }
}
