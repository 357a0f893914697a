//! Connections: so many in all and for each client, and none that waits without end for the other side to send or to read.

pub mod admission;
pub mod open_files;
pub mod patient;
mod refusal;

use admission::{Admission, Admitted};
use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use patient::Patient;
use socket2::SockRef;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::Service;
use web::client::{Client, Clients};
use web::shutdown::Shutdown;

/// How many connections there may be, and how long they may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ConnectionOptions {
    /// At one time.
    pub all: usize,
    /// Of these, those of one client address. A proxy that names its clients' addresses may have all.
    pub client: usize,
    /// How long the headers of a request may take; also how long a connection is kept on which nothing is asked.
    pub headers: Duration,
    /// How long an answer may wait for its reader without any progress.
    pub writing: Duration,
}

impl Default for ConnectionOptions {
    fn default() -> Self {
        Self { all: 4000, client: 400, headers: Duration::from_secs(30), writing: Duration::from_secs(30) }
    }
}

/// Bytes that a connection reads or writes ahead, and that all headers of a request may have.
const BUFFER: usize = 64 << 10;

/// Bytes that the system holds for a reader before it takes more. So few, that it shows soon whether somebody reads.
const UNSENT: u32 = 64 << 10;

/// How long nothing is accepted after the system had no file for a connection.
const SHORTAGE: Duration = Duration::from_millis(500);

/// Refused connections whose answer is waited for; others are closed at once.
const REFUSED: usize = 64;

/// Serves until the server is asked to stop, and then until the last answer is given.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    clients: &Clients,
    options: ConnectionOptions,
    shutdown: &Shutdown,
) {
    let admission = Arc::new(Admission::new(options.all, options.client));
    let (refused, graceful) = (Arc::new(Semaphore::new(REFUSED)), GracefulShutdown::new());
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = shutdown.asked() => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                wait_for_files(&error).await;
                continue;
            }
        };
        let names_others = clients.header.is_some() && clients.trusts(address.ip());
        match admission.admit((!names_others).then(|| Client::new(address.ip()))) {
            Ok(admitted) => {
                let connection = Connection { stream, address, options, _admitted: admitted };
                tokio::spawn(connection.serve(router.clone(), graceful.watcher()));
            }
            Err(full) => {
                tracing::debug!(?full, "a connection was refused");
                if let Ok(place) = Arc::clone(&refused).try_acquire_owned() {
                    tokio::spawn(refusal::send(stream, full, place));
                }
            }
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

/// A connection that broke before it was accepted concerns nobody; without files for new ones it takes a while until there are some.
async fn wait_for_files(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%error, "no connection can be accepted");
        tokio::time::sleep(SHORTAGE).await;
    }
}

/// An open connection.
struct Connection {
    stream: TcpStream,
    address: SocketAddr,
    options: ConnectionOptions,
    _admitted: Admitted,
}

impl Connection {
    async fn serve(self, router: Router, watcher: Watcher) {
        let Self { stream, address, options, _admitted } = self;
        if let Err(error) = prepare(&stream, options.writing) {
            tracing::debug!(%error, "a connection keeps the system's settings");
        }
        let service = service_fn(move |mut request: Request<Incoming>| {
            // Limits count by the address of the connection.
            request.extensions_mut().insert(ConnectInfo(address));
            router.clone().call(request)
        });
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(options.headers).max_buf_size(BUFFER);
        let connection = builder.serve_connection(TokioIo::new(Patient::new(stream, options.writing)), service);
        if let Err(error) = watcher.watch(connection).await {
            tracing::debug!(%error, "a connection broke");
        }
    }
}

/// What is sent goes out at once, nothing much waits in the system, and a reader who vanished without a word is noticed.
fn prepare(stream: &TcpStream, patience: Duration) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let socket = SockRef::from(stream);
    socket.set_tcp_notsent_lowat(UNSENT)?;
    socket.set_tcp_user_timeout(Some(patience))
}
