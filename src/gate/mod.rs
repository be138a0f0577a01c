//! The proof that nothing leaves which must not: every file of the finished site is read before it
//! is kept, its name and its bytes.
//!
//! Looked for are withheld words, what `[private]` says, traces of records that are not public,
//! coordinates that may not be shown, and pictures that tell where they were taken. A problem names
//! where a secret is declared and where it stands, and never the secret.

mod fold;
mod needle;
mod picture;
mod points;
mod rules;
mod secrets;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use rayon::prelude::*;

use self::fold::{Fold, Folded};
use self::needle::{Search, Words};
use self::points::Points;
use self::secrets::Secrets;
use crate::diagnostic::{Diagnostic, Related, Rule};
use crate::model::Tracker;
use crate::release;
use crate::source::{Digest, DigestRun, SourcePath, Sources, Span};

pub use rules::{
    HIDDEN_POSITION, HIDDEN_RECORD, PICTURE_POSITION, PRIVATE_NAME, PRIVATE_VALUE, RULES, UNPROVED,
    WITHHELD_WORD,
};

/// How many spots in the sources a problem shows.
const SPOTS: usize = 3;

/// Something that must not leave.
#[derive(Clone, Debug)]
struct Secret {
    rule: &'static Rule,
    /// Where it is declared.
    file: SourcePath,
    span: Span,
    /// What it is, in words that do not tell it.
    what: &'static str,
}

/// Everything that must not leave a tracker.
#[derive(Debug, Default)]
pub struct Gate {
    secrets: Vec<Secret>,
    /// The texts behind the first secrets, in their order; for finding them in the sources.
    texts: Vec<(Box<str>, bool)>,
    search: Option<Search>,
    points: Points,
}

/// What was met in the files of one build.
#[derive(Debug, Default)]
pub struct Findings {
    met: Mutex<Met>,
}

#[derive(Debug, Default)]
struct Met {
    secrets: BTreeMap<usize, Spot>,
    pictures: BTreeSet<SourcePath>,
}

/// Where a secret was met.
#[derive(Debug)]
struct Spot {
    /// The first file, in the order of names; secrets in the name are left out of it.
    first: String,
    /// In how many files.
    files: usize,
    /// Whether a file's name holds it.
    in_name: bool,
}

/// The secrets that pieces of one file hold.
#[derive(Debug, Default)]
pub struct Secrecy(BTreeSet<usize>);

impl Findings {
    /// Whether nothing was met.
    pub fn is_empty(&self) -> bool {
        let met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        met.secrets.is_empty() && met.pictures.is_empty()
    }
}

impl Secrecy {
    /// Adds those of another piece.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

/// What one thread needs to read files: used for one after the other.
#[derive(Debug, Default)]
pub struct Reader {
    fold: Fold,
    name: Fold,
}

impl Gate {
    /// Gathers what must not leave the tracker.
    ///
    /// # Errors
    /// There is more to look for than can be.
    pub fn new(tracker: &Tracker) -> Result<Self, Box<Diagnostic>> {
        let griot_toml = SourcePath::from("griot.toml");
        let addresses = secrets::hidden_addresses(tracker);
        let mut found = Secrets::of(tracker, &griot_toml);
        found.addresses(&addresses);
        let Secrets { mut secrets, needles, .. } = found;
        let texts = needles.iter().map(|(words, text)| ((*text).into(), words.is_id())).collect();
        let search = match needles.is_empty() {
            true => None,
            false => Some(Search::new(needles).map_err(|error| {
                let message = format!("the gate cannot look for all that must not leave: {error}");
                Box::new(Diagnostic::at(&UNPROVED, &griot_toml, None, message))
            })?),
        };
        let points = Points::new(tracker, &mut secrets);
        Ok(Self { secrets, texts, search, points })
    }

