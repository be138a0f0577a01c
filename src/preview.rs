//! The preview server: pages made when asked for, reloaded when something changes.
//!
//! What it shows is swapped first and told to browsers afterwards, so that no page is half old.
//! It answers by address alone and never by a path on the disk; it refuses requests under a
//! foreign name (a page elsewhere could otherwise read drafts by rebinding its own name).

use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use tokio::sync::{oneshot, watch};

/// The browser's side.
const CLIENT: &str = include_str!("preview.js");

/// The files of a site, made when asked for.
pub trait Pages: Send + Sync {
    /// The file at `address`, relative to the site's root and not percent-encoded; `None` where
    /// there is none, and the problems as text where it cannot be made.
    fn file(&self, address: &str) -> Option<Result<Vec<u8>, String>>;
}

/// How far a change reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Style sheets alone: browsers swap them and keep the page.
    Styles,
    /// Anything: browsers load the page again.
    Everything,
    /// Nothing that browsers do not show already.
    Nothing,
}

/// What is shown now.
#[derive(Clone, Default)]
struct Shown {
    /// The last good site.
    pages: Option<Arc<dyn Pages>>,
    /// What keeps a newer one from being made, as text.
    problems: Option<Arc<str>>,
    /// Counts the changes that reload pages; 0 while there is no site.
    page: u64,
    /// Counts the changes of style sheets.
    style: u64,
}

/// Where what is shown is swapped; cheap to clone.
#[derive(Clone)]
pub struct Screen(Arc<watch::Sender<Shown>>);

impl Screen {
    /// Shows another site, and tells browsers how far it differs.
    pub fn show(&self, pages: Arc<dyn Pages>, change: Change) {
        self.0.send_modify(|shown| {
            shown.pages = Some(pages);
            shown.problems = None;
            match change {
                Change::Nothing if shown.page > 0 => {}
                Change::Styles if shown.page > 0 => shown.style += 1,
                _ => shown.page += 1,
            }
        });
    }

    /// Lays problems over the last good site, or shows them alone where there is none yet.
    pub fn show_problems(&self, problems: &str) {
        self.0.send_modify(|shown| shown.problems = Some(problems.into()));
    }
}

/// A running server; it stops when dropped.
pub struct Preview {
    screen: Screen,
    address: SocketAddr,
    thread: JoinHandle<io::Result<()>>,
    _stop: oneshot::Sender<()>,
}

impl Preview {
    /// Listens on `host`, at `port` or the next free one after it.
    ///
    /// # Errors
    /// Where none of a hundred ports is free, or the system refuses.
    pub fn start(host: IpAddr, port: u16) -> io::Result<Self> {
        let listener = listen(host, port)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let screen = Screen(Arc::new(watch::Sender::new(Shown::default())));
        let server = Server { screen: screen.clone(), boot: boot(address) };
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("preview".to_owned())
            .spawn(move || serve(listener, server, stopped))?;
        Ok(Self { screen, address, thread, _stop: stop })
    }

    /// Where to change what it shows.
    pub fn screen(&self) -> Screen {
        self.screen.clone()
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until the person at the terminal ends it with Ctrl-C.
    ///
    /// # Errors
    /// What the system says where it stops for another reason.
    pub fn wait(self) -> io::Result<()> {
        self.thread.join().unwrap_or_else(|_| Err(io::Error::other("the server broke off")))
    }
}

fn listen(host: IpAddr, port: u16) -> io::Result<TcpListener> {
    let mut tried = port;
    loop {
        match TcpListener::bind((host, tried)) {
            Err(cause)
                if cause.kind() == io::ErrorKind::AddrInUse
                    && tried < port.saturating_add(100)
                    && tried < u16::MAX =>
            {
                tried += 1;
            }
            bound => return bound,
        }
    }
}

/// Tells a run of the server from the one before it.
fn boot(address: SocketAddr) -> String {
    format!("{}-{}", std::process::id(), address.port())
}

fn serve(listener: TcpListener, server: Server, stopped: oneshot::Receiver<()>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let ended = runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let router = Router::new().fallback(answer).with_state(server);
        // Streams of events never end by themselves, so nothing waits for them.
        tokio::select! {
            ended = axum::serve(listener, router) => ended,
            _ = stopped => Ok(()),
            interrupted = tokio::signal::ctrl_c() => interrupted,
        }
    });
    runtime.shutdown_background();
    ended
}

