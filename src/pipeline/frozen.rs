//! Publishes the files of releases as they are: each is held against its sum and read by the gate, piece
//! by piece, since it may be as large as the dataset.

use std::collections::BTreeMap;
use std::io::{self, Read as _};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use super::Progress;
use crate::dataset;
use crate::diagnostic::Diagnostic;
use crate::gate::{Findings, Gate, Reader, Secrecy};
use crate::output::{OutputError, Sink};
use crate::plan::{Plan, PlannedPage};
use crate::release::{self, Frozen, Manifest, Release};
use crate::source::{Reading, Sha256Run, SourcePath, Sources};

/// So many bytes are read at once.
const PIECE: usize = 1 << 18;

/// What the files of releases are published with.
pub(super) struct Publisher<'a> {
    pub(super) plan: &'a Plan,
    pub(super) gate: &'a Gate,
    pub(super) sources: &'a dyn Sources,
}

/// Which secrets stand in which files of a release.
type Betrayed<'a> = BTreeMap<(usize, &'a str), Vec<&'a str>>;

impl<'a> Publisher<'a> {
    /// Hands the files on, each whole or not at all. Gives a problem for each that is not what was
    /// frozen, and for each secret that stands in a release.
    ///
    /// # Errors
    /// The first file that could not be kept.
    pub(super) fn publish(
        &self,
        files: &[(u32, &'a PlannedPage)],
        sink: &dyn Sink,
        progress: &dyn Progress,
    ) -> Result<Vec<Diagnostic>, OutputError> {
        let problems = Mutex::new(Vec::new());
        let betrayed: Mutex<Betrayed<'_>> = Mutex::default();
        let publish = |(at, page): &(u32, &'a PlannedPage)| {
            let (release, file) = self.plan.frozen(*at);
            let findings = Findings::default();
            let problem = self.file(release, file, page, sink, &findings)?;
            problems.lock().unwrap_or_else(PoisonError::into_inner).extend(problem);
            let mut betrayed = betrayed.lock().unwrap_or_else(PoisonError::into_inner);
            for secret in findings.secrets() {
                let key = (secret, release.manifest.version.as_str());
                betrayed.entry(key).or_default().push(&file.name);
            }
            progress.made();
            Ok(())
        };
        files.par_iter().try_for_each(publish)?;
        let mut problems = problems.into_inner().unwrap_or_else(PoisonError::into_inner);
        for ((secret, version), mut names) in
            betrayed.into_inner().unwrap_or_else(PoisonError::into_inner)
        {
            names.sort_unstable();
            let out = self.mended_by(secret, version, &names);
            problems.push(self.gate.in_release(secret, version, &names, out.as_deref()));
        }
        Ok(problems)
    }

    /// The files to take out of a release where `names` hold a secret, with those that hold the same
    /// rows and cannot be read. Where the manifest holds it, those among them whose withdrawal mends the
    /// manifest too; `None` where none does.
    fn mended_by(&self, secret: usize, version: &str, names: &[&'a str]) -> Option<Vec<&'a str>> {
        let release = self.plan.releases.iter().find(|own| own.manifest.version == version)?;
        let tells = |text: &str| self.gate.tells(text, secret);
        let is_own = |name: &str| [release::MANIFEST, release::SUMS].contains(&name);
        let mut out: Vec<&str> = names.iter().copied().filter(|name| !is_own(name)).collect();
        let has_rows = |file: &&Frozen| file.rows.is_some() && out.contains(&&*file.name);
        if release.files.iter().any(|file| has_rows(&file)) {
            let files = release.files.iter().map(|file| &*file.name);
            out.extend(files.filter(|name| !release::is_text(name) && !names.contains(name)));
        }
        if !names.iter().any(|name| is_own(name)) {
            return Some(out);
        }
        let Manifest { title, authors, files, withdrawn, .. } = &release.manifest;
        let paths =
            files.iter().map(|file| &file.path).chain(withdrawn.iter().map(|own| &own.path));
        let stays = [&release.manifest.licence, &release.manifest.doi].into_iter().flatten();
        if paths.chain(stays).any(|text| tells(text)) {
            return None;
        }
        let before = out.len();
        let reasons = withdrawn.iter().filter(|own| tells(&own.reason));
        out.extend(reasons.map(|own| own.path.as_str()));
        let is_about = tells(title) || authors.iter().any(|author| tells(author));
        if is_about && !out.contains(&release::CITATION) {
            out.push(release::CITATION);
        }
        (is_about || out.len() > before).then_some(out)
    }

    fn file(
        &self,
        release: &Release,
        file: &Frozen,
        page: &PlannedPage,
        sink: &dyn Sink,
        findings: &Findings,
    ) -> Result<Option<Diagnostic>, OutputError> {
        let path = release.source(&file.name);
        let version = release.version;
        let unreadable = |error: &io::Error| {
            let message = format!("`{}` of release {version} cannot be read: {error}", file.name);
            Ok(Some(release::changed(&path, message)))
        };
        let input = match self.sources.open(path.as_str()) {
            Ok(input) => input,
            Err(error) => return unreadable(&error),
        };
        let mut pieces = Rows::of(input, &file.name);
        let mut out = sink.begin(&page.address)?;
        let (mut sum, mut bytes) = (Sha256Run::default(), 0);
        let (mut secrets, mut reader) = (Secrecy::default(), Reader::default());
        let mut pointer = false;
        loop {
            let piece = match pieces.next() {
                Ok([]) => break,
                Ok(piece) => piece,
                Err(error) => return unreadable(&error),
            };
            pointer |= bytes == 0 && piece.starts_with(release::POINTER);
            bytes += piece.len() as u64;
            let is_csv = file.name.ends_with(".csv");
            let read = || match is_csv {
                true => self.gate.read_piece(&dataset::as_read(piece), &mut reader),
                false => self.gate.read_piece(piece, &mut reader),
            };
            // What is hashed and written needs nothing of what the gate needs.
            let (met, kept) = rayon::join(read, || {
                sum.add(piece);
                out.add(piece)
            });
            secrets.extend(met);
            kept?;
        }
        if *file.sha256 != *sum.end().hex(64) {
            return Ok(Some(self.differs(&path, release, file, pointer)));
        }
        self.gate.read_end(&page.address, secrets, &mut reader, findings);
        out.end()?;
        Ok(None)
    }

    fn differs(
        &self,
        path: &SourcePath,
        release: &Release,
        file: &Frozen,
        pointer: bool,
    ) -> Diagnostic {
        let (name, version) = (&file.name, release.version);
        if pointer {
            let message = format!("`{name}` of release {version} is a pointer and not the file");
            return release::changed(path, message)
                .help("git keeps it in its large file storage: run git lfs pull");
        }
        let message = format!("`{name}` of release {version} is not the file that was frozen");
        release::changed(path, message)
            .help("where git changed its line ends, put `releases/** -text` into .gitattributes")
    }
}

/// A file in pieces that end with a row, so that no secret spans two of them.
struct Rows {
    input: Box<dyn Reading>,
    buffer: Vec<u8>,
    /// Where the part begins that was not given yet.
    start: usize,
    is_csv: bool,
}

impl Rows {
    fn of(input: Box<dyn Reading>, name: &str) -> Self {
        Self { input, buffer: Vec::new(), start: 0, is_csv: name.ends_with(".csv") }
    }

    /// The next piece; empty at the end.
    fn next(&mut self) -> io::Result<&[u8]> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let mut searched = Searched::default();
        // The rest holds no end of a row, and may end between quotes.
        searched.end(&self.buffer, 0, self.is_csv);
        loop {
            let before = self.buffer.len();
            let read = self.input.by_ref().take(PIECE as u64).read_to_end(&mut self.buffer)?;
            let end = match read {
                0 => Some(self.buffer.len()),
                _ => searched.end(&self.buffer[before..], before, self.is_csv),
            };
            if let Some(end) = end {
                self.start = end;
                return Ok(&self.buffer[..end]);
            }
        }
    }
}

/// How far a piece was searched for its end.
#[derive(Default)]
struct Searched {
    quoted: bool,
}

impl Searched {
    /// The end of the last row in `bytes`, which stand at `at`.
    fn end(&mut self, bytes: &[u8], at: usize, is_csv: bool) -> Option<usize> {
        let mut end = None;
        for (place, byte) in bytes.iter().enumerate() {
            match byte {
                b'"' if is_csv => self.quoted = !self.quoted,
                b'\n' if !self.quoted => end = Some(at + place + 1),
                _ => {}
            }
        }
        end
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(name: &str, text: &str) -> Vec<String> {
        let mut rows = Rows::of(Box::new(io::Cursor::new(text.as_bytes().to_vec())), name);
        let mut pieces = Vec::new();
        loop {
            let piece = rows.next().expect("memory");
            if piece.is_empty() {
                return pieces;
            }
            pieces.push(String::from_utf8(piece.to_vec()).expect("UTF-8"));
        }
    }

    #[test]
    fn pieces_end_with_a_row() {
        let row = "1,\"two\nlines, \"\"so\"\" \n\",é\r\n";
        let text = row.repeat(3 * PIECE / row.len());
        let pieces = pieces("incidents.csv", &text);
        assert!(pieces.len() > 2 && pieces.concat() == text);
        assert!(pieces.iter().all(|piece| piece.starts_with("1,") && piece.ends_with("é\r\n")));
    }

    #[test]
    fn a_file_without_rows_is_one_piece() {
        let text = "x".repeat(2 * PIECE + 7);
        assert_eq!(pieces("a.json", &text), [text]);
        assert_eq!(pieces("a.json", ""), Vec::<String>::new());
    }
}
