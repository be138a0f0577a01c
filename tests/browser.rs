//! The pages in a browser: Debian's Chromium through its driver, from disk and served in a subfolder.
//!
//! Scripts are off, but for the tests of the filter. Every page of four sites is opened: nothing is
//! asked of anybody else, nothing scrolls sideways on a narrow screen, every text can be told from its
//! ground by day and by night.
//! Of two of them one page of every kind is walked through by keyboard and kept as a picture in
//! `target/screenshots/`.
//!
//! Where there is no browser the tests say so and pass; with `CI` set they fail.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "pages are written to a folder for the browser")]

#[path = "browser/filter.rs"]
mod filter;
mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use support::Files;
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

const SUBFOLDER: &str = "/a folder/below/";
const CHECKS: &str = include_str!("support/checks.js");

#[test]
fn from_disk() {
    in_browser(|browser| async move {
        for (site, files) in sites("https://tracker.example/mali/") {
            let folder = tempfile::tempdir().unwrap();
            for (path, bytes) in &files {
                let path = folder.path().join(path);
                std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                std::fs::write(path, bytes).unwrap();
            }
            let base = encoded(&format!("file://{}/", folder.path().display()));
            let site = Visit { browser: &browser, site, base };
            site.all_pages(&files).await?;
        }
        Ok(())
    });
}

#[test]
fn served_in_a_subfolder() {
    in_browser(|browser| async move {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = format!("http://{}", listener.local_addr().unwrap());
        let base = encoded(&format!("{host}{SUBFOLDER}"));
        let mut served = Vec::new();
        for (site, files) in sites(&base) {
            served.push((site, Arc::new(files)));
        }
        let current = Arc::new(std::sync::Mutex::new(Arc::new(Files::new())));
        let seen = Arc::clone(&current);
        std::thread::spawn(move || serve(&listener, &seen));
        for (site, files) in served {
            *current.lock().unwrap() = Arc::clone(&files);
            let site = Visit { browser: &browser, site, base: base.clone() };
            site.all_pages(&files).await?;
            if !["press-freedom", "charts"].contains(&site.site) {
                site.every_kind(&files).await?;
            }
            site.lost_address().await?;
        }
        Ok(())
    });
}

/// The sites that are looked at, built for an address.
fn sites(base: &str) -> Vec<(&'static str, Files)> {
    let build = |name, sources| {
        let (site, problems) = support::compile_with(&sources, Some(base));
        (name, support::emit(&site.unwrap_or_else(|| panic!("{problems:#?}")), &sources))
    };
    vec![
        build("demonstration", support::demonstration()),
        build("arabic", support::mini_site("arabic")),
        build("press-freedom", support::mini_site("press-freedom")),
        build("charts", support::mini_site("charts")),
    ]
}

/// A site at its address, in the browser.
struct Visit<'a> {
    browser: &'a Browser,
    site: &'static str,
    base: String,
}

