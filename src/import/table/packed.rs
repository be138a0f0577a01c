//! What is packed: gzip is unpacked as it is read, and a ZIP is told from a spreadsheet, which is one too.

use std::io::{self, Cursor, Read};

use flate2::read::MultiGzDecoder;

use super::TableError;

/// What a file begins with, as far as it tells what packed it.
const HEAD: u64 = 512;

/// What the first file in a spreadsheet begins with, of Excel and of LibreOffice.
const OF_SPREADSHEETS: [&str; 6] =
    ["[Content_Types].xml", "_rels/", "docProps/", "xl/", "mimetype", "META-INF/"];

/// The bytes of a file, unpacked where it is packed with gzip.
///
/// # Errors
/// Where the file cannot be read, and where it is packed in another way.
pub(super) fn unpacked(
    mut reader: impl Read + Send + 'static,
) -> Result<Box<dyn Read + Send>, TableError> {
    let mut head = Vec::new();
    let read = reader.by_ref().take(HEAD).read_to_end(&mut head);
    read.map_err(|error| super::unreadable(&error))?;
    if head.starts_with(b"PK\x03\x04") {
        return Err(zip(&head));
    }
    let gzip = head.starts_with(b"\x1f\x8b");
    let whole = Cursor::new(head).chain(reader);
    Ok(if gzip { Box::new(Told(MultiGzDecoder::new(whole))) } else { Box::new(whole) })
}

/// What a ZIP is, by the name of the first file in it.
fn zip(head: &[u8]) -> TableError {
    let length =
        head.get(26..28).map_or(0, |bytes| usize::from(bytes[0]) | usize::from(bytes[1]) << 8);
    let name = head.get(30..30 + length).and_then(|name| std::str::from_utf8(name).ok());
    match name.filter(|name| !OF_SPREADSHEETS.iter().any(|own| name.starts_with(own))) {
        Some(name) if !name.is_empty() => TableError::new(
            format!("it is a ZIP; the first file in it is `{name}`"),
            "unpack it and import the table that is in it",
        ),
        _ => TableError::new(
            "it is a spreadsheet of Excel or LibreOffice, or a ZIP",
            "open it in its program and save the table as CSV (UTF-8)",
        ),
    }
}

/// Says of an error that it is one of the packing.
struct Told<R>(R);

impl<R: Read> Read for Told<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.0.read(to).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            kind => io::Error::new(kind, format!("what is packed with gzip is broken: {error}")),
        })
    }
}
