use std::time::Duration;

use api::compile::Cause;
use extension::{Extension, Key, Place, Severity};

/// Something to mend, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How serious it is.
    pub severity: Severity,
    /// Its code, as CS1002; empty where it has none.
    pub code: String,
    /// What is wrong.
    pub text: String,
    /// The field of the definition that it is about, where it is about one.
    pub place: Option<Place>,
    /// The file, as its path inside `Source\NET`; empty where it is about no file.
    pub file: String,
    /// The resource that is the file.
    pub resource: Option<Key>,
    /// The line, from 1; 0 where it is about no line.
    pub line: u32,
    /// The column, from 1; 0 where it is about no column.
    pub column: u32,
    /// The line where it ends, from 1.
    pub end_line: u32,
    /// The column where it ends, from 1.
    pub end_column: u32,
    /// What lies behind it, where the server says so.
    pub cause: Option<Cause>,
}

/// What is known of the last compilation.
#[derive(Debug, Clone, Default)]
pub struct Compilation {
    /// How it went.
    pub state: CompilationState,
    /// What the compiler and the source update said, errors first.
    pub problems: Vec<Problem>,
    /// The compiler's own output and ours, a line each.
    pub output: Vec<String>,
    /// The document that was compiled without errors, with the assembly in it.
    pub(crate) compiled: Option<Extension>,
}

/// How the last compilation went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CompilationState {
    /// There was none.
    #[default]
    NotYet,
    /// It goes on.
    Running,
    /// There were no errors.
    Succeeded,
    /// There were errors.
    Failed,
}

/// What a compilation waits for that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompileWait {
    /// For its turn: it is at this place of the server's queue, from 1 on.
    Place(usize),
    /// For the server, which was busy and is asked again after this time.
    Again(Duration),
    /// For the compiler.
    Compiler,
}

impl Compilation {
    /// How many problems are errors.
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).count()
    }

    /// The problem that a line of the output tells of: the one whose file, line and column stand in it.
    pub fn problem_of_line(&self, line: &str) -> Option<&Problem> {
        let has_place = |problem: &&Problem| {
            // Compilers write `A.cs(1,2)` or, with the end too, `A.cs(1,2,1,9)`.
            let start = format!("{}({},{}", problem.file, problem.line, problem.column);
            let has_start = [")", ","].iter().any(|after| line.contains(&format!("{start}{after}")));
            problem.line > 0 && has_start && line.contains(&problem.code)
        };
        self.problems.iter().find(has_place)
    }

    /// How many problems are warnings.
    pub fn warnings(&self) -> usize {
        self.problems.iter().filter(|problem| problem.severity == Severity::Warning).count()
    }
}
