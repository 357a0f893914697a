//! Results are kept: on a folder and on an object store, for one server and for two, and only for the same bytes.

use super::sample::{Extension, NAME};
use crate::drafts::s3::{Moto, is_inside};
use api::compile::{CompileAnswer, Outcome, Way};
use compiler::kept::KeptOptions;
use compiler::limits::BuildLimits;
use compiler::name::ExtensionName;
use compiler::queue::QueueSize;
use compiler::{Compiler, CompilerOptions};
use std::time::Duration;
use store::Store;
use support::tools::toolchain;
use web::client::Client;

const TOTAL: u64 = 10 << 20;

async fn compiler(store: &Store, total: u64, build: BuildLimits) -> Option<Compiler> {
    let options = CompilerOptions {
        toolchain: Some(toolchain()?),
        queue: QueueSize { hosts: 1, ..QueueSize::default() },
        build,
        kept: Some(KeptOptions { store: store.clone(), total }),
        ..CompilerOptions::default()
    };
    Some(Compiler::detect(options).await)
}

async fn compile(compiler: &Compiler, name: &str, extension: &Extension) -> CompileAnswer {
    let (client, name) = (Client::new([127, 0, 0, 1].into()), ExtensionName::parse(name).unwrap());
    compiler.compile(client, &name, extension.archive().into(), None).await.unwrap().answer
}

/// Results are written after the answer. Waits until there are so many.
async fn written(store: &Store, count: usize) {
    for _ in 0..100 {
        if store.ages("results").await.unwrap().len() == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("{:?}", store.ages("results").await);
}

fn with_code(code: &str) -> Extension {
    Extension::generated().change("MortgageLib.cs", "double rate =", &format!("{code}\n\t\t\tdouble rate ="))
}

/// Everything that must hold on any store, which must be empty.
async fn cases(store: &Store) {
    let limits = BuildLimits::default;
    let Some(first) = compiler(store, TOTAL, limits()).await else { return };
    let made = compile(&first, NAME, &Extension::generated()).await;
    assert!(!made.kept && matches!(made.outcome, Outcome::Succeeded { .. }), "{made:?}");
    written(store, 1).await;
    let again = compile(&first, NAME, &Extension::generated()).await;
    assert!(again.kept && again.output.contains("kept result"), "{}", again.output);
    assert_eq!((&again.outcome, &again.diagnostics, again.way), (&made.outcome, &made.diagnostics, made.way));

    // Another server on the same store has it too, one with other limits has not.
    let second = compiler(store, TOTAL, limits()).await.unwrap();
    let there = compile(&second, NAME, &Extension::generated()).await;
    assert!(there.kept && there.outcome == made.outcome);
    let other = compiler(store, TOTAL, BuildLimits { diagnostics: 3, ..limits() }).await.unwrap();
    assert!(!compile(&other, NAME, &Extension::generated()).await.kept);
    written(store, 2).await;

    // One byte more anywhere, or another name, and it is another result. A failed compilation is kept too.
    let failing = with_code("wrong();");
    for extension in [with_code("int a;"), Extension::generated().with("notes.txt", b"x"), failing] {
        assert!(!compile(&first, NAME, &extension).await.kept);
    }
    assert!(!compile(&first, "Other", &Extension::generated()).await.kept);
    written(store, 5).await;
    let failed = compile(&second, NAME, &with_code("wrong();")).await;
    assert!(failed.kept && failed.outcome == Outcome::Failed && failed.diagnostics.len() == 1);

    damaged(store, &first).await;
    not_kept(store, &first).await;
}

async fn damaged(store: &Store, compiler: &Compiler) {
    let before = store.ages("results").await.unwrap().len();
    for result in store.ages("results").await.unwrap() {
        let path = format!("results/{}", result.name);
        let mut content = store.read(&path).await.unwrap().unwrap().to_vec();
        let last = content.len() - 1;
        content[last] ^= 1;
        store.replace(&path, content.into()).await.unwrap();
    }
    let answer = compile(compiler, NAME, &Extension::generated()).await;
    assert!(!answer.kept && matches!(answer.outcome, Outcome::Succeeded { .. }));
    written(store, before).await;
    assert!(compile(compiler, NAME, &Extension::generated()).await.kept);
    // A result under the name of another one is none either.
    let results = store.ages("results").await.unwrap();
    let newest = results.iter().max_by_key(|result| result.modified_ms).unwrap();
    let good = store.read(&format!("results/{}", newest.name)).await.unwrap().unwrap();
    for result in &results {
        store.replace(&format!("results/{}", result.name), good.clone()).await.unwrap();
    }
    assert!(!compile(compiler, NAME, &with_code("int a;")).await.kept);
    written(store, before).await;
}

/// What depends on more than the sources, and what a limit ended.
async fn not_kept(store: &Store, compiler: &Compiler) {
    let before = store.ages("results").await.unwrap().len();
    let floating = Extension::generated().change(
        "AssemblyInfo.cs",
        "AssemblyVersion(\"11.41.0.46924\")",
        "AssemblyVersion(\"1.0.*\")",
    );
    for extension in [Extension::generated().running("date"), floating] {
        for _ in 0..2 {
            let answer = compile(compiler, NAME, &extension).await;
            assert!(!answer.kept && answer.way == Some(Way::DotnetBuild));
        }
    }
    let stopping = BuildLimits { assembly: 100, ..BuildLimits::default() };
    let small = self::compiler(store, TOTAL, stopping).await.unwrap();
    for _ in 0..2 {
        let answer = compile(&small, NAME, &Extension::generated()).await;
        assert!(!answer.kept && matches!(answer.outcome, Outcome::Stopped { .. }));
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(store.ages("results").await.unwrap().len(), before);
}

#[tokio::test]
async fn a_folder_keeps_results() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().to_str().unwrap().parse().unwrap()).await.unwrap();
    cases(&store).await;
}

#[tokio::test]
async fn an_object_store_keeps_results() {
    if is_inside() {
        let store = Store::open(&"s3://bucket/some/prefix".parse().unwrap()).await.unwrap();
        return cases(&store).await;
    }
    let Some(moto) = Moto::start().await else { return };
    moto.inside("compile::kept::an_object_store_keeps_results");
}

#[tokio::test]
async fn the_oldest_results_make_room() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().to_str().unwrap().parse().unwrap()).await.unwrap();
    let total = 40 << 10;
    let Some(compiler) = compiler(&store, total, BuildLimits::default()).await else { return };
    let mut most = 0;
    for number in 0..10 {
        assert!(!compile(&compiler, NAME, &with_code(&format!("int a{number};"))).await.kept);
        tokio::time::sleep(Duration::from_millis(150)).await;
        most = most.max(store.ages("results").await.unwrap().iter().map(|result| result.size).sum());
    }
    assert!(most > total / 2 && most <= total, "{most}");
    assert!(compile(&compiler, NAME, &with_code("int a9;")).await.kept, "the newest is there");
    assert!(!compile(&compiler, NAME, &with_code("int a0;")).await.kept, "the oldest is not");
}
