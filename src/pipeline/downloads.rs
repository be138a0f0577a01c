//! Makes the downloads: run after run of incidents in parallel, each piece read by the gate, and all
//! pieces of a file handed on in order. No more than two batches are in memory.

use std::ops::Range;

use rayon::prelude::*;

use crate::dataset::{Dataset, Download, Encoder, Made, Piece};
use crate::gate::{Findings, Gate, Reader, Secrecy};
use crate::output::{OutputError, Pieces, Sink, Workshop};
use crate::source::{Digest, Sha256Run};

/// Incidents whose rows one task makes.
const RUN: usize = 64;

/// Runs for each thread before pieces are handed on.
const BATCH: usize = 2;

/// Files that are open at once: systems let a program have a few hundred.
const OPEN: usize = 96;

/// What downloads are made of.
pub(super) struct Maker<'a> {
    pub(super) dataset: Dataset<'a>,
    pub(super) gate: &'a Gate,
    pub(super) findings: &'a Findings,
    /// Lends files to work in; `None` where they are made in memory.
    pub(super) workshop: Option<&'a dyn Workshop>,
}

/// A piece that the gate has read.
#[derive(Default)]
struct Read {
    piece: Piece,
    secrets: Secrecy,
}

/// A file on its way out.
struct Growing<'a> {
    file: &'a Download,
    /// What makes its bytes of pieces that are not bytes of it.
    encoder: Option<Box<dyn Encoder>>,
    way: Way<'a>,
    rows: u64,
    secrets: Secrecy,
}

/// The way of a file's bytes out.
struct Way<'a> {
    out: Box<dyn Pieces + 'a>,
    sha256: Sha256Run,
    bytes: u64,
}

impl Way<'_> {
    fn add(&mut self, bytes: &[u8]) -> Result<(), OutputError> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.bytes += bytes.len() as u64;
        self.sha256.add(bytes);
        self.out.add(bytes)
    }
}

impl Growing<'_> {
    fn add(&mut self, read: &mut Read) -> Result<(), OutputError> {
        let Read { piece, secrets } = std::mem::take(read);
        self.secrets.extend(secrets);
        self.rows += piece.rows;
        match &mut self.encoder {
            Some(encoder) => encoder.add(piece, &mut |bytes| self.way.add(bytes)),
            None => self.way.add(&piece.bytes),
        }
    }
}

impl Maker<'_> {
    /// Makes the files whole and hands them to `sink`; gives their digests besides.
    ///
    /// # Errors
    /// The first file that could not be kept.
    pub(super) fn make(
        &self,
        files: &[Download],
        sink: &dyn Sink,
    ) -> Result<Vec<(Made, Digest)>, OutputError> {
        let mut made = Vec::with_capacity(files.len());
        for some in files.chunks(OPEN) {
            made.extend(self.side_by_side(some, sink)?);
        }
        Ok(made)
    }

    fn begin<'s>(
        &'s self,
        file: &'s Download,
        sink: &'s dyn Sink,
    ) -> Result<Growing<'s>, OutputError> {
        let way = Way { out: sink.begin(&file.address)?, sha256: Sha256Run::default(), bytes: 0 };
        let encoder = self.dataset.encoder(file.content, self.workshop)?;
        Ok(Growing { file, encoder, way, rows: 0, secrets: Secrecy::default() })
    }

    fn side_by_side(
        &self,
        files: &[Download],
        sink: &dyn Sink,
    ) -> Result<Vec<(Made, Digest)>, OutputError> {
        let mut growing: Vec<Growing<'_>> =
            files.iter().map(|file| self.begin(file, sink)).collect::<Result<_, _>>()?;
        let heads = files.iter().map(|file| self.dataset.head(file.content));
        let mut waiting = vec![self.read(files, heads.collect())];
        let incidents = self.dataset.tracker.incidents.len();
        let batch = RUN * BATCH * rayon::current_num_threads();
        for start in (0..incidents).step_by(batch) {
            let range = start..incidents.min(start + batch);
            let (handed_on, next) =
                rayon::join(|| hand_on(&mut growing, &mut waiting), || self.batch(files, range));
            handed_on?;
            waiting = next;
        }
        hand_on(&mut growing, &mut waiting)?;
        let rest = files.par_iter().map(|file| self.dataset.rest(file.content)).collect();
        hand_on(&mut growing, &mut [self.read(files, rest)])?;
        let end = |growing: Growing<'_>| {
            let Growing { file, encoder, mut way, rows, secrets } = growing;
            let mut reader = Reader::default();
            self.gate.read_end(&file.address, secrets, &mut reader, self.findings);
            if let Some(encoder) = encoder {
                encoder.end(&mut |bytes| way.add(bytes))?;
            }
            let digest = way.out.end()?;
            Ok((Made { rows, bytes: way.bytes, sha256: way.sha256.end() }, digest))
        };
        growing.into_par_iter().map(end).collect()
    }

    /// The pieces of all files, run by run, in order.
    fn batch(&self, files: &[Download], range: Range<usize>) -> Vec<Vec<Read>> {
        let end = range.end;
        let starts: Vec<usize> = range.step_by(RUN).collect();
        let run = |start: &usize| {
            let pieces = self.dataset.incidents(files, *start..end.min(start + RUN));
            self.read(files, pieces)
        };
        starts.par_iter().map(run).collect()
    }

    fn read(&self, files: &[Download], pieces: Vec<Piece>) -> Vec<Read> {
        let mut reader = Reader::default();
        let read = |(file, piece): (&Download, Piece)| {
            let secrets = match piece.bytes.is_empty() || !self.gate.has_secrets() {
                true => Secrecy::default(),
                false => {
                    let text = file.content.as_read(&piece.bytes);
                    self.gate.read_piece(&text, &mut reader)
                }
            };
            Read { piece, secrets }
        };
        files.iter().zip(pieces).map(read).collect()
    }
}

/// Hands pieces on, all files at once and each in order.
fn hand_on(growing: &mut [Growing<'_>], runs: &mut [Vec<Read>]) -> Result<(), OutputError> {
    let mut by_file: Vec<Vec<&mut Read>> = growing.iter().map(|_| Vec::new()).collect();
    for run in runs {
        for (pieces, piece) in by_file.iter_mut().zip(run) {
            pieces.push(piece);
        }
    }
    growing
        .par_iter_mut()
        .zip(by_file)
        .try_for_each(|(file, pieces)| pieces.into_iter().try_for_each(|piece| file.add(piece)))
}