#[derive(Clone)]
struct Server {
    screen: Screen,
    boot: String,
}

async fn answer(State(server): State<Server>, request: Request) -> Response {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if !host.is_some_and(is_own_host) {
        return plain(
            StatusCode::FORBIDDEN,
            "This preview answers to `localhost` and to numeric addresses only. Open it by the address that `griot serve` printed.\n",
        );
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return plain(StatusCode::METHOD_NOT_ALLOWED, "A static site can only be read.\n");
    }
    match request.uri().path() {
        "/__griot/events" => server.events(),
        "/__griot/client.js" => {
            respond(StatusCode::OK, "text/javascript; charset=utf-8", CLIENT.into())
        }
        _ => {
            let uri = request.uri().clone();
            // A large page must not hold up the events of others.
            tokio::task::spawn_blocking(move || server.page(&uri))
                .await
                .unwrap_or_else(|_| broken("griot broke off while it made this page."))
        }
    }
}

impl Server {
    /// What is shown now, and again after every change.
    fn events(&self) -> Response {
        let mut changes = self.screen.0.subscribe();
        changes.mark_changed();
        let server = self.clone();
        let stream =
            futures_util::stream::unfold((changes, server), |(mut changes, server)| async {
                changes.changed().await.ok()?;
                let state = server.state(&changes.borrow_and_update());
                let event = Event::default().data(state);
                Some((Ok::<_, Infallible>(event), (changes, server)))
            });
        let alive = KeepAlive::new().interval(Duration::from_secs(15));
        let mut response = Sse::new(stream).keep_alive(alive).into_response();
        harden(&mut response);
        response
    }

    fn state(&self, shown: &Shown) -> String {
        // Numbers as text: the browser compares them with what its page was made from.
        serde_json::json!({
            "boot": self.boot,
            "page": shown.page.to_string(),
            "style": shown.style.to_string(),
            "problems": shown.problems.as_deref(),
        })
        .to_string()
    }

    fn page(&self, uri: &Uri) -> Response {
        let shown = self.screen.0.borrow().clone();
        let Some(pages) = &shown.pages else {
            let problems = shown.problems.as_deref().unwrap_or("The tracker is being read.");
            let page = problem_page("The site cannot be made yet", problems);
            let page = self.with_client(page.into_bytes(), &shown);
            return respond(StatusCode::SERVICE_UNAVAILABLE, HTML, page.into());
        };
        let Some(address) = address(uri.path()) else { return self.missing(&**pages, &shown) };
        let file = |name: &str| self.file(&**pages, &shown, name, StatusCode::OK);
        if address.is_empty() || address.ends_with('/') {
            return file(&format!("{address}index.html"))
                .unwrap_or_else(|| self.missing(&**pages, &shown));
        }
        if let Some(response) = file(&address) {
            return response;
        }
        if pages.file(&format!("{address}/index.html")).is_some() {
            // Hosts send readers to the folder, or its relative links would lead astray.
            let query = uri.query().map_or(String::new(), |query| format!("?{query}"));
            let mut response = plain(StatusCode::FOUND, "");
            if let Ok(to) = HeaderValue::from_str(&format!("{}/{query}", uri.path())) {
                response.headers_mut().insert(header::LOCATION, to);
            }
            return response;
        }
        self.missing(&**pages, &shown)
    }

    fn missing(&self, pages: &dyn Pages, shown: &Shown) -> Response {
        self.file(pages, shown, "404.html", StatusCode::NOT_FOUND)
            .unwrap_or_else(|| plain(StatusCode::NOT_FOUND, "The site has no such page.\n"))
    }

    fn file(
        &self,
        pages: &dyn Pages,
        shown: &Shown,
        address: &str,
        status: StatusCode,
    ) -> Option<Response> {
        let kind = content_type(address);
        Some(match pages.file(address)? {
            Ok(bytes) if kind == HTML => {
                respond(status, kind, self.with_client(bytes, shown).into())
            }
            Ok(bytes) => respond(status, kind, bytes.into()),
            Err(problems) => {
                let page = problem_page("This page cannot be made", &problems);
                let page = self.with_client(page.into_bytes(), shown);
                respond(StatusCode::INTERNAL_SERVER_ERROR, HTML, page.into())
            }
        })
    }