    /// What is looked for: as long as it is the same, a file that was read need not be read again.
    pub fn digest(&self) -> Digest {
        let mut run = DigestRun::default();
        for (text, is_id) in &self.texts {
            run.add_part(text.as_bytes());
            run.add(&[u8::from(*is_id)]);
        }
        self.points.add_to(&mut run);
        run.digest()
    }

    /// Whether there is anything to look for in every file.
    pub fn has_secrets(&self) -> bool {
        self.search.is_some() || !self.points.is_empty()
    }

    /// Whether a file with that name is read even where there is nothing to look for.
    pub fn reads(&self, path: &str) -> bool {
        self.has_secrets() || picture::has_name_of_picture(path)
    }

    /// Reads a finished file. `path` is relative to the site's root; what is met goes to `findings`.
    pub fn read(&self, path: &str, bytes: &[u8], reader: &mut Reader, findings: &Findings) {
        if picture::is_picture(bytes) && picture::has_position(bytes) {
            findings.picture(SourcePath::new(format!("static/{path}")));
        }
        let met = self.read_piece(bytes, reader);
        self.read_end(path, met, reader, findings);
    }

    /// Reads a piece of a file that ends where no secret can go on, and gives the secrets in it.
    pub fn read_piece(&self, bytes: &[u8], reader: &mut Reader) -> Secrecy {
        let mut met = BTreeSet::new();
        if !self.has_secrets() {
            return Secrecy(met);
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if !bytes.contains(&0) => {
                reader.fold.file(text, false);
                for folded in [&reader.fold.text, &reader.fold.markup] {
                    self.folded(folded, &mut |secret, _, _| {
                        met.insert(secret);
                    });
                }
            }
            _ => {
                if let Some(search) = &self.search {
                    search.raw(bytes, &mut |secret| {
                        met.insert(secret);
                    });
                }
            }
        }
        Secrecy(met)
    }

    /// Reads the name of a file whose bytes were read; what both hold goes to `findings`.
    pub fn read_end(&self, path: &str, met: Secrecy, reader: &mut Reader, findings: &Findings) {
        if !self.has_secrets() {
            return;
        }
        let Secrecy(mut met) = met;
        reader.name.name(path);
        let mut telling = Vec::new();
        let mut in_name = BTreeSet::new();
        self.folded(&reader.name.text, &mut |secret, start, end| {
            in_name.insert(secret);
            telling.push(origin(&reader.name.text, start, end, path));
        });
        if met.is_empty() && in_name.is_empty() {
            return;
        }
        met.extend(&in_name);
        findings.add(&masked(path, telling), &met, &in_name);
    }

    fn folded(&self, folded: &Folded, met: &mut dyn FnMut(usize, usize, usize)) {
        if let Some(search) = &self.search {
            search.folded(folded, met);
        }
        self.points.folded(folded, met);
    }

    /// A problem for every secret that was met, with the spots of the sources that it comes from.
    pub fn problems(
        &self,
        findings: Findings,
        tracker: &Tracker,
        sources: &dyn Sources,
    ) -> Vec<Diagnostic> {
        let met = findings.met.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut spots = match met.secrets.is_empty() {
            true => BTreeMap::new(),
            false => self.spots(&met.secrets.keys().copied().collect(), tracker, sources),
        };
        let mut problems: Vec<Diagnostic> = met
            .secrets
            .iter()
            .map(|(at, spot)| self.problem(*at, spot, spots.remove(at).unwrap_or_default()))
            .collect();
        problems.extend(met.pictures.iter().map(|file| {
            Diagnostic::at(&PICTURE_POSITION, file, None, "the picture tells where it was taken")
                .help("remove the data from the picture, for example with exiftool -all= PICTURE")
        }));
        problems
    }

    /// Whether a text holds that secret.
    pub fn tells(&self, text: &str, secret: usize) -> bool {
        self.read_piece(text.as_bytes(), &mut Reader::default()).0.contains(&secret)
    }

