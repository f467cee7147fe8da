//! A static file server for this machine alone.

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use anyhow::{Context, Result, anyhow};
use percent_encoding::percent_decode_str;
use tiny_http::{Header, Method, Request, Response};

/// A browser asks for a handful of files at once.
const WORKERS: usize = 4;

/// How many ports after the wanted one are tried.
const PORTS: u16 = 100;

/// The page must work under a policy that lets nothing in from elsewhere and
/// evaluates no text as code; so it is served under that policy.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
                      img-src 'self' data: blob:; object-src 'none'; base-uri 'none'";

/// Serves a folder until it is dropped.
pub(crate) struct Server {
    http: Arc<tiny_http::Server>,
    address: SocketAddr,
    workers: Vec<JoinHandle<()>>,
}

impl Server {
    /// Listens on this port or, if it is taken, on the next free one; port 0 is any.
    pub(crate) fn start(folder: &Path, port: u16) -> Result<Self> {
        let root = folder
            .canonicalize()
            .with_context(|| format!("{} cannot be served", folder.display()))?;
        let listener = listen(port)?;
        let address = listener.local_addr()?;
        let http = tiny_http::Server::from_listener(listener, None)
            .map_err(|error| anyhow!("the server does not start: {error}"))?;
        let http = Arc::new(http);
        let workers = (0..WORKERS)
            .map(|_| {
                let (http, root) = (Arc::clone(&http), root.clone());
                thread::spawn(move || {
                    for request in http.incoming_requests() {
                        answer(request, &root);
                    }
                })
            })
            .collect();
        Ok(Self { http, address, workers })
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves until the process is ended.
    pub(crate) fn wait(mut self) {
        for worker in self.workers.drain(..) {
            // A worker that panicked leaves the others serving.
            let _ = worker.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for _ in &self.workers {
            self.http.unblock();
        }
    }
}

fn listen(port: u16) -> Result<TcpListener> {
    let last = port.saturating_add(PORTS);
    (port..=last).find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()).with_context(
        || format!("no port from {port} to {last} is free: choose another with --port"),
    )
}

fn answer(request: Request, root: &Path) {
    let (status, kind, body) = match request.method() {
        Method::Get | Method::Head => match find(root, request.url()) {
            Some((path, body)) => (200, mime(&path), body),
            None => (404, "text/plain; charset=utf-8", b"There is no such file.\n".to_vec()),
        },
        _ => (405, "text/plain; charset=utf-8", b"Only GET and HEAD.\n".to_vec()),
    };
    // Chunks would hide the length of the module from whoever shows progress.
    let mut response =
        Response::from_data(body).with_status_code(status).with_chunked_threshold(usize::MAX);
    let headers = [
        ("Content-Type", kind),
        // A page that was just rebuilt must never be an old one.
        ("Cache-Control", "no-cache"),
        ("X-Content-Type-Options", "nosniff"),
        ("Content-Security-Policy", POLICY),
    ];
    for header in headers.iter().filter_map(|(name, value)| Header::from_bytes(*name, *value).ok())
    {
        response.add_header(header);
    }
    // A browser that has gone away in the middle is no fault of the server.
    let _ = request.respond(response);
}

fn find(root: &Path, url: &str) -> Option<(PathBuf, Vec<u8>)> {
    let path = resolve(root, url)?;
    let body = fs::read(&path).ok()?;
    Some((path, body))
}

/// The file that an address names, if it lies in the folder.
fn resolve(root: &Path, url: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?;
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let relative = Path::new(path.trim_start_matches('/'));
    if !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return None;
    }
    let mut file = root.join(relative).canonicalize().ok()?;
    if file.is_dir() {
        file = file.join("index.html").canonicalize().ok()?;
    }
    // A symbolic link may still lead outside.
    file.starts_with(root).then_some(file)
}

fn mime(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("json" | "map") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("csv") => "text/csv; charset=utf-8",
        Some("txt" | "md" | "ts") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    /// A folder `served` with a page, beside a file that must stay private.
    fn house(name: &str) -> Result<PathBuf> {
        let house = std::env::temp_dir().join(format!("descent-{name}-{}", std::process::id()));
        fs::create_dir_all(house.join("served/www"))?;
        fs::write(house.join("served/index.html"), "<title>hello</title>")?;
        fs::write(house.join("served/www/a b.mjs"), "export {};")?;
        fs::write(house.join("served/x.wasm"), b"\0asm")?;
        fs::write(house.join("secret.txt"), "secret")?;
        Ok(house.canonicalize()?)
    }

    fn ask(server: &Server, request: &str) -> Result<String> {
        let mut stream = TcpStream::connect(server.address)?;
        write!(stream, "{request} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    #[test]
    fn serves_files_with_their_types() -> Result<()> {
        let house = house("types")?;
        let server = Server::start(&house.join("served"), 0)?;
        let page = ask(&server, "GET /?experiment=1")?;
        assert!(page.starts_with("HTTP/1.1 200"), "{page}");
        assert!(page.contains("<title>hello</title>"), "{page}");
        assert!(page.contains("Cache-Control: no-cache"), "{page}");
        assert!(ask(&server, "GET /x.wasm")?.contains("Content-Type: application/wasm"));
        assert!(ask(&server, "GET /www/a%20b.mjs")?.contains("text/javascript"));
        assert!(ask(&server, "GET /nothing")?.starts_with("HTTP/1.1 404"));
        assert!(ask(&server, "GET /www")?.starts_with("HTTP/1.1 404"));
        assert!(ask(&server, "POST /")?.starts_with("HTTP/1.1 405"));
        assert!(!ask(&server, "HEAD /")?.contains("hello"));
        Ok(fs::remove_dir_all(house)?)
    }

    #[test]
    fn never_leaves_its_folder() -> Result<()> {
        let house = house("escape")?;
        let root = house.join("served");
        let secret = house.join("secret.txt");
        for url in [
            "/../secret.txt".to_owned(),
            "/www/../../secret.txt".to_owned(),
            "/%2e%2e/secret.txt".to_owned(),
            "/..%2fsecret.txt".to_owned(),
            "/%2e%2e%2fsecret.txt".to_owned(),
            "/./index.html/../../secret.txt".to_owned(),
            format!("/{}", secret.display()),
            format!("//%2f{}", secret.display()),
        ] {
            assert_eq!(resolve(&root, &url), None, "{url}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(&secret, root.join("link.txt"))?;
            assert_eq!(resolve(&root, "/link.txt"), None);
        }
        Ok(fs::remove_dir_all(house)?)
    }

    #[test]
    fn takes_the_next_port_when_one_is_busy() -> Result<()> {
        let busy = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let port = busy.local_addr()?.port();
        let next = listen(port)?.local_addr()?.port();
        assert!(next > port);
        Ok(())
    }
}
