//! Makes a release: the downloads under a number, with what changed, what they hash to, and how they are
//! cited.

use std::sync::{Mutex, PoisonError};

use super::{Failure, Site};
use crate::dataset::{self, Edition};
use crate::diagnostic;
use crate::gate::{Findings, Gate, Reader, Secrecy};
use crate::output::{OutputError, Pieces, Sink};
use crate::plan;
use crate::release::{self, About, Changes, Entry, Manifest, Release, Shelf, Version};
use crate::source::{Digest, Sha256Run, Sources};

/// What is asked of a release.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Its number.
    pub version: Version,
    /// Its day.
    pub date: jiff::civil::Date,
    /// Its own DOI, `10.…`; `None` where it has none.
    pub doi: Option<&'a str>,
}

/// A place that a release is made in: what was handed to it can be read again.
pub trait ReleaseFolder: Sink + Shelf {}

impl<T: Sink + Shelf> ReleaseFolder for T {}

impl Site {
    /// Makes a release in `workshop` and gives what changed since the newest one; `None` for a first.
    /// The tracker must have been proved by itself: only what is made here is read by the gate.
    ///
    /// # Errors
    /// What must not leave, or the first file that could not be kept.
    pub fn freeze(
        &self,
        sources: &dyn Sources,
        workshop: &dyn ReleaseFolder,
        asked: &Asked<'_>,
    ) -> Result<Option<Changes>, Failure> {
        let findings = Findings::default();
        let shop = Shop {
            sink: workshop,
            gate: &self.gate,
            findings: &findings,
            entries: Mutex::default(),
        };
        let changes = self.frozen(&shop, sources, workshop, asked).map_err(Failure::Output)?;
        let problems = self.betrayed(findings, sources);
        match diagnostic::any_error(&problems) {
            true => Err(Failure::Problems(problems)),
            false => Ok(changes),
        }
    }

    fn frozen(
        &self,
        shop: &Shop<'_>,
        sources: &dyn Sources,
        workshop: &dyn ReleaseFolder,
        asked: &Asked<'_>,
    ) -> Result<Option<Changes>, OutputError> {
        let (plan, words) = (self.renderer.plan(), self.renderer.words());
        let settings = self.settings();
        let made = self.maker(shop.findings).make(&plan.downloads, &Stripped(workshop))?;
        let made: Vec<dataset::Made> = made.into_iter().map(|(made, _)| made).collect();
        for (file, made) in plan.downloads.iter().zip(&made) {
            shop.list(name(&file.address), made.bytes, Some(made.rows), made.sha256.hex(64));
        }
        let edition = Edition { version: asked.version.to_string(), date: asked.date };
        let package = dataset::package(
            self.renderer.tracker(),
            words,
            &plan.downloads,
            &made,
            Some(&edition),
        );
        // Made before, they are the same.
        let _ = self.renderer.made().set(made);
        shop.put(dataset::PACKAGE, &package)?;
        shop.put(dataset::SCHEMA, &dataset::schema(self.renderer.tracker(), words))?;
        let last = Release::newest(&plan.releases);
        let changes = last.map(|last| changed(shop, sources, workshop, last)).transpose()?;
        let page = settings.base_url.as_deref();
        let page = page.map(|base| format!("{base}{}", plan::release_address(asked.version)));
        let about = About {
            settings,
            version: asked.version,
            date: asked.date,
            doi: asked.doi,
            url: page.as_deref(),
        };
        shop.put(release::CITATION, release::citation(&about).as_bytes())?;
        shop.put(release::ZENODO, &release::zenodo(&about))?;
        let mut files =
            std::mem::take(&mut *shop.entries.lock().unwrap_or_else(PoisonError::into_inner));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let manifest = Manifest {
            title: settings.title.to_string(),
            version: asked.version.to_string(),
            date: asked.date.to_string(),
            authors: about.names(),
            licence: settings.licence.as_deref().map(str::to_owned),
            doi: asked.doi.map(str::to_owned),
            previous: last.map(|last| last.version.to_string()),
            previous_sha256: last.map(|last| last.manifest.identity().hex(64)),
            files,
            withdrawn: Vec::new(),
        };
        workshop.accept(release::MANIFEST, &manifest.print())?;
        workshop.accept(release::SUMS, manifest.sums().as_bytes())?;
        Ok(changes)
    }
}

