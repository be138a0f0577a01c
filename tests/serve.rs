//! `griot serve` as its user meets it: pages over HTTP while files are edited.
#![cfg(feature = "serve")]
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests write trackers to disk")]

mod support;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::folder::Folder;

/// Longer than anything takes on a slow machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A server that ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &Folder) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_griot"))
            .args(["serve", "--port", "0"])
            .current_dir(folder.path("."))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let address = lines.by_ref().map_while(Result::ok).find_map(|line| {
            let (_, rest) = line.split_once("Serving on http://")?;
            Some(rest.split('/').next()?.to_owned())
        });
        // Nobody must wait for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address: address.unwrap() }
    }

    /// The status and the text of a page.
    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET /{path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        (answer[9..12].parse().unwrap(), answer)
    }

    /// Waits until a page is as it should be.
    fn wait(&self, path: &str, is: impl Fn(u16, &str) -> bool) -> String {
        let begun = Instant::now();
        loop {
            let (status, text) = self.get(path);
            if is(status, &text) {
                return text;
            }
            assert!(begun.elapsed() < PATIENCE, "{path}: {status}\n{text}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

const FIRE: &str = "content/incidents/fire.md";

fn tracker() -> Folder {
    let incident = |title: &str| {
        format!(
            "+++\ntitle = \"{title}\"\ndate = 2024-05-14\nregion = \"estmark\"\nkilled = 3\nsource = \"Post, https://post.example/1\"\n+++\nWords of the first day.\n"
        )
    };
    Folder::new(&[
        ("griot.toml", "title = \"T\"\n"),
        ("content/regions/estmark.md", "+++\nname = \"Estmark\"\n+++\n"),
        (FIRE, &incident("Fire at the mill")),
        ("content/incidents/flood.md", &incident("Flood at the ford")),
    ])
}

#[test]
fn while_a_record_is_broken_its_page_is_the_last_good_one() {
    let folder = tracker();
    let server = Server::start(&folder);
    assert_eq!(server.get("incidents/fire.html").0, 200);

    folder.edit(FIRE, "title = ", "title ");
    // Whichever moment it is asked for in.
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(2) {
        let (status, text) = server.get("incidents/fire.html");
        assert!(status == 200 && text.contains("Fire at the mill"), "{status}\n{text}");
        std::thread::sleep(Duration::from_millis(100));
    }
    folder.edit("content/incidents/flood.md", "killed = 3", "killed = three");
    let never_seen = server.wait("incidents/flood.html", |status, _| status == 500);
    assert!(never_seen.contains("content/incidents/flood.md:5"), "{never_seen}");
    assert!(!never_seen.contains("run the build again"), "{never_seen}");

    folder.edit("content/incidents/flood.md", "killed = three", "killed = 3");
    folder.edit(FIRE, "title ", "title = ");
    folder.edit(FIRE, "first day", "second day");
    server.wait("incidents/fire.html", |_, text| text.contains("second day"));
    server.wait("incidents/flood.html", |status, _| status == 200);
}

#[test]
fn an_edit_of_a_figure_is_shown_and_the_sums_follow() {
    let folder = tracker();
    let server = Server::start(&folder);
    let is = |figure: &str| format!("<span class=\"fact-value\">{figure}</span>");
    assert!(server.get("incidents/fire.html").1.contains(&is("3")));
    folder.edit(FIRE, "killed = 3", "killed = 40");
    server.wait("incidents/fire.html", |_, text| text.contains(&is("40")));
    server.wait("totals.html", |_, text| text.contains("43"));
}

#[test]
fn an_edit_of_a_date_is_shown_and_the_lists_follow() {
    let folder = tracker();
    let server = Server::start(&folder);
    assert_eq!(server.get("timeline/2023-02.html").0, 404);
    folder.edit(FIRE, "date = 2024-05-14", "date = 2023-02-03");
    server.wait("incidents/fire.html", |_, text| text.contains("3 February 2023"));
    server.wait("timeline/2023-02.html", |status, text| {
        status == 200 && text.contains("Fire at the mill")
    });
}
