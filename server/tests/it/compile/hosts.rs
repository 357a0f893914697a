//! Warm hosts: what one job did does not reach the next, and what ends a host ends nothing else.

use super::equality::compile;
use super::sample::{Extension, NAME, stopped_by};
use api::compile::{CompileAnswer, Outcome, Way};
use api::problem::Code;
use compiler::limits::BuildLimits;
use compiler::queue::QueueSize;
use compiler::{Compiler, CompilerOptions};
use std::time::{Duration, Instant};
use support::tools::toolchain;

async fn one_host(limits: BuildLimits) -> Option<Compiler> {
    let queue = QueueSize { hosts: 1, ..QueueSize::default() };
    let options = CompilerOptions { toolchain: Some(toolchain()?), build: limits, queue, ..CompilerOptions::default() };
    Some(Compiler::detect(options).await)
}

fn hosts(compiler: &Compiler) -> Vec<u32> {
    compiler.hosts().unwrap().ready()
}

fn by_host(answer: &CompileAnswer) -> &[u8] {
    assert_eq!(answer.way, Some(Way::Host), "{}", answer.output);
    match &answer.outcome {
        Outcome::Succeeded { assembly } => &assembly.dll,
        other => panic!("{other:?} {:?}", answer.diagnostics),
    }
}

fn with_code(code: &str) -> Extension {
    Extension::generated().change("MortgageLib.cs", "double rate =", &format!("{code}\n\t\t\tdouble rate ="))
}

#[tokio::test]
async fn a_host_stays_and_is_quick() {
    let Some(compiler) = one_host(BuildLimits::default()).await else { return };
    by_host(&compile(&compiler, NAME, &Extension::generated()).await);
    let first = hosts(&compiler);
    assert_eq!(first.len(), 1);
    let mut best = Duration::MAX;
    for number in 0..10 {
        let started = Instant::now();
        by_host(&compile(&compiler, NAME, &with_code(&format!("int a{number} = {number};"))).await);
        best = best.min(started.elapsed());
    }
    assert_eq!(hosts(&compiler), first);
    println!("the quickest of 10: {best:?}");
    assert!(best < Duration::from_millis(500), "{best:?}");
}

#[tokio::test]
async fn nothing_of_one_job_reaches_the_next() {
    let Some(compiler) = one_host(BuildLimits::default()).await else { return };
    let clean = compile(&compiler, NAME, &Extension::generated()).await;
    let expected = by_host(&clean).to_vec();
    let host = hosts(&compiler);
    let left = "namespace OutSystems.NssMortgageLib { public static class Left { public const int Value = 1; } }";
    let project = |extension: Extension| {
        extension.change(
            "MortgageLib.csproj",
            "<Compile Include=\"Interface.cs\">",
            "<Compile Include=\"Left.cs\" /><Compile Include=\"Interface.cs\">",
        )
    };
    let leaving = project(Extension::generated()).with("Left.cs", left.as_bytes());
    by_host(&compile(&compiler, NAME, &leaving).await);
    // The same source is named but not sent; the class is used but not there.
    let missing = compile(&compiler, NAME, &project(Extension::generated())).await;
    assert_eq!((&missing.outcome, missing.way), (&Outcome::Failed, Some(Way::DotnetBuild)), "{}", missing.output);
    let left = compile(&compiler, NAME, &with_code("int left = Left.Value;")).await;
    assert_eq!((&left.outcome, left.way), (&Outcome::Failed, Some(Way::Host)), "{}", left.output);
    // Of an assembly of the same name and version the next job sees its own content.
    let library = |value: u8| {
        let code = format!("namespace Lib {{ public static class L {{ public const int Value = {value}; }} }}");
        Extension::generated().with("MortgageLib.cs", code.as_bytes()).with("Interface.cs", b"")
    };
    let mut made = Vec::new();
    for value in [1, 2] {
        let dll = by_host(&compile(&compiler, NAME, &library(value)).await).to_vec();
        let reference = "<Reference Include=\"OutSystems.NssMortgageLib\"><HintPath>lib\\OutSystems.NssMortgageLib.dll</HintPath></Reference><!-- DO NOT";
        let user = Extension::generated()
            .change("MortgageLib.csproj", "<AssemblyName>OutSystems.NssMortgageLib", "<AssemblyName>OutSystems.NssUser")
            .change("MortgageLib.csproj", "<DocumentationFile>OutSystems.NssMortgageLib.xml</DocumentationFile>", "")
            .change("MortgageLib.csproj", "<!-- DO NOT", reference)
            .change("MortgageLib.cs", "double rate =", "string value = \"value \" + Lib.L.Value;\n\t\t\tdouble rate =")
            .with("lib/OutSystems.NssMortgageLib.dll", &dll);
        made.push(by_host(&compile(&compiler, "User", &user).await).to_vec());
    }
    assert_ne!(made[0], made[1]);
    // Errors and warnings do not stay either, and the bytes are those of before.
    let again = compile(&compiler, NAME, &Extension::generated()).await;
    assert_eq!(by_host(&again), expected);
    assert_eq!(again.diagnostics, clean.diagnostics);
    assert_eq!(hosts(&compiler), host, "all that was one host");
}