    /// A problem for each secret in a text of a person that is to be published; `place` says which text.
    pub fn in_words(&self, text: &str, place: &str) -> Vec<Diagnostic> {
        let Secrecy(met) = self.read_piece(text.as_bytes(), &mut Reader::default());
        let problem = |at: usize| {
            let secret = &self.secrets[at];
            let message = format!("{} stands in {place}", secret.what);
            Diagnostic::at(secret.rule, &secret.file, secret.span, message)
                .secret()
                .help("say it in other words: everybody can read them")
        };
        met.into_iter().map(problem).collect()
    }

    /// A problem for a secret that stands in `files` of a release, which cannot be mended where they lie.
    /// `out` are those to take out, or to give another reason; `None` where that does not help.
    pub fn in_release(
        &self,
        secret: usize,
        version: &str,
        files: &[&str],
        out: Option<&[&str]>,
    ) -> Diagnostic {
        let secret = &self.secrets[secret];
        let mut reader = Reader::default();
        let mut mask = |file: &&str| {
            reader.name.name(file);
            let mut telling = Vec::new();
            self.folded(&reader.name.text, &mut |_, start, end| {
                telling.push(origin(&reader.name.text, start, end, file));
            });
            masked(file, telling)
        };
        let names: Vec<String> = files.iter().map(&mut mask).collect();
        let what = secret.what;
        let message = match names.as_slice() {
            [one] => format!("{what} stands in `{one}` of release {version}"),
            [first, rest @ ..] => {
                let more = if rest.len() == 1 { "file" } else { "files" };
                format!(
                    "{what} stands in `{first}` and {} other {more} of release {version}",
                    rest.len()
                )
            }
            [] => format!("{what} stands in release {version}"),
        };
        let help = match out {
            Some(out) => format!(
                "a release is frozen: take the files out of it, which leaves a note in its manifest, with griot release {version} --withdraw {} --reason \"…\"",
                out.iter().map(&mut mask).collect::<Vec<_>>().join(" ")
            ),
            None => format!(
                "it stands in the manifest for as long as there is the release: move release {version} and every later one out of the tracker, and take their lines out of griot.lock"
            ),
        };
        Diagnostic::at(secret.rule, &secret.file, secret.span, message).secret().help(help)
    }

    fn problem(&self, at: usize, spot: &Spot, stands: Vec<Related>) -> Diagnostic {
        let secret = &self.secrets[at];
        let more = match spot.files - 1 {
            0 => String::new(),
            1 => " and one other file".to_owned(),
            more => format!(" and {more} other files"),
        };
        let place = if spot.in_name { "the name of a file of the site: " } else { "" };
        let message = format!("{} stands in {place}`{}`{more}", secret.what, spot.first);
        let mut problem = Diagnostic::at(secret.rule, &secret.file, secret.span, message).secret();
        problem = match (spot.in_name, stands.is_empty()) {
            (true, _) => problem.help("rename the file or folder, the id or the alias that it comes from"),
            (false, false) => problem.help("take it out where it stands; see the notes below"),
            (false, true) => problem.help(
                "it stands in no file of the tracker in these words: markup may split it, or it comes from the theme's own words",
            ),
        };
        problem.related = stands;
        problem
    }

