//! A static host for one site at a time, below a folder.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::Files;

const SUBFOLDER: &str = "/a folder/below/";

/// A host on this machine, and the site that it serves at the moment.
pub(crate) struct Host {
    /// The address of the site's root.
    pub(crate) base: String,
    site: Arc<Mutex<Arc<Files>>>,
}

impl Host {
    /// Starts serving nothing; it ends with the program.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = encoded(&format!("http://{}{SUBFOLDER}", listener.local_addr().unwrap()));
        let site = Arc::new(Mutex::new(Arc::new(Files::new())));
        let seen = Arc::clone(&site);
        std::thread::spawn(move || serve(&listener, &seen));
        Self { base, site }
    }

    /// Serves this site from now on.
    pub(crate) fn show(&self, files: &Arc<Files>) {
        *self.site.lock().unwrap() = Arc::clone(files);
    }
}

/// Serves the site of the moment below `SUBFOLDER`, as any static host would.
fn serve(listener: &TcpListener, site: &Mutex<Arc<Files>>) {
    std::thread::scope(|scope| {
        for connection in listener.incoming().map_while(Result::ok) {
            // Browsers open connections ahead of need: none may keep the others waiting.
            scope.spawn(move || answer(connection, site));
        }
    });
}

fn answer(connection: TcpStream, site: &Mutex<Arc<Files>>) -> Option<()> {
    connection.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let mut reader = BufReader::new(connection);
    let mut request = String::new();
    reader.read_line(&mut request).ok()?;
    let mut header = String::new();
    while reader.read_line(&mut header).ok()? > 2 {
        header.clear();
    }
    let files = Arc::clone(&site.lock().unwrap());
    // What follows a question mark tells versions of a file apart.
    let path = decoded(request.split(' ').nth(1)?.split('?').next()?);
    let path = path.strip_prefix(SUBFOLDER).unwrap_or("outside of the site");
    let path = if path.is_empty() { "index.html" } else { path };
    let (status, path) =
        if files.contains_key(path) { ("200 OK", path) } else { ("404 Not Found", "404.html") };
    let kind = match path.rsplit('.').next()? {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let body = &files[path];
    let mut connection = reader.into_inner();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    connection.write_all(head.as_bytes()).ok()?;
    connection.write_all(body).ok()
}

/// A path as it stands in an address.
pub(crate) fn encoded(path: &str) -> String {
    let mut text = String::new();
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' | b'/' | b':' => {
                text.push(char::from(byte));
            }
            _ => write!(text, "%{byte:02X}").unwrap(),
        }
    }
    text
}

fn decoded(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).filter(|_| first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