#[tokio::test]
async fn nothing_can_be_written_where_a_host_lives() {
    let Some(compiler) = one_host(BuildLimits::default()).await else { return };
    by_host(&compile(&compiler, NAME, &Extension::generated()).await);
    let [outer] = hosts(&compiler)[..] else { panic!("one host") };
    let inner = inner(outer);
    let mounts = std::fs::read_to_string(format!("/proc/{inner}/mountinfo")).unwrap();
    let writable: Vec<_> = mounts
        .lines()
        .filter_map(|line| {
            let fields: Vec<&str> = line.split(' ').collect();
            let options: Vec<&str> = fields[5].split(',').collect();
            options.contains(&"rw").then(|| fields[4].to_owned())
        })
        // What is under these is not files: processes, devices that hold nothing.
        .filter(|place| !place.starts_with("/proc") && !place.starts_with("/dev/"))
        .collect();
    assert_eq!(writable, Vec::<String>::new(), "{mounts}");
}

/// The compiler's process: the last of the line of children.
fn inner(mut id: u32) -> u32 {
    loop {
        let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children")).unwrap_or_default();
        match children.split_whitespace().next_back() {
            Some(child) => id = child.parse().unwrap(),
            None => return id,
        }
    }
}

/// What ends the compiler is the business of `dotnet build` as before; the next job has a new host.
#[tokio::test]
async fn sources_that_end_the_compiler_end_one_host() {
    let Some(compiler) = one_host(BuildLimits::default()).await else { return };
    by_host(&compile(&compiler, NAME, &Extension::generated()).await);
    let first = hosts(&compiler);
    for (what, code) in [
        ("additions", format!("double deep = {}1;", "1 + ".repeat(100_000))),
        ("parentheses", format!("double deep = {}1{};", "(".repeat(100_000), ")".repeat(100_000))),
        ("blocks", format!("{}{}", "{".repeat(100_000), "}".repeat(100_000))),
        ("generics", format!("{}int{} deep;", "System.Func<".repeat(20_000), ">".repeat(20_000))),
        ("elements", format!("int deep = 0;{}", " if (deep == 1) { } else".repeat(50_000) + ";")),
    ] {
        let answer = compile(&compiler, NAME, &with_code(&code)).await;
        println!(
            "{what}: {:?}, {:?}",
            answer.way,
            answer.output.chars().rev().take(200).collect::<String>().chars().rev().collect::<String>()
        );
        match answer.way {
            Some(Way::Host) => assert_eq!(what, "additions"),
            _ => assert_eq!(answer.outcome, Outcome::Failed, "{}", answer.output),
        }
        by_host(&compile(&compiler, NAME, &Extension::generated()).await);
    }
    assert_ne!(hosts(&compiler), first, "one of them ended the host");
}

/// Each lambda in a call of an overloaded method is bound for each overload, so nested ones take exponential time.
fn endless() -> Extension {
    let overloads = "namespace Endless { public static class E { public static void M(System.Func<int, int> f) { } public static void M(System.Func<string, int> f) { } public static void M(System.Action<int> f) { } public static void M(System.Action<string> f) { } \
                     public static int M(System.Func<long, int> f, int g) { return 0; } } public class U { void Run() { NEST } } }";
    let nest = (0..24).fold("int x = 1;".to_owned(), |inside, number| format!("E.M(a{number} => {{ {inside} }});"));
    Extension::generated().append("Interface.cs", &overloads.replace("NEST", &nest))
}