    /// Where in the files of the tracker the secrets stand, but for where they are declared.
    fn spots(
        &self,
        met: &BTreeSet<usize>,
        tracker: &Tracker,
        sources: &dyn Sources,
    ) -> BTreeMap<usize, Vec<Related>> {
        let declared = secrets::declarations(tracker);
        let numbers: Vec<usize> = met.iter().copied().filter(|at| *at < self.texts.len()).collect();
        let words = numbers.iter().filter_map(|at| {
            let (text, is_id) = &self.texts[*at];
            Words::new(text, *is_id).map(|words| (words, &**text))
        });
        let Ok(search) = Search::new(words.collect()) else { return BTreeMap::new() };
        let find = |path: &SourcePath| {
            let mut found: Vec<(usize, Related)> = Vec::new();
            let is_hidden = tracker.hidden.iter().any(|record| record.file == *path);
            let bytes = if is_hidden { None } else { sources.read(path.as_str()).ok() };
            let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) else {
                return found;
            };
            let own = declared.get(path.as_str()).map_or(&[][..], Vec::as_slice);
            let mut fold = Fold::default();
            fold.file(&text, true);
            for folded in [&fold.text, &fold.markup] {
                let mut met_here = |secret: usize, start: usize, end: usize| {
                    let range = origin(folded, start, end, &text);
                    let span = Span::new(range, 0);
                    let within = |own: &Span| own.start <= span.start && span.end <= own.end;
                    if met.contains(&secret) && !own.iter().any(within) {
                        let label = "it stands here".into();
                        found.push((secret, Related { file: path.clone(), span, label }));
                    }
                };
                search.folded(folded, &mut |at, start, end| met_here(numbers[at], start, end));
                self.points.folded(folded, &mut met_here);
            }
            found
        };
        // Releases have problems of their own.
        let is_written = |path: &&SourcePath| path.below(release::FOLDER).is_none();
        let paths: Vec<&SourcePath> = sources.paths().iter().filter(is_written).collect();
        let found: Vec<(usize, Related)> =
            paths.par_iter().flat_map_iter(|path| find(path)).collect();
        let mut spots: BTreeMap<usize, Vec<Related>> = BTreeMap::new();
        for (secret, spot) in found {
            let declared = &self.secrets[secret];
            let is_point = secret >= self.texts.len();
            let own = is_point
                && declared.file == spot.file
                && (declared.span.start..declared.span.end).contains(&spot.span.start);
            let spots = spots.entry(secret).or_default();
            if spots.len() < SPOTS && !own {
                spots.push(spot);
            }
        }
        spots
    }
}

/// The stretch of the unfolded text that a stretch of the folded one comes from.
fn origin(folded: &Folded, start: usize, end: usize, text: &str) -> std::ops::Range<usize> {
    let at = |at: usize| folded.origins.get(at).map_or(text.len(), |origin| *origin as usize);
    let last = at(end - 1);
    let length = text.get(last..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    at(start)..(last + length).min(text.len())
}

/// A path with the parts that must not be read left out.
fn masked(path: &str, mut telling: Vec<std::ops::Range<usize>>) -> String {
    telling.sort_by_key(|range| range.start);
    let mut masked = String::new();
    let mut at = 0;
    for range in telling {
        if range.start >= at {
            masked.push_str(path.get(at..range.start).unwrap_or_default());
            masked.push('…');
        }
        at = at.max(range.end);
    }
    masked.push_str(path.get(at..).unwrap_or_default());
    masked
}

impl Findings {
    /// The secrets that were met.
    pub fn secrets(self) -> Vec<usize> {
        let met = self.met.into_inner().unwrap_or_else(PoisonError::into_inner);
        met.secrets.into_keys().collect()
    }

    fn picture(&self, file: SourcePath) {
        self.met.lock().unwrap_or_else(PoisonError::into_inner).pictures.insert(file);
    }

    fn add(&self, path: &str, met: &BTreeSet<usize>, in_name: &BTreeSet<usize>) {
        let mut all = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        for secret in met {
            let named = in_name.contains(secret);
            let spot = all.secrets.entry(*secret).or_insert_with(|| Spot {
                first: path.to_owned(),
                files: 0,
                in_name: named,
            });
            spot.files += 1;
            // A name is told before a text, since the repair is another; a page before a feed.
            let rank = |named: bool, path: &str| (!named, !path.ends_with(".html"));
            if (rank(named, path), path) < (rank(spot.in_name, &spot.first), &*spot.first) {
                spot.first = path.to_owned();
                spot.in_name = named;
            }
        }
    }
}
