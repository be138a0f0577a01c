//! `griot serve`: the site in the browser while its content is written.

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockWriteGuard, TryLockError};
use std::time::{Duration, Instant};

use super::args::Serve;
use super::report::Report;
use super::terminal::{Progress, Terminal, count};
use super::{Ending, Failure, options};
use crate::diagnostic::{self, Diagnostic, any_error};
use crate::disk::watch::Watch;
use crate::disk::{Folder, Kept, Shelf, Workbench, program};
use crate::pipeline::{self, Followed, Memory, Options, Site};
use crate::preview::{Change, Pages, Preview, Screen};
use crate::render;
use crate::source::{Digest, SourcePath};

/// So long must an editor pause before what was shown at once is looked at as a whole.
const PAUSE: Duration = Duration::from_millis(700);

pub(super) fn run(terminal: &Terminal, root: &Path, serve: &Serve) -> Result<Ending, Failure> {
    let options = options(&serve.compile, None)?;
    // What changes while the tracker is first read must not be missed.
    let watch = Watch::start(root, Some(Path::new("public")))?;
    let preview = Preview::start(serve.host, serve.port).map_err(|cause| {
        Failure::tool(format!(
            "cannot listen on {} from port {} on: {cause}\nhelp: choose another port with --port, or another address with --host",
            serve.host, serve.port
        ))
    })?;
    let mut studio = Studio {
        terminal: *terminal,
        root: root.to_owned(),
        options,
        screen: preview.screen(),
        whole: false,
        current: None,
        hasty: None,
        last_good: Arc::default(),
    };
    let reading = Progress::start(terminal, "Reading the tracker", None);
    studio.make(Change::Everything, reading);

    let address = preview.address();
    if address.port() != serve.port && serve.port != 0 {
        terminal.say(&format!("Port {} is taken.", serve.port));
    }
    let link = match address.ip() {
        ip if ip.is_unspecified() => format!("http://localhost:{}/", address.port()),
        _ => format!("http://{address}/"),
    };
    terminal.say(&format!("Serving on {link} (Ctrl-C ends it)"));
    if !serve.host.is_loopback() {
        terminal.say("Others in your network can see it as well.");
    }
    if serve.open && !open(&link) {
        terminal.say("No browser could be opened; open the address yourself.");
    }
    std::thread::spawn(move || studio.follow(watch));
    preview.wait().map_err(|cause| {
        Failure::tool(format!("the preview stopped: {cause}\nhelp: start griot serve again"))
    })?;
    Ok(Ending::Done)
}

/// Makes the site anew whenever a file changes.
struct Studio {
    terminal: Terminal,
    root: PathBuf,
    options: Options,
    screen: Screen,
    /// Whether the last state of the files could be shown.
    whole: bool,
    /// The last state of them that could.
    current: Option<Arc<Current>>,
    /// Where something is shown that was not looked at as part of the whole tracker: how far what that
    /// says of it may reach.
    hasty: Option<Change>,
    last_good: Arc<LastGood>,
}

impl Studio {
    fn follow(mut self, mut watch: Watch) {
        loop {
            // What was shown at once is looked at as a whole when the editor pauses.
            match watch.wait(self.hasty.map(|_| PAUSE)) {
                Ok(None) => {
                    let change = self.hasty.take().unwrap_or(Change::Nothing);
                    let quiet = Progress::start(&self.terminal, "Reading the tracker", None);
                    self.make(change, quiet);
                }
                Ok(Some(changed)) if self.show_at_once(&changed) => {}
                Ok(Some(changed)) => {
                    self.hasty = None;
                    let styles = self.whole
                        && !changed.is_empty()
                        && changed.iter().all(|path| path.as_str().ends_with(".css"));
                    let change = if styles { Change::Styles } else { Change::Everything };
                    let quiet = Progress::start(&self.terminal, "Reading the tracker", None);
                    self.make(change, quiet);
                }
                Err(error) => {
                    self.terminal.error(&error.to_string());
                    self.screen.show_problems(&error.to_string());
                    return;
                }
            }
        }
    }

    /// Shows an edit of one record, or what is wrong with it, without reading the whole tracker;
    /// whether that could be done.
    fn show_at_once(&mut self, changed: &BTreeSet<SourcePath>) -> bool {
        let Some(current) = self.current.clone().filter(|_| self.whole) else { return false };
        let mut paths = changed.iter();
        let (Some(path), None) = (paths.next(), paths.next()) else { return false };
        let started = Instant::now();
        let Some(mut site) = current.to_be_changed() else { return false };
        let followed = site.follow(&current.folder, path);
        drop(site);
        let reach = match followed {
            Followed::Not => return false,
            Followed::Broken(problems) => {
                self.screen.show_problems(&text(&current.folder, &problems));
                self.hasty = Some(Change::Everything);
                return true;
            }
            Followed::Body => Change::Nothing,
            Followed::Incident => Change::Everything,
        };
        if self.hasty != Some(Change::Everything) {
            self.hasty = Some(reach);
        }
        self.screen.show(current, Change::Everything);
        let milliseconds = started.elapsed().as_millis();
        self.terminal.say(&format!("{path} shown in {milliseconds} ms"));
        true
    }

