//! Parquet: one table as columns. Names and order are those of the CSV; what is missing is null.
//!
//! A day is a DATE, a list of codes a text with `;` between them, as in the CSV. The same rows give the
//! same bytes on every machine: one compression, dictionaries in the order of the rows, no clock.

use std::mem::take;
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;
use jiff::civil;

use super::cells::Place;
use super::encoder::{Encoder, Out, failed};
use super::{Kind, Piece, Spec, Table};
use crate::output::OutputError;

/// Bytes of rows after which they are written as one group.
const GROUP: usize = 16 << 20;

/// The first day of the count that Parquet has days in.
const EPOCH: civil::Date = civil::date(1970, 1, 1);

/// A file that is being made.
pub(super) struct File {
    columns: Vec<Spec>,
    table: Table,
    writer: Option<SerializedFileWriter<Vec<u8>>>,
    /// Rows that are in no group yet.
    waiting: Vec<Waiting>,
    /// Their bytes.
    size: usize,
}

/// The rows of one piece.
struct Waiting {
    text: ByteArray,
    cells: Vec<Place>,
}

impl File {
    pub(super) fn new(table: Table) -> Self {
        let columns = table.columns();
        Self { columns, table, writer: None, waiting: Vec::new(), size: 0 }
    }

    /// Begins the file with what it tells of itself.
    fn begin(&mut self, text: &[u8], about: &[Place]) -> Result<(), ParquetError> {
        let word = |place: &Place| String::from_utf8_lossy(&text[place.clone()]).into_owned();
        let entry = |row: &[Place]| {
            let [table, column, name, text] = row else { return None };
            let key = match (table.is_empty(), column.is_empty()) {
                (true, _) => word(name),
                (false, true) => format!("table.{}", word(name)),
                (false, false) => format!("column.{}", word(column)),
            };
            Some(KeyValue::new(key, word(text)))
        };
        let about = about.chunks_exact(super::cells::ABOUT.len()).filter_map(entry).collect();
        let fields = self.columns.iter().map(|column| Ok(Arc::new(field(column)?)));
        let schema = Type::group_type_builder(self.table.name())
            .with_fields(fields.collect::<Result<_, ParquetError>>()?)
            .build()?;
        let properties = WriterProperties::builder()
            .set_created_by("griot".to_owned())
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .set_key_value_metadata(Some(about))
            .build();
        let writer = SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties))?;
        self.writer = Some(writer);
        Ok(())
    }

    /// Writes the waiting rows as one group.
    fn group(&mut self) -> Result<(), ParquetError> {
        let waiting = take(&mut self.waiting);
        self.size = 0;
        let Some(writer) = &mut self.writer else { return Ok(()) };
        if waiting.is_empty() {
            return Ok(());
        }
        let mut group = writer.next_row_group()?;
        for (at, column) in self.columns.iter().enumerate() {
            let Some(mut chunk) = group.next_column()? else { break };
            let cells = Cells { waiting: &waiting, at, columns: self.columns.len() };
            cells.write(column.kind, &mut chunk)?;
            chunk.close()?;
        }
        group.close()?;
        Ok(())
    }

    fn hand_on(&mut self, out: &mut Out<'_>) -> Result<(), OutputError> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        writer.flush().map_err(|error| failed(NAME, error))?;
        out(&take(writer.inner_mut()))
    }
}

const NAME: &str = "Parquet";

impl Encoder for File {
    fn add(&mut self, piece: Piece, out: &mut Out<'_>) -> Result<(), OutputError> {
        let mut own = Vec::new();
        for (table, cells) in piece.parts() {
            match table {
                Some(_) => own = cells,
                None => {
                    self.begin(&piece.bytes, &cells).map_err(|error| failed(NAME, error))?;
                }
            }
        }
        if own.is_empty() {
            return Ok(());
        }
        self.size += piece.bytes.len() + size_of_val(own.as_slice());
        self.waiting.push(Waiting { text: piece.bytes.into(), cells: own });
        if self.size < GROUP {
            return Ok(());
        }
        self.group().map_err(|error| failed(NAME, error))?;
        self.hand_on(out)
    }

    fn end(mut self: Box<Self>, out: &mut Out<'_>) -> Result<(), OutputError> {
        self.group().map_err(|error| failed(NAME, error))?;
        match self.writer.map(SerializedFileWriter::into_inner).transpose() {
            Ok(rest) => out(&rest.unwrap_or_default()),
            Err(error) => Err(failed(NAME, error)),
        }
    }
}

/// A column of the schema.
fn field(column: &Spec) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text | Kind::List => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Whole => (Physical::INT64, None),
        Kind::Decimal => (Physical::DOUBLE, None),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Truth => (Physical::BOOLEAN, None),
    };
    Type::primitive_type_builder(column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
}

/// The cells of one column in the waiting rows.
struct Cells<'w> {
    waiting: &'w [Waiting],
    at: usize,
    columns: usize,
}

impl Cells<'_> {
    fn write(
        &self,
        kind: Kind,
        chunk: &mut SerializedColumnWriter<'_>,
    ) -> Result<(), ParquetError> {
        match kind {
            Kind::Text | Kind::List => self.texts(chunk),
            Kind::Whole => self.parsed::<Int64Type>(chunk, |text| text.parse().ok()),
            Kind::Decimal => self.parsed::<DoubleType>(chunk, |text| text.parse().ok()),
            Kind::Day => self.parsed::<Int32Type>(chunk, |text| {
                let day: civil::Date = text.parse().ok()?;
                day.since(EPOCH).ok().map(|days| days.get_days())
            }),
            Kind::Truth => self.parsed::<BoolType>(chunk, |text| text.parse().ok()),
        }
    }

    fn places(&self) -> impl Iterator<Item = (&ByteArray, &Place)> {
        self.waiting.iter().flat_map(|piece| {
            let own = piece.cells.iter().skip(self.at).step_by(self.columns);
            own.map(|place| (&piece.text, place))
        })
    }

    fn texts(&self, chunk: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let (mut levels, mut values) = (Vec::new(), Vec::new());
        for (text, place) in self.places() {
            levels.push(i16::from(!place.is_empty()));
            if !place.is_empty() {
                values.push(text.slice(place.start, place.len()));
            }
        }
        chunk.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).map(|_| ())
    }

    /// Writes what is no text. A cell that is there and cannot be read stops the file.
    fn parsed<T: DataType>(
        &self,
        chunk: &mut SerializedColumnWriter<'_>,
        read: fn(&str) -> Option<T::T>,
    ) -> Result<(), ParquetError> {
        let (mut levels, mut values) = (Vec::new(), Vec::new());
        for (text, place) in self.places() {
            levels.push(i16::from(!place.is_empty()));
            if !place.is_empty() {
                let cell = std::str::from_utf8(&text.data()[place.clone()]).ok();
                let value = cell.and_then(read);
                values
                    .push(value.ok_or_else(|| {
                        ParquetError::General("a cell is of another type".into())
                    })?);
            }
        }
        chunk.typed::<T>().write_batch(&values, Some(&levels), None).map(|_| ())
    }
}
