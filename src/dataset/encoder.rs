//! Files that are made of rows as a whole and not row by row: tables for programs that analyse, and a
//! database.

use super::{Content, Dataset, Piece};
use crate::output::{OutputError, Workshop};

/// Makes the bytes of one file from pieces that the gate has read.
pub trait Encoder: Send {
    /// Takes the next piece; the first tells of the file itself. Hands on what is finished.
    ///
    /// # Errors
    /// Where it could not be encoded, or what `out` says.
    fn add(&mut self, piece: Piece, out: &mut Out<'_>) -> Result<(), OutputError>;

    /// Hands on all that is left.
    ///
    /// # Errors
    /// As before.
    fn end(self: Box<Self>, out: &mut Out<'_>) -> Result<(), OutputError>;
}

/// Takes finished bytes.
pub type Out<'o> = dyn FnMut(&[u8]) -> Result<(), OutputError> + 'o;

impl Dataset<'_> {
    /// What encodes the pieces of a file; `None` where they are its bytes. A file that must be worked in
    /// is lent by `workshop`; without one it is made in memory.
    ///
    /// # Errors
    /// No file could be lent, or this program cannot make the format.
    pub fn encoder(
        &self,
        content: Content,
        workshop: Option<&dyn Workshop>,
    ) -> Result<Option<Box<dyn Encoder>>, OutputError> {
        let _ = workshop;
        match content {
            #[cfg(feature = "parquet")]
            Content::Parquet(table) => Ok(Some(Box::new(super::parquet::File::new(table)))),
            #[cfg(feature = "sqlite")]
            Content::Sqlite => {
                let tables = super::tables(self.tracker);
                Ok(Some(Box::new(super::sqlite::File::new(tables, workshop)?)))
            }
            #[cfg(not(feature = "parquet"))]
            Content::Parquet(_) => Err(failed("Parquet", LACKING)),
            #[cfg(not(feature = "sqlite"))]
            Content::Sqlite => Err(failed("SQLite", LACKING)),
            _ => Ok(None),
        }
    }
}

/// Settings that name such a format are an error before anything is made.
#[cfg(not(all(feature = "parquet", feature = "sqlite")))]
const LACKING: &str = "this program was built without the format";

/// The error of a file that could not be encoded.
pub(super) fn failed(format: &str, cause: impl std::fmt::Display) -> OutputError {
    OutputError {
        doing: format!("cannot make the {format} file"),
        cause: std::io::Error::other(cause.to_string()),
    }
}