#[tokio::test]
async fn a_compilation_without_an_end_is_stopped_and_the_next_has_a_new_host() {
    let limits = BuildLimits { wall: Duration::from_millis(1500), ..BuildLimits::default() };
    let Some(compiler) = one_host(limits).await else { return };
    by_host(&compile(&compiler, NAME, &Extension::generated()).await);
    let first = hosts(&compiler);
    let started = Instant::now();
    let answer = compile(&compiler, NAME, &endless()).await;
    assert_eq!(stopped_by(&answer), Some(Code::BuildTime), "{answer:?}");
    assert_eq!(answer.way, Some(Way::Host));
    assert!(started.elapsed() < Duration::from_secs(8), "{:?}", started.elapsed());
    by_host(&compile(&compiler, NAME, &Extension::generated()).await);
    assert_ne!(hosts(&compiler), first);
}

/// A host is for what takes a moment: the rest is done where it holds up what takes as long.
#[tokio::test]
async fn a_compilation_that_takes_long_is_left_to_dotnet_build() {
    // Time ends it, and not the memory that it takes meanwhile on a fast machine.
    let limits = BuildLimits { wall: Duration::from_secs(14), memory: 6 << 30, ..BuildLimits::default() };
    let Some(compiler) = one_host(limits).await else { return };
    by_host(&compile(&compiler, NAME, &Extension::generated()).await);
    let long = endless();
    let (long, quick) = tokio::join!(compile(&compiler, NAME, &long), async {
        wait_for("the long one has left the host", || {
            let ways = compiler.health().ways.unwrap();
            ways.host.running == 0 && ways.dotnet_build.running == 1
        })
        .await;
        let quick = compile(&compiler, NAME, &Extension::generated()).await;
        assert_eq!(compiler.health().ways.unwrap().dotnet_build.running, 1);
        quick
    });
    by_host(&quick);
    assert_eq!((long.way, stopped_by(&long)), (Some(Way::DotnetBuild), Some(Code::BuildTime)));
    assert!(long.output.contains("not by a warm host: it takes longer than hosts are for."), "{}", long.output);
}

#[tokio::test]
async fn a_compilation_that_needs_much_memory_is_stopped() {
    let limits = BuildLimits { memory: 120 << 20, ..BuildLimits::default() };
    let Some(compiler) = one_host(limits).await else { return };
    let many: String = (0..30_000).fold(String::from("namespace Many {"), |text, number| {
        text + &format!(
            "class C{number} {{ int a = {number}; int B() {{ var c = new[] {{ a, a + 1 }}; return c.Length; }} }}\n"
        )
    });
    let extension = Extension::generated().append("Interface.cs", &(many + "}"));
    let answer = compile(&compiler, NAME, &extension).await;
    assert_eq!(stopped_by(&answer), Some(Code::BuildMemory), "{answer:?}");
    assert_eq!(answer.way, Some(Way::Host));
}

#[tokio::test]
async fn a_client_that_goes_away_ends_the_host_at_work() {
    let Some(compiler) = one_host(BuildLimits::default()).await else { return };
    by_host(&compile(&compiler, NAME, &Extension::generated()).await);
    let [first] = hosts(&compiler)[..] else { panic!("one host") };
    let endless = endless();
    let compiling = compile(&compiler, NAME, &endless);
    assert!(tokio::time::timeout(Duration::from_secs(2), compiling).await.is_err());
    wait_for("the host at work ends", || {
        !std::path::Path::new(&format!("/proc/{first}/task/{first}/children")).exists() || inner(first) == first
    })
    .await;
    by_host(&compile(&compiler, NAME, &Extension::generated()).await);
    assert_ne!(hosts(&compiler), [first]);
}

/// Looks again and again, for a minute.
async fn wait_for(what: &str, mut is_so: impl FnMut() -> bool) {
    for _ in 0..600 {
        if is_so() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{what}: not within a minute");
}

/// A client goes away ten times while its compilation is at work: the host goes on and is there for the next.
#[tokio::test]
async fn a_client_that_goes_away_early_costs_no_host() {
    let Some(compiler) = one_host(BuildLimits::default()).await else { return };
    by_host(&compile(&compiler, NAME, &Extension::generated()).await);
    let first = hosts(&compiler);
    let extension = Extension::generated();
    for _ in 0..10 {
        let mut compiling = Box::pin(compile(&compiler, NAME, &extension));
        let gone = async {
            wait_for("it is at work", || compiler.hosts().unwrap().ready().is_empty()).await;
        };
        tokio::select! {
            biased;
            () = gone => {}
            _ = &mut compiling => {}
        }
        drop(compiling);
        wait_for("the host is free again", || !hosts(&compiler).is_empty()).await;
    }
    assert_eq!(hosts(&compiler), first);
}
