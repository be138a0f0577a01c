//! Chromium and its driver, and what was found with them.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use thirtyfour::Capabilities;
use thirtyfour::prelude::*;

use crate::support;

/// A browser and what was found in it.
pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
    found: Mutex<Vec<(String, String)>>,
    doubts: Mutex<Vec<String>>,
}

impl Browser {
    /// Something that is wrong with the page of the moment.
    pub(crate) fn fault(&self, fault: String) {
        self.found.lock().unwrap().push((String::new(), fault));
    }

    /// Something that nobody but a person can judge: told when a test fails.
    pub(crate) fn doubt(&self, doubt: String) {
        self.doubts.lock().unwrap().push(doubt);
    }

    /// How many faults there are so far.
    pub(crate) fn faults(&self) -> usize {
        self.found.lock().unwrap().len()
    }

    /// Says of all faults from a number on which page they are of.
    pub(crate) fn name_faults(&self, from: usize, site: &str, path: &str) {
        for (page, _) in &mut self.found.lock().unwrap()[from..] {
            *page = format!("{site}: {path}");
        }
    }

    /// What a script gives.
    pub(crate) async fn value(&self, script: &str) -> WebDriverResult<Value> {
        Ok(self.driver.execute(script, Vec::new()).await?.json().clone())
    }

    /// The faults that a script gives.
    pub(crate) async fn list(&self, script: &str) -> WebDriverResult<Vec<String>> {
        self.driver.execute(script, Vec::new()).await?.convert()
    }

    async fn ask(&self, method: &str, params: Value) -> WebDriverResult<()> {
        self.driver.cdp().send_raw(method, params).await.map(drop)
    }

    /// The size of the window in CSS pixels.
    pub(crate) async fn window(&self, width: u64, height: u64) -> WebDriverResult<()> {
        self.zoomed_window(width, height, 1).await
    }

    /// A window `zoom` times as wide and as high, with everything in it as many times as large.
    pub(crate) async fn zoomed_window(
        &self,
        width: u64,
        height: u64,
        zoom: u64,
    ) -> WebDriverResult<()> {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": zoom, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", metrics).await
    }

    /// A screen, by day (`light`) or by night (`dark`).
    pub(crate) async fn media(&self, scheme: &str) -> WebDriverResult<()> {
        self.medium("screen", scheme, "none").await
    }

    /// `screen` or `print`; `light` or `dark`; whether colours are forced, `none` or `active`.
    pub(crate) async fn medium(
        &self,
        medium: &str,
        scheme: &str,
        forced: &str,
    ) -> WebDriverResult<()> {
        // Without motion a page is where a key has taken it at once.
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
            { "name": "forced-colors", "value": forced },
        ]);
        let media = json!({ "media": medium, "features": features });
        self.ask("Emulation.setEmulatedMedia", media).await
    }

    /// Whether pages may run scripts; the tests' own do in any case, but for their timers.
    pub(crate) async fn scripts(&self, on: bool) -> WebDriverResult<()> {
        self.ask("Emulation.setScriptExecutionDisabled", json!({ "value": !on })).await
    }

    /// The colour of the page's ground.
    pub(crate) async fn ground(&self) -> WebDriverResult<Value> {
        self.value("return getComputedStyle(document.body).backgroundColor").await
    }

    /// Presses a key.
    pub(crate) async fn press(&self, key: Key) -> WebDriverResult<()> {
        self.driver.action_chain().send_keys(key).perform().await
    }

    /// What has the focus is on the screen and has a line around it.
    pub(crate) async fn seen_focus(&self) -> WebDriverResult<()> {
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
    pub(crate) async fn picture(&self, name: &str) -> WebDriverResult<()> {
        let size = self
            .value("const e = document.scrollingElement; return [innerWidth, e.scrollHeight]")
            .await?;
        let (width, height) = (size[0].as_u64().unwrap(), size[1].as_u64().unwrap());
        self.window(width, height.clamp(740, 6_000)).await?;
        let picture = self.driver.screenshot_as_png().await?;
        self.window(width, 740).await?;
        let folder = screenshots();
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), picture).unwrap();
        Ok(())
    }
}

/// Where pictures of pages are kept: `GRIOT_SCREENSHOTS`, or `screenshots/` in the target folder.
fn screenshots() -> PathBuf {
    let beside = || Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap().join("screenshots");
    std::env::var_os("GRIOT_SCREENSHOTS").map_or_else(beside, PathBuf::from)
}

/// Runs a visit in a browser of its own without scripts, and fails with all that was found.
pub(crate) fn in_browser<F>(visit: impl FnOnce(Arc<Browser>) -> F)
where
    F: Future<Output = WebDriverResult<()>>,
{
    in_browser_with(Scripts::Off, visit);
}

/// Whether the scripts of pages run; the tests' own always do.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Scripts {
    On,
    Off,
}

/// Like [`in_browser`], with or without scripts.
pub(crate) fn in_browser_with<F>(scripts: Scripts, visit: impl FnOnce(Arc<Browser>) -> F)
where
    F: Future<Output = WebDriverResult<()>>,
{
    let (Some(chromium), Some(chromedriver)) = (
        support::program(&["chromium", "chromium-browser", "google-chrome"]),
        support::program(&["chromedriver"]),
    ) else {
        let line = "NO BROWSER: install chromium and chromium-driver; pages were NOT tested";
        return support::not_tested(line);
    };
    let (driver, port) = Driver::start(&chromedriver);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let found = runtime.block_on(async {
        let capabilities = capabilities(&chromium)?;
        let session = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await?;
        let browser = Arc::new(Browser {
            driver: session.clone(),
            found: Mutex::default(),
            doubts: Mutex::default(),
        });
        browser.scripts(scripts == Scripts::On).await?;
        session
            .goto("data:text/html,<title>off</title><script>document.title='on'</script>")
            .await?;
        if (session.title().await? == "off") != (scripts == Scripts::Off) {
            browser.fault("scripts are not as asked".to_owned());
        }
        let outcome = visit(Arc::clone(&browser)).await;
        session.quit().await?;
        let found = std::mem::take(&mut *browser.found.lock().unwrap());
        let doubts = std::mem::take(&mut *browser.doubts.lock().unwrap());
        outcome.map(|()| (found, doubts))
    });
    drop(driver);
    let (found, mut doubts) = found.unwrap();
    let mut lines = String::new();
    for (fault, pages) in &gathered(&found) {
        lines += &format!("{fault}\n    {} times, first {}\n", pages.len(), pages[0]);
    }
    doubts.sort();
    doubts.dedup();
    assert!(found.is_empty(), "{lines}\nFor a person to judge:\n{}", doubts.join("\n"));
}

/// Each fault with the pages that have it.
fn gathered(found: &[(String, String)]) -> BTreeMap<&str, Vec<&str>> {
    let mut faults = BTreeMap::<&str, Vec<&str>>::new();
    for (page, fault) in found {
        faults.entry(fault).or_default().push(page);
    }
    faults
}

fn capabilities(chromium: &Path) -> WebDriverResult<Capabilities> {
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
    capabilities.set("goog:loggingPrefs", json!({ "performance": "ALL" }))?;
    Ok(capabilities.into())
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
