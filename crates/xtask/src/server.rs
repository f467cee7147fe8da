//! A static file server for this machine alone.

use std::fs;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::{Context, Result};
use percent_encoding::percent_decode_str;

/// How many ports after the wanted one are tried.
const PORTS: u16 = 100;

/// The longest head of a request, in bytes: a browser's has about one thousand.
const LONGEST: usize = 32 * 1024;

/// How long somebody may take to ask.
const PATIENCE: Duration = Duration::from_secs(10);

/// The page must work under a policy that lets nothing in from elsewhere and
/// evaluates no text as code; so it is served under that policy.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
                      img-src 'self' data: blob:; object-src 'none'; base-uri 'none'";

/// Serves a folder until it is dropped.
///
/// Every connection has a thread and one answer. A browser keeps idle connections open, and
/// a server with a fixed number of threads would wait on those while a page waits for it.
pub(crate) struct Server {
    address: SocketAddr,
    root: Arc<Path>,
    ended: Arc<AtomicBool>,
    listening: Option<JoinHandle<()>>,
}

impl Server {
    /// Listens on this port or, if it is taken, on the next free one; port 0 is any.
    pub(crate) fn start(folder: &Path, port: u16) -> Result<Self> {
        let root: Arc<Path> = folder
            .canonicalize()
            .with_context(|| format!("{} cannot be served", folder.display()))?
            .into();
        let listener = listen(port)?;
        let address = listener.local_addr()?;
        let ended = Arc::new(AtomicBool::new(false));
        let (end, served) = (Arc::clone(&ended), Arc::clone(&root));
        let listening = thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if end.load(Ordering::Relaxed) {
                    return;
                }
                let root = Arc::clone(&served);
                // A browser that has gone away in the middle is no fault of the server.
                thread::spawn(move || answer(stream, &root).ok());
            }
        });
        Ok(Self { address, root, ended, listening: Some(listening) })
    }

    /// What it serves.
    pub(crate) fn folder(&self) -> &Path {
        &self.root
    }

    /// The address of the page.
    pub(crate) fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Serves until the process is ended.
    pub(crate) fn wait(mut self) {
        if let Some(listening) = self.listening.take() {
            // Should the listener panic, there is nothing left to wait for.
            let _ = listening.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
        // One more visitor wakes the listener, which then sees that it has ended.
        let _ = TcpStream::connect(self.address);
    }
}

fn listen(port: u16) -> Result<TcpListener> {
    let last = port.saturating_add(PORTS);
    (port..=last).find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok()).with_context(
        || format!("no port from {port} to {last} is free: choose another with --port"),
    )
}

fn answer(mut stream: TcpStream, root: &Path) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let head = read_head(&mut stream)?;
    let mut headers = [httparse::EMPTY_HEADER; 64];
    let mut request = httparse::Request::new(&mut headers);
    let parsed = request.parse(&head).is_ok_and(|status| status.is_complete());
    let text = "text/plain; charset=utf-8";
    let (status, kind, body) = match (parsed, request.method, request.path) {
        (true, Some("GET" | "HEAD"), Some(url)) => match find(root, url) {
            Some((path, body)) => ("200 OK", mime(&path), body),
            None => ("404 Not Found", text, b"There is no such file.\n".to_vec()),
        },
        (true, ..) => ("405 Method Not Allowed", text, b"Only GET and HEAD.\n".to_vec()),
        (false, ..) => ("400 Bad Request", text, b"This is no request.\n".to_vec()),
    };
    // A page that was just rebuilt must never be an old one.
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Cache-Control: no-cache\r\nX-Content-Type-Options: nosniff\r\n\
         Content-Security-Policy: {POLICY}\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    if request.method != Some("HEAD") {
        stream.write_all(&body)?;
    }
    stream.flush()
}

/// What is sent before the first empty line, as far as it is not too long.
fn read_head(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    let mut piece = [0; 4096];
    while head.len() < LONGEST && !head.windows(4).any(|four| four == b"\r\n\r\n") {
        match stream.read(&mut piece)? {
            0 => break,
            count => head.extend_from_slice(&piece[..count]),
        }
    }
    Ok(head)
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
        Some("js") => "text/javascript; charset=utf-8",
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

    /// A folder `served` with a page, beside a file that must stay private.
    fn house(name: &str) -> Result<PathBuf> {
        let house = std::env::temp_dir().join(format!("descent-{name}-{}", std::process::id()));
        fs::create_dir_all(house.join("served/www"))?;
        fs::write(house.join("served/index.html"), "<title>hello</title>")?;
        fs::write(house.join("served/www/a b.js"), "export {};")?;
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
        assert!(ask(&server, "GET /www/a%20b.js")?.contains("text/javascript"));
        assert!(ask(&server, "GET /nothing")?.starts_with("HTTP/1.1 404"));
        assert!(ask(&server, "GET /www")?.starts_with("HTTP/1.1 404"));
        assert!(ask(&server, "POST /")?.starts_with("HTTP/1.1 405"));
        assert!(!ask(&server, "HEAD /")?.contains("hello"));
        assert!(ask(&server, "nonsense")?.starts_with("HTTP/1.1 400"));
        Ok(fs::remove_dir_all(house)?)
    }

    #[test]
    fn idle_connections_keep_nobody_waiting() -> Result<()> {
        let house = house("idle")?;
        let server = Server::start(&house.join("served"), 0)?;
        let idle: io::Result<Vec<TcpStream>> =
            (0..64).map(|_| TcpStream::connect(server.address)).collect();
        assert!(ask(&server, "GET /")?.contains("hello"));
        drop(idle);
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
