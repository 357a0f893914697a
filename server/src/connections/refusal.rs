//! The answer on a connection that is not let in. Nothing that was asked on it is looked at.

use super::admission::Full;
use api::problem::{CONTENT_TYPE, Code, Problem};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::OwnedSemaphorePermit;

/// How long the answer may take. What came and was not read when a connection is closed makes the system throw the answer away, so that is read first.
const FAREWELL: Duration = Duration::from_secs(1);

/// Bytes that are read of what was asked.
const ASKED: u64 = 64 << 10;

/// Says why the connection is closed, and closes it.
pub(super) async fn send(mut stream: TcpStream, full: Full, _place: OwnedSemaphorePermit) {
    let telling = async {
        stream.write_all(&answer(full)).await?;
        stream.shutdown().await?;
        tokio::io::copy(&mut (&mut stream).take(ASKED), &mut tokio::io::sink()).await
    };
    // Whoever does not take the answer has none.
    let _untold = tokio::time::timeout(FAREWELL, telling).await;
}

fn answer(full: Full) -> Vec<u8> {
    let why = match full {
        Full::All(most) => format!("The server has {most} connections."),
        Full::Client(most) => format!("Your address has {most} connections."),
    };
    let problem = Problem::new(Code::Connections, why);
    let retry_after = problem.retry_after.unwrap_or(5);
    let body = serde_json::to_vec(&problem).unwrap_or_default();
    let head = format!(
        "HTTP/1.1 503 Service Unavailable\r\ncontent-type: {CONTENT_TYPE}\r\ncontent-length: {}\r\nretry-after: {retry_after}\r\n\
         cache-control: no-store\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n",
        body.len()
    );
    [head.into_bytes(), body].concat()
}
