//! Figures for Prometheus: what was asked and done since the start, and what is going on now.

use crate::state::Server;
use api::compile::{CompileAnswer, Outcome, Way};
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, StatusCode, header};
use axum::routing::get;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;
use std::time::Duration;

/// All figures. They are counted from the start of the process on.
#[derive(Debug)]
pub struct Figures {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    request_seconds: Family<RouteLabels, Histogram>,
    builds: Family<BuildLabels, Counter>,
    build_seconds: Family<WayLabels, Histogram>,
    build_wait_seconds: Family<WayLabels, Histogram>,
    publishes: Family<EndLabels, Counter>,
    log_ins: Family<EndLabels, Counter>,
    now: Now,
}

/// What is going on, as it is when somebody asks.
#[derive(Debug, Default)]
struct Now {
    running: Family<WayLabels, Gauge>,
    waiting: Family<WayLabels, Gauge>,
    drafts: Gauge,
    streams: Gauge,
    memory: Gauge,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct BuildLabels {
    end: String,
    way: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct WayLabels {
    way: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct EndLabels {
    end: String,
}

impl Default for Figures {
    fn default() -> Self {
        let mut registry = Registry::with_prefix("xif_studio");
        let request_seconds = Family::new_with_constructor(seconds as fn() -> Histogram);
        let figures = Self {
            requests: Family::default(),
            request_seconds,
            builds: Family::default(),
            build_seconds: Family::new_with_constructor(seconds as fn() -> Histogram),
            build_wait_seconds: Family::new_with_constructor(seconds as fn() -> Histogram),
            publishes: Family::default(),
            log_ins: Family::default(),
            now: Now::default(),
            registry: Registry::default(),
        };
        registry.register("requests", "Requests that were answered", figures.requests.clone());
        registry.register("request_seconds", "Seconds until an answer began", figures.request_seconds.clone());
        registry.register(
            "builds",
            "Builds by how they ended (succeeded, failed, or the code of a problem) and how they were done",
            figures.builds.clone(),
        );
        registry.register("build_seconds", "Seconds that builds took, by way", figures.build_seconds.clone());
        registry.register(
            "build_wait_seconds",
            "Seconds that builds waited for their turn, by way",
            figures.build_wait_seconds.clone(),
        );
        registry.register("publishes", "Publishes by how they ended", figures.publishes.clone());
        registry.register(
            "log_ins",
            "Log-ins at Platform Servers: succeeded, or the code of a problem",
            figures.log_ins.clone(),
        );
        registry.register("builds_running", "Builds that run now, by way", figures.now.running.clone());
        registry.register("builds_waiting", "Builds that wait now, by way", figures.now.waiting.clone());
        registry.register(
            "drafts_open",
            "Shared drafts that the server has to do with now",
            figures.now.drafts.clone(),
        );
        registry.register("draft_streams", "Pages that follow shared drafts now", figures.now.streams.clone());
        registry.register(
            "resident_memory_bytes",
            "Memory of the server, builds not included",
            figures.now.memory.clone(),
        );
        Self { registry, ..figures }
    }
}

impl Figures {
    /// A request was answered.
    pub fn request(&self, method: &'static str, route: &str, status: u16, elapsed: Duration) {
        self.requests.get_or_create(&RequestLabels { method, route: route.into(), status }).inc();
        self.request_seconds.get_or_create(&RouteLabels { route: route.into() }).observe(elapsed.as_secs_f64());
    }

    /// A build ended.
    pub fn build(&self, answer: &CompileAnswer) {
        let end = match &answer.outcome {
            Outcome::Succeeded { .. } => "succeeded",
            Outcome::Failed => "failed",
            Outcome::Stopped { problem } => &problem.code,
        };
        let way = answer.way.map_or("none", named);
        let how = if answer.kept { "kept" } else { way };
        self.builds.get_or_create(&BuildLabels { end: end.into(), way: how }).inc();
        for (family, millis) in [(&self.build_seconds, answer.elapsed_ms), (&self.build_wait_seconds, answer.waited_ms)]
        {
            family.get_or_create(&WayLabels { way }).observe(Duration::from_millis(millis).as_secs_f64());
        }
    }

    /// A publish ended.
    pub fn publish(&self, end: &str) {
        self.publishes.get_or_create(&EndLabels { end: end.into() }).inc();
    }

    /// A log-in ended.
    pub fn log_in(&self, end: &str) {
        self.log_ins.get_or_create(&EndLabels { end: end.into() }).inc();
    }

    /// All of them in the text form of Prometheus.
    fn text(&self, server: &Server) -> Option<String> {
        let health = server.compiler.health();
        let ways = health.ways.map(|ways| [(Way::Host, ways.host), (Way::DotnetBuild, ways.dotnet_build)]);
        for (way, load) in ways.into_iter().flatten() {
            let labels = WayLabels { way: named(way) };
            self.now.running.get_or_create(&labels).set(number(load.running));
            self.now.waiting.get_or_create(&labels).set(number(load.waiting));
        }
        if let Some(drafts) = &server.drafts {
            let (open, streams) = drafts.in_use();
            self.now.drafts.set(number(open));
            self.now.streams.set(number(streams));
        }
        self.now.memory.set(number(resident_memory().unwrap_or_default()));
        let mut text = String::new();
        encode(&mut text, &self.registry).ok()?;
        Some(text)
    }
}

/// The routes of the address that serves figures.
pub fn router(server: Server) -> Router {
    Router::new().route("/metrics", get(metrics)).with_state(server)
}

async fn metrics(State(server): State<Server>) -> Result<([(HeaderName, &'static str); 1], String), StatusCode> {
    let text = server.figures.text(&server).ok_or(StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text))
}

/// As it stands in labels.
fn named(way: Way) -> &'static str {
    match way {
        Way::Host => "host",
        Way::DotnetBuild => "dotnet_build",
    }
}

/// From 5 ms to about 3 minutes.
fn seconds() -> Histogram {
    Histogram::new(exponential_buckets(0.005, 2.0, 16))
}

fn number(count: usize) -> i64 {
    count.try_into().unwrap_or(i64::MAX)
}

/// Bytes, from the second number of `/proc/self/statm`, which counts pages.
fn resident_memory() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/self/statm").ok()?;
    let pages: usize = text.split(' ').nth(1)?.parse().ok()?;
    Some(pages * rustix::param::page_size())
}

#[cfg(test)]
mod tests {
    use super::*;
    use api::problem::{Code, Problem};

    fn text(figures: &Figures) -> String {
        let mut text = String::new();
        encode(&mut text, &figures.registry).unwrap();
        text
    }

    #[test]
    fn requests_and_builds_are_counted_by_how_they_ended() {
        let figures = Figures::default();
        figures.request("GET", "/api/drafts/{draft}", 200, Duration::from_millis(7));
        figures.request("GET", "/api/drafts/{draft}", 200, Duration::from_millis(7));
        let problem = Problem::new(Code::Busy, "x");
        let outcome = Outcome::Stopped { problem };
        let answer = CompileAnswer {
            outcome,
            diagnostics: Vec::new(),
            way: Some(Way::Host),
            kept: false,
            output: String::new(),
            waited_ms: 0,
            elapsed_ms: 2,
        };
        figures.build(&answer);
        let text = text(&figures);
        let line = r#"xif_studio_requests_total{method="GET",route="/api/drafts/{draft}",status="200"} 2"#;
        assert!(text.contains(line), "{text}");
        assert!(text.contains(r#"xif_studio_builds_total{end="S401",way="host"} 1"#), "{text}");
        assert!(text.contains(r#"xif_studio_build_seconds_count{way="host"} 1"#), "{text}");
    }

    #[test]
    fn the_memory_of_this_process_is_known() {
        assert!(resident_memory().unwrap() > 1 << 20);
    }
}