    /// The page with the browser's side of the preview at its end.
    fn with_client(&self, mut page: Vec<u8>, shown: &Shown) -> Vec<u8> {
        let end = page
            .windows(7)
            .rposition(|tag| tag.eq_ignore_ascii_case(b"</body>"))
            .unwrap_or(page.len());
        let script = format!(
            "<script src=\"/__griot/client.js\" data-boot=\"{}\" data-page=\"{}\" data-style=\"{}\"></script>\n",
            self.boot, shown.page, shown.style
        );
        page.splice(end..end, script.into_bytes());
        page
    }
}

const HTML: &str = "text/html; charset=utf-8";

fn respond(status: StatusCode, kind: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    harden(&mut response);
    response
}

/// What goes with every answer: nothing is kept, nothing is guessed, no other site may use it.
fn harden(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(
        header::HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    respond(status, "text/plain; charset=utf-8", text.into())
}

fn broken(text: &'static str) -> Response {
    plain(StatusCode::INTERNAL_SERVER_ERROR, text)
}

fn problem_page(title: &str, problems: &str) -> String {
    let problems = problems.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<body>\n<h1>{title}</h1>\n<pre style=\"white-space: pre-wrap\">{problems}</pre>\n</body>\n</html>\n"
    )
}

/// Whether a `Host` header names this computer or a numeric address, which cannot be rebound.
fn is_own_host(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => match rest.split_once(']') {
            Some((address, port)) if port.is_empty() || port.starts_with(':') => address,
            _ => return false,
        },
        None => host.split_once(':').map_or(host, |(name, _)| name),
    };
    let name = name.to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost") || name.parse::<IpAddr>().is_ok()
}

/// The address that a request's path means, or `None` where no site can have it.
fn address(path: &str) -> Option<String> {
    let decoded = percent_decode(path.strip_prefix('/')?)?;
    let folder = decoded.strip_suffix('/').unwrap_or(&decoded);
    let plain = |part: &str| !matches!(part, "" | "." | "..") && !part.contains(['\\', '\0']);
    (decoded.is_empty() || folder.split('/').all(plain)).then_some(decoded)
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = tail;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let (digits, tail) = tail.split_at_checked(2)?;
        let digit = |digit: u8| char::from(digit).to_digit(16);
        let value = digit(digits[0])? * 16 + digit(digits[1])?;
        bytes.push(u8::try_from(value).ok()?);
        rest = tail;
    }
    String::from_utf8(bytes).ok()
}

/// The media type by the extension, as static hosts give it.
fn content_type(address: &str) -> &'static str {
    let name = address.rsplit('/').next().unwrap_or(address);
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension.to_ascii_lowercase().as_str() {
        "html" | "htm" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "geojson" => "application/geo+json",
        "jsonl" => "application/jsonl",
        "jsonld" => "application/ld+json",
        "webmanifest" => "application/manifest+json",
        "xml" => "application/xml; charset=utf-8",
        "atom" => "application/atom+xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "md" => "text/markdown; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "zip" => "application/zip",
        "gz" => "application/gzip",
        "wasm" => "application/wasm",
        "mp3" => "audio/mpeg",
        "ogg" => "audio/ogg",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]
mod tests {
    use std::io::{BufRead as _, BufReader, Read as _, Write as _};
    use std::net::{Ipv4Addr, TcpStream};

    use super::*;