/// Holds what was made against the last release, and puts what changed beside it.
fn changed(
    shop: &Shop<'_>,
    sources: &dyn Sources,
    workshop: &dyn ReleaseFolder,
    last: &Release,
) -> Result<Changes, OutputError> {
    let mut rows = shop.begin(release::CHANGES)?;
    let old = Kept { sources, release: last };
    let changes = release::compare(last.version, &old, &Made(workshop), &mut rows)?;
    rows.end()?;
    shop.put(release::SUMMARY, &changes.print())?;
    Ok(changes)
}

/// The name of a download within its folder.
fn name(address: &str) -> &str {
    address.strip_prefix("data/").unwrap_or(address)
}

/// Takes downloads by their names within their folder.
struct Stripped<'a>(&'a dyn ReleaseFolder);

impl Sink for Stripped<'_> {
    fn accept(&self, path: &str, bytes: &[u8]) -> Result<Digest, OutputError> {
        self.0.accept(name(path), bytes)
    }

    fn begin(&self, path: &str) -> Result<Box<dyn Pieces + '_>, OutputError> {
        self.0.begin(name(path))
    }
}

/// The files of a release that the tracker keeps.
struct Kept<'a> {
    sources: &'a dyn Sources,
    release: &'a Release,
}

impl Shelf for Kept<'_> {
    fn open(&self, name: &str) -> std::io::Result<Option<Box<dyn crate::source::Reading>>> {
        match self.release.files.iter().any(|file| &*file.name == name) {
            true => self.sources.open(self.release.source(name).as_str()).map(Some),
            false => Ok(None),
        }
    }
}

/// The files that were just made.
struct Made<'a>(&'a dyn ReleaseFolder);

impl Shelf for Made<'_> {
    fn open(&self, name: &str) -> std::io::Result<Option<Box<dyn crate::source::Reading>>> {
        self.0.open(name)
    }
}

/// Hands files on, has the gate read them, and keeps the list of them.
struct Shop<'a> {
    sink: &'a dyn ReleaseFolder,
    gate: &'a Gate,
    findings: &'a Findings,
    entries: Mutex<Vec<Entry>>,
}

impl Shop<'_> {
    fn list(&self, name: &str, bytes: u64, rows: Option<u64>, sha256: String) {
        let entry = Entry { path: name.to_owned(), bytes, rows, sha256, frozen_sha256: None };
        self.entries.lock().unwrap_or_else(PoisonError::into_inner).push(entry);
    }

    fn put(&self, name: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let mut file = self.begin(name)?;
        file.add(bytes)?;
        file.end().map(|_| ())
    }

    fn begin<'s>(&'s self, name: &'s str) -> Result<Growing<'s>, OutputError> {
        Ok(Growing {
            shop: self,
            name,
            out: self.sink.begin(name)?,
            sum: Sha256Run::default(),
            bytes: 0,
            secrets: Secrecy::default(),
            reader: Reader::default(),
        })
    }
}

/// A file of a release on its way.
struct Growing<'s> {
    shop: &'s Shop<'s>,
    name: &'s str,
    out: Box<dyn Pieces + 's>,
    sum: Sha256Run,
    bytes: u64,
    secrets: Secrecy,
    reader: Reader,
}

impl Growing<'_> {
    fn end(mut self) -> Result<Digest, OutputError> {
        let address = format!("{}/{}", dataset::FOLDER, self.name);
        self.shop.gate.read_end(&address, self.secrets, &mut self.reader, self.shop.findings);
        self.shop.list(self.name, self.bytes, None, self.sum.end().hex(64));
        self.out.end()
    }
}

impl Pieces for Growing<'_> {
    fn add(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        self.secrets.extend(self.shop.gate.read_piece(bytes, &mut self.reader));
        self.sum.add(bytes);
        self.bytes += bytes.len() as u64;
        self.out.add(bytes)
    }

    fn end(self: Box<Self>) -> Result<Digest, OutputError> {
        Growing::end(*self)
    }
}