impl Visit<'_> {
    /// What holds for every page.
    async fn all_pages(&self, files: &Files) -> WebDriverResult<()> {
        let browser = self.browser;
        for (path, bytes) in files {
            if !path.ends_with(".html") || !contains(bytes, "<main") {
                continue;
            }
            let before = browser.faults();
            browser.driver.goto(format!("{}{}", self.base, encoded(path))).await?;
            for scheme in ["dark", "light"] {
                browser.media(scheme).await?;
                for fault in browser.list(CHECKS).await? {
                    browser.fault(format!("{scheme}: {fault}"));
                }
            }
            for width in [320, 360] {
                browser.window(width, 740).await?;
                let across = browser
                    .value(
                        "const e = document.scrollingElement; return [e.scrollWidth, innerWidth]",
                    )
                    .await?;
                if across[0].as_u64() > across[1].as_u64() {
                    browser.fault(format!("scrolls sideways at {width}: {across}"));
                }
            }
            if self.site == "arabic" {
                self.right_to_left().await?;
            }
            self.requests().await?;
            browser.name_faults(before, self.site, path);
        }
        Ok(())
    }

    /// Nothing is asked of another host, or of this one outside the site; what is asked for is there.
    async fn requests(&self) -> WebDriverResult<()> {
        for entry in self.browser.driver.get_log("performance").await? {
            let entry: Value = serde_json::from_str(&entry.message).unwrap();
            let (method, params) = (&entry["message"]["method"], &entry["message"]["params"]);
            match method.as_str().unwrap_or_default() {
                "Network.requestWillBeSent" => {
                    let url = params["request"]["url"].as_str().unwrap_or_default();
                    if !url.starts_with(&self.base) && !url.starts_with("data:") {
                        self.browser.fault(format!("asks for {url}"));
                    }
                }
                "Network.loadingFailed" => self.browser.fault(format!("did not load: {params}")),
                "Network.responseReceived" => {
                    let response = &params["response"];
                    if response["status"].as_u64().is_some_and(|status| status >= 400) {
                        self.browser.fault(format!("is not there: {}", response["url"]));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    async fn right_to_left(&self) -> WebDriverResult<()> {
        self.browser.window(1280, 740).await?;
        let found = self
            .browser
            .value(
                "const title = document.querySelector('.masthead-title').getBoundingClientRect();
                 const sections = document.querySelector('.sections')?.getBoundingClientRect();
                 const frame = document.querySelector('main').getBoundingClientRect();
                 return [document.documentElement.dir === 'rtl',
                         Math.abs(title.right - frame.right) < 40,
                         !sections || sections.right < title.left]",
            )
            .await?;
        if found != json!([true, true, true]) {
            self.browser.fault(format!("does not start at the right edge: {found}"));
        }
        Ok(())
    }

    /// What is looked at on one page of every kind.
    async fn every_kind(&self, files: &Files) -> WebDriverResult<()> {
        let browser = self.browser;
        let mut kinds = BTreeSet::new();
        for (path, bytes) in files {
            let Some(kind) = body_class(bytes) else { continue };
            if !kinds.insert(kind.clone()) {
                continue;
            }
            let before = browser.faults();
            browser.window(1280, 740).await?;
            browser.driver.goto(format!("{}{}", self.base, encoded(path))).await?;
            self.keyboard().await?;
            browser.media("light").await?;
            let light = browser.ground().await?;
            browser.driver.goto(format!("{}{}", self.base, encoded(path))).await?;
            browser.picture(&format!("{}-{kind}-1280", self.site)).await?;
            browser.window(360, 740).await?;
            browser.picture(&format!("{}-{kind}-360", self.site)).await?;
            browser.media("dark").await?;
            if browser.ground().await? == light {
                browser.fault("is the same by day and by night".to_owned());
            }
            browser.picture(&format!("{}-{kind}-360-dark", self.site)).await?;
            browser.media("light").await?;
            browser.name_faults(before, self.site, path);
        }
        assert!(kinds.contains("page-incident") && kinds.len() > 6, "{kinds:?}");
        Ok(())
    }

    /// The first key leads past the masthead, every key's place is seen, and a link is followed.
    async fn keyboard(&self) -> WebDriverResult<()> {
        let browser = self.browser;
        browser.press(Key::Tab).await?;
        let first = browser
            .value(
                "const e = document.activeElement, at = e.getBoundingClientRect();
                 return e.matches('a.skip') && at.top >= 0 && at.height >= 24",
            )
            .await?;
        if first != json!(true) {
            browser.fault("the first key does not reach the link past the masthead".to_owned());
        }
        browser.seen_focus().await?;
        browser.press(Key::Enter).await?;
        browser.press(Key::Tab).await?;
        let skipped = browser
            .value(
                "return location.hash === '#main' && !document.activeElement.closest('.masthead, .skip')
                     && getComputedStyle(document.querySelector('main')).backgroundColor === 'rgba(0, 0, 0, 0)'",
            )
            .await?;
        if skipped != json!(true) {
            browser.fault("the link past the masthead does not move the focus".to_owned());
        }
        for _ in 0..6 {
            browser.seen_focus().await?;
            browser.press(Key::Tab).await?;
        }
        if self.site == "demonstration" {
            self.follow().await?;
        }
        Ok(())
    }

    /// A link of the masthead by keyboard alone.
    async fn follow(&self) -> WebDriverResult<()> {
        let browser = self.browser;
        let here = browser.driver.current_url().await?;
        browser.driver.goto(here.as_str().trim_end_matches("#main")).await?;
        browser.driver.refresh().await?;
        for _ in 0..3 {
            browser.press(Key::Tab).await?;
        }
        let target = browser.value("return document.activeElement.href || ''").await?;
        let target = target.as_str().unwrap_or_default();
        browser.press(Key::Enter).await?;
        let now = browser.driver.current_url().await?;
        if now.as_str() != target || !target.ends_with("incidents/index.html") {
            browser.fault(format!("a key on “{target}” leads from {here} to {now}"));
        }
        browser.driver.goto(here.as_str()).await
    }

    /// An address that leads nowhere, three folders down, has the site's own answer.
    async fn lost_address(&self) -> WebDriverResult<()> {
        let browser = self.browser;
        let before = browser.faults();
        browser.driver.goto(format!("{}no/such/page.html", self.base)).await?;
        let answer = browser
            .value(
                "return [document.body.className, getComputedStyle(document.body).display,
                         document.querySelector('.masthead-title a').href]",
            )
            .await?;
        if answer != json!(["page-404", "flex", format!("{}index.html", self.base)]) {
            browser.fault(format!("{answer}"));
        }
        browser.driver.get_log("performance").await?;
        browser.name_faults(before, self.site, "no/such/page.html");
        Ok(())
    }
}

/// A browser and what was found in it.
struct Browser {
    driver: WebDriver,
    found: std::sync::Mutex<Vec<String>>,
}

impl Browser {
    fn fault(&self, fault: String) {
        self.found.lock().unwrap().push(fault);
    }

    fn faults(&self) -> usize {
        self.found.lock().unwrap().len()
    }

    fn name_faults(&self, from: usize, site: &str, path: &str) {
        for fault in &mut self.found.lock().unwrap()[from..] {
            *fault = format!("{site}: {path}: {fault}");
        }
    }

    async fn value(&self, script: &str) -> WebDriverResult<Value> {
        Ok(self.driver.execute(script, Vec::new()).await?.json().clone())
    }

    async fn list(&self, script: &str) -> WebDriverResult<Vec<String>> {
        self.driver.execute(script, Vec::new()).await?.convert()
    }

    async fn ask(&self, method: &str, params: Value) -> WebDriverResult<()> {
        self.driver.cdp().send_raw(method, params).await.map(drop)
    }

    async fn window(&self, width: u64, height: u64) -> WebDriverResult<()> {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", metrics).await
    }

    async fn media(&self, scheme: &str) -> WebDriverResult<()> {
        // Without motion a page is where a key has taken it at once.
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.ask("Emulation.setEmulatedMedia", json!({ "features": features })).await
    }

    async fn ground(&self) -> WebDriverResult<Value> {
        self.value("return getComputedStyle(document.body).backgroundColor").await
    }

    async fn press(&self, key: Key) -> WebDriverResult<()> {
        self.driver.action_chain().send_keys(key).perform().await
    }

    /// What has the focus is on the screen and has a line around it.
    async fn seen_focus(&self) -> WebDriverResult<()> {
        let unseen = self
            .value(
                "const e = document.activeElement;
                 if (!e || e === document.body) return '';
                 const style = getComputedStyle(e), at = e.getBoundingClientRect();
                 const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
                     && at.width > 0 && at.bottom > 0 && at.top < innerHeight;
                 return seen ? '' : e.outerHTML.slice(0, 120)",
            )
            .await?;
        if unseen != json!("") {
            self.fault(format!("the focus is not seen on {unseen}"));
        }
        Ok(())
    }

    /// Keeps the whole page as a picture.
    async fn picture(&self, name: &str) -> WebDriverResult<()> {
        let size = self
            .value("const e = document.scrollingElement; return [innerWidth, e.scrollHeight]")
            .await?;
        let (width, height) = (size[0].as_u64().unwrap(), size[1].as_u64().unwrap());
        self.window(width, height.clamp(740, 6_000)).await?;
        let picture = self.driver.screenshot_as_png().await?;
        self.window(width, 740).await?;
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
        Ok(())
    }
}

/// Runs a visit in a browser of its own without scripts, and fails with all that was found.
fn in_browser<F>(visit: impl FnOnce(Arc<Browser>) -> F)
where
    F: Future<Output = WebDriverResult<()>>,
{
    in_browser_with(Scripts::Off, visit);
}

/// Whether the scripts of pages run; the tests' own always do.
#[derive(Clone, Copy, PartialEq)]
enum Scripts {
    On,
    Off,
}

fn in_browser_with<F>(scripts: Scripts, visit: impl FnOnce(Arc<Browser>) -> F)
where
    F: Future<Output = WebDriverResult<()>>,
{
    let (Some(chromium), Some(chromedriver)) =
        (program(&["chromium", "chromium-browser", "google-chrome"]), program(&["chromedriver"]))
    else {
        assert!(std::env::var_os("CI").is_none(), "no Chromium, or none of its driver");
        let line =
            b"\n*** NO BROWSER: install chromium and chromium-driver; pages were NOT tested ***\n";
        std::io::stderr().write_all(line).unwrap(); // not captured, as `eprintln` would be
        return;
    };
    let (driver, port) = Driver::start(&chromedriver);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let found = runtime.block_on(async {
        let capabilities = capabilities(&chromium, scripts)?;
        let session = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await?;
        let browser = Arc::new(Browser { driver: session.clone(), found: Vec::new().into() });
        session
            .goto("data:text/html,<title>off</title><script>document.title='on'</script>")
            .await?;
        if (session.title().await? == "off") != (scripts == Scripts::Off) {
            browser.fault("scripts are not as asked".to_owned());
        }
        let outcome = visit(Arc::clone(&browser)).await;
        session.quit().await?;
        let found = std::mem::take(&mut *browser.found.lock().unwrap());
        outcome.map(|()| found)
    });
    drop(driver);
    let found = found.unwrap();
    let first = &found[..found.len().min(40)];
    assert!(found.is_empty(), "{} faults:\n{}", found.len(), first.join("\n"));
}

fn capabilities(chromium: &Path, scripts: Scripts) -> WebDriverResult<Capabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    capabilities.set_binary(chromium.to_str().unwrap())?;
    for argument in [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        // Whatever a page may ask for, no name leads out of this machine.
        "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    ] {
        capabilities.add_arg(argument)?;
    }
    if scripts == Scripts::Off {
        let off = json!({ "profile.managed_default_content_settings.javascript": 2 });
        capabilities.add_experimental_option("prefs", off)?;
    }
    capabilities.set("goog:loggingPrefs", json!({ "performance": "ALL" }))?;
    Ok(capabilities.into())
}

fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let found = |name: &&str| {
        std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
    };
    names.iter().find_map(found)
}

/// The driver's process, which ends with its test.
struct Driver(Child);

impl Driver {
    fn start(program: &Path) -> (Self, u16) {
        let mut child = Command::new(program)
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let driver = Self(child);
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        std::thread::spawn(move || lines.for_each(drop));
        (driver, port.unwrap())
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Serves the site of the moment below `SUBFOLDER`, as any static host would.
fn serve(listener: &TcpListener, site: &std::sync::Mutex<Arc<Files>>) {
    std::thread::scope(|scope| {
        for connection in listener.incoming().map_while(Result::ok) {
            // Browsers open connections ahead of need: none may keep the others waiting.
            scope.spawn(move || answer(connection, site));
        }
    });
}

fn answer(connection: TcpStream, site: &std::sync::Mutex<Arc<Files>>) -> Option<()> {
    connection.set_read_timeout(Some(Duration::from_secs(20))).ok()?;
    let mut reader = BufReader::new(connection);
    let mut request = String::new();
    reader.read_line(&mut request).ok()?;
    let mut header = String::new();
    while reader.read_line(&mut header).ok()? > 2 {
        header.clear();
    }
    let files = Arc::clone(&site.lock().unwrap());
    let path = decoded(request.split(' ').nth(1)?);
    let path = path.strip_prefix(SUBFOLDER).unwrap_or("outside of the site");
    let path = if path.is_empty() { "index.html" } else { path };
    let (status, path) =
        if files.contains_key(path) { ("200 OK", path) } else { ("404 Not Found", "404.html") };
    let kind = match path.rsplit('.').next()? {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css",
        "js" => "text/javascript; charset=utf-8",
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

/// The class that a page's body has by its kind.
fn body_class(page: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(page).ok()?;
    Some(text.split_once("<body class=\"")?.1.split_once('"')?.0.to_owned())
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn encoded(path: &str) -> String {
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