    /// A site of two pages, a style sheet and a page that cannot be made.
    struct Fake(&'static str);

    impl Pages for Fake {
        fn file(&self, address: &str) -> Option<Result<Vec<u8>, String>> {
            let text = match address {
                "index.html" => format!("<body>home {}</body>", self.0),
                "regions/index.html" | "حادث.html" => format!("<BODY>{address}</BODY>"),
                "404.html" => "<body>not here</body>".to_owned(),
                "css/a.css" => "a{}".to_owned(),
                "bad.html" => return Some(Err("template <b> is wrong".to_owned())),
                _ => return None,
            };
            Some(Ok(text.into_bytes()))
        }
    }

    fn start() -> Preview {
        Preview::start(Ipv4Addr::LOCALHOST.into(), 0).unwrap()
    }

    fn send(preview: &Preview, method: &str, path: &str, host: &str) -> TcpStream {
        let mut stream = TcpStream::connect(preview.address()).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let request =
            format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    fn get(preview: &Preview, path: &str) -> String {
        let mut answer = String::new();
        send(preview, "GET", path, "localhost").read_to_string(&mut answer).unwrap();
        answer
    }

    fn next_state(stream: &mut impl io::BufRead) -> serde_json::Value {
        let line = stream
            .lines()
            .map(Result::unwrap)
            .find_map(|line| line.strip_prefix("data: ").map(str::to_owned));
        serde_json::from_str(&line.unwrap()).unwrap()
    }

    #[test]
    fn pages_are_served_as_static_hosts_do() {
        let preview = start();
        preview.screen().show(Arc::new(Fake("one")), Change::Everything);
        let check = |path: &str, status: &str, part: &str| {
            let answer = get(&preview, path);
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{path}: {answer}");
            assert!(answer.contains(part), "{path}: {answer}");
            assert!(answer.contains("cache-control: no-store"), "{path}: {answer}");
        };
        check("/", "200", "home one<script src=\"/__griot/client.js\"");
        check("/index.html?x=1", "200", "home one");
        check("/regions/", "200", "regions/index.html<script");
        check("/regions", "302", "location: /regions/\r\n");
        check("/regions?a=b", "302", "location: /regions/?a=b\r\n");
        check("/%D8%AD%D8%A7%D8%AF%D8%AB.html", "200", "حادث.html");
        check("/css/a.css", "200", "text/css");
        check("/css/a.css", "200", "\r\n\r\na{}");
        check("/none", "404", "not here");
        check("/index", "404", "not here");
        check("/bad.html", "500", "template &lt;b&gt; is wrong");
        check("/../etc/passwd", "404", "not here");
        check("/%2e%2e/etc/passwd", "404", "not here");
        check("//regions", "404", "not here");
        check("/%zz", "404", "not here");
        check("/%ff", "404", "not here");
        check("/__griot/client.js", "200", "EventSource");
    }

    #[test]
    fn foreign_names_and_other_methods_are_refused() {
        let preview = start();
        preview.screen().show(Arc::new(Fake("one")), Change::Everything);
        let check = |method: &str, host: &str, status: &str| {
            let mut answer = String::new();
            send(&preview, method, "/", host).read_to_string(&mut answer).unwrap();
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{host}: {answer}");
        };
        check("GET", "evil.example", "403");
        check("GET", "evil.example:1111", "403");
        check("GET", "localhost.evil.example", "403");
        check("GET", "[::1]evil", "403");
        check("GET", "127.0.0.1:1111", "200");
        check("GET", "[::1]:1111", "200");
        check("HEAD", "LOCALHOST:1111", "200");
        check("POST", "localhost", "405");
    }

    #[test]
    fn browsers_hear_of_changes_after_the_swap() {
        let preview = start();
        let screen = preview.screen();
        assert!(get(&preview, "/").starts_with("HTTP/1.1 503"));
        screen.show_problems("content/a.md:1:1 <wrong>");
        let page = get(&preview, "/anything");
        assert!(page.contains("content/a.md:1:1 &lt;wrong&gt;"), "{page}");
        assert!(page.contains("data-page=\"0\""), "{page}");

        let mut tabs =
            [(); 3].map(|()| BufReader::new(send(&preview, "GET", "/__griot/events", "localhost")));
        for tab in &mut tabs {
            let state = next_state(tab);
            assert_eq!(
                (&state["page"], &state["problems"]),
                (&"0".into(), &"content/a.md:1:1 <wrong>".into())
            );
        }
        screen.show(Arc::new(Fake("one")), Change::Everything);
        for tab in &mut tabs {
            let state = next_state(tab);
            assert_eq!((&state["page"], &state["problems"]), (&"1".into(), &().into()));
        }
        assert!(get(&preview, "/").contains("home one"));

        screen.show(Arc::new(Fake("two")), Change::Styles);
        let state = next_state(&mut tabs[0]);
        assert_eq!((&state["page"], &state["style"]), (&"1".into(), &"1".into()));

        screen.show_problems("broken");
        assert_eq!(next_state(&mut tabs[0])["problems"], "broken");
        assert!(get(&preview, "/").contains("home two"), "the last good site stays");
        screen.show(Arc::new(Fake("three")), Change::Everything);
        let state = next_state(&mut tabs[0]);
        assert_eq!((&state["page"], &state["problems"]), (&"2".into(), &().into()));
    }

    #[test]
    fn the_next_free_port_is_taken_and_given_back() {
        let taken = start();
        let port = taken.address().port();
        let other = Preview::start(Ipv4Addr::LOCALHOST.into(), port).unwrap();
        assert!(other.address().port() > port);
    }
}