    /// Reads, checks and plans the tracker, and shows what comes of it.
    fn make(&mut self, change: Change, progress: Progress) {
        let started = Instant::now();
        let folder = match Folder::open(&self.root) {
            Ok(folder) => folder,
            Err(error) => {
                drop(progress);
                self.whole = false;
                self.terminal.error(&error.to_string());
                self.screen.show_problems(&error.to_string());
                return;
            }
        };
        let kept = |shelf| Arc::new(Kept::of(folder.root(), shelf));
        let memory = program().map(|program| Memory {
            pages: kept(Shelf::Pages),
            name: Digest::default(),
            records: kept(Shelf::Records),
            words: kept(Shelf::Words),
            program,
        });
        // What is shown first is looked at by the house rules while it is.
        let first = self.current.is_none();
        let compile =
            if first { pipeline::compile_unchecked } else { pipeline::compile_while_writing };
        let mut compiled = compile(&folder, &self.options, memory.as_ref());
        let shown = compiled.site.map(|site| {
            let site = site
                .keeping(Arc::new(Kept::of(folder.root(), Shelf::Cards)))
                .working_in(Arc::new(Workbench::of(folder.root())));
            let pages = site.pages() as u64;
            let folder = Folder::clone(&folder);
            let last_good = self.last_good.clone();
            let current = Arc::new(Current { site: RwLock::new(site), folder, last_good });
            self.screen.show(current.clone(), change);
            self.current = Some(current.clone());
            (current, pages, started.elapsed().as_millis())
        });
        if let Some((current, ..)) = shown.as_ref().filter(|_| first) {
            let site = current.site.read().unwrap_or_else(PoisonError::into_inner);
            // On one thread, so that the others make the pages that are asked for.
            let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build();
            let mut found = match alone {
                Ok(alone) => alone.install(|| site.checked()),
                Err(_) => site.checked(),
            };
            compiled.problems.append(&mut found);
            diagnostic::sort(&mut compiled.problems);
        }
        drop(progress);
        let mut report = Report::new(&folder, self.terminal.color);
        report.print_some(&compiled.problems, |text| self.terminal.problems(text));
        self.whole = shown.is_some() && !any_error(&compiled.problems);
        if !self.whole {
            let outcome = match (self.current.is_some(), first) {
                (false, _) => "Pages appear as soon as they are mended.",
                (true, true) => "Pages are shown as they are.",
                (true, false) => "The last good pages stay.",
            };
            self.terminal.problems(&report.summary(outcome));
            self.screen.show_problems(&text(&folder, &compiled.problems));
        } else if !compiled.problems.is_empty() {
            self.terminal.problems(&report.summary(""));
        }
        if let Some((_, pages, milliseconds)) = shown {
            let pages = count(pages, "page", "pages");
            self.terminal.say(&format!("{pages} ready in {milliseconds} ms"));
        }
    }
}

/// A site and the files that its pages are made from.
struct Current {
    site: RwLock<Site>,
    folder: Folder,
    last_good: Arc<LastGood>,
}

/// Pages as they were last made, the latest of them: what is shown while the file of one is broken.
#[derive(Default)]
struct LastGood(Mutex<VecDeque<(Box<str>, Vec<u8>)>>);

impl LastGood {
    /// How many pages are kept, and of how many bytes at most.
    const COUNT: usize = 128;
    const LARGEST: usize = 1 << 20;

    fn keep(&self, address: &str, bytes: &[u8]) {
        if bytes.len() > Self::LARGEST {
            return;
        }
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.retain(|(own, _)| **own != *address);
        pages.truncate(Self::COUNT - 1);
        pages.push_front((address.into(), bytes.to_vec()));
    }

    fn get(&self, address: &str) -> Option<Vec<u8>> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.iter().find(|(own, _)| **own == *address).map(|(_, bytes)| bytes.clone())
    }
}

impl Current {
    /// The site, to be changed; `None` where a file of it is being made that takes long.
    fn to_be_changed(&self) -> Option<RwLockWriteGuard<'_, Site>> {
        const TRIES: u32 = 20;
        for _ in 0..TRIES {
            match self.site.try_write() {
                Ok(site) => return Some(site),
                Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(2)),
            }
        }
        None
    }

    /// A page that needs a body which is not what it was: as it is now where that can be shown, else as
    /// it was made last, else what is wrong.
    fn without(&self, site: &Site, address: &str, problem: &Diagnostic) -> Result<Vec<u8>, String> {
        if site.follow_body(&self.folder, &problem.file)
            && let Some(Ok(bytes)) = site.file(&self.folder, address)
        {
            // Asked for between the editor's saving and the system's telling of it.
            return Ok(bytes);
        }
        self.last_good.get(address).ok_or_else(|| {
            let broken = site.broken(&self.folder, &problem.file);
            text(&self.folder, &broken.unwrap_or_else(|| vec![problem.clone()]))
        })
    }
}

impl Pages for Current {
    fn file(&self, address: &str) -> Option<Result<Vec<u8>, String>> {
        let site = self.site.read().unwrap_or_else(PoisonError::into_inner);
        let made = match site.file(&self.folder, address)? {
            Err(pipeline::Failure::Problems(problems)) => match &problems[..] {
                [problem] if problem.rule == &render::CHANGED_DURING_BUILD => {
                    self.without(&site, address, problem)
                }
                problems => Err(text(&self.folder, problems)),
            },
            Err(pipeline::Failure::Output(error)) => Err(error.to_string()),
            Ok(bytes) => Ok(bytes),
        };
        if let Ok(bytes) = &made {
            self.last_good.keep(address, bytes);
        }
        Some(made)
    }
}

/// Problems as plain text, with their number at the end.
fn text(folder: &Folder, problems: &[Diagnostic]) -> String {
    let mut report = Report::new(folder, false);
    let mut text = String::new();
    report.print(problems, |problem| text.push_str(problem));
    text.push_str(&report.summary(""));
    text
}

/// Opens the browser; whether that worked.
fn open(link: &str) -> bool {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        Command::new("xdg-open")
    };
    command.arg(link).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().is_ok()
}
