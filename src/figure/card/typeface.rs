//! A font: how wide its signs are, and which it lacks.

use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use harfrust::{FontRef, ShaperData, UnicodeBuffer};
use resvg::usvg::fontdb;

use crate::source::Sha256;

/// The program's own font, compressed.
static OWN: &[u8] = include_bytes!("DejaVuSansCondensed.ttf.gz");

/// The characters whose widths are kept: the basic multilingual plane.
const KEPT: usize = 0x1_0000;
/// A width that nobody asked for yet.
const UNKNOWN: u32 = u32::MAX;
/// The width of a character that the font lacks.
const MISSING: u32 = u32::MAX - 1;

/// A font that cards are set in.
pub struct Typeface {
    data: Arc<Vec<u8>>,
    shaping: ShaperData,
    /// Widths of characters in thousandths of the font's size.
    widths: Vec<AtomicU32>,
    digest: Sha256,
    pub(super) database: Arc<fontdb::Database>,
    pub(super) face: fontdb::ID,
}

impl Typeface {
    /// The font that the program carries: the scripts of Europe, Arabic, Hebrew and some more.
    ///
    /// # Errors
    /// Never; the program's own font is a font.
    pub fn own() -> Result<Self, &'static str> {
        let mut font = Vec::new();
        let mut unpacked = flate2::read::GzDecoder::new(OWN);
        unpacked.read_to_end(&mut font).map_err(|_| "the program's own font is damaged")?;
        Self::read(font)
    }

    /// A font from the bytes of its file: TrueType or OpenType; the first of a collection.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(font: Vec<u8>) -> Result<Self, &'static str> {
        const NO_FONT: &str = "it is no TrueType or OpenType font";
        let digest = Sha256::of(&font);
        let data = Arc::new(font);
        let shaping = ShaperData::new(&FontRef::from_index(&data, 0).map_err(|_| NO_FONT)?);
        let mut database = fontdb::Database::new();
        let source = fontdb::Source::Binary(data.clone());
        let face = *database.load_font_source(source).first().ok_or(NO_FONT)?;
        let mut widths = Vec::new();
        widths.resize_with(KEPT, || AtomicU32::new(UNKNOWN));
        Ok(Self { data, shaping, widths, digest, database: Arc::new(database), face })
    }

    /// The fingerprint of the font's file.
    pub fn digest(&self) -> Sha256 {
        self.digest
    }

    /// Whether the font has a sign for a character; what shows nowhere needs none.
    pub fn has(&self, c: char) -> bool {
        c.is_control() || c.is_whitespace() || self.width_of(c) != MISSING
    }

    /// How wide a text is at a size, in pixels: the sum of its characters, each by itself. Joined
    /// letters may take less.
    pub(super) fn width(&self, text: &str, size: f64) -> f64 {
        let width = |c: char| match self.width_of(c) {
            MISSING => 0,
            width => u64::from(width),
        };
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
        let sum = text.chars().map(width).sum::<u64>() as f64;
        sum * size / 1000.0
    }

    fn width_of(&self, c: char) -> u32 {
        let Some(kept) = self.widths.get(c as usize) else { return self.measure(c) };
        match kept.load(Ordering::Relaxed) {
            UNKNOWN => {
                let width = self.measure(c);
                kept.store(width, Ordering::Relaxed);
                width
            }
            width => width,
        }
    }

    fn measure(&self, c: char) -> u32 {
        let Ok(font) = FontRef::from_index(&self.data, 0) else { return MISSING };
        let shaper = self.shaping.shaper(&font).build();
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(c.encode_utf8(&mut [0; 4]));
        buffer.guess_segment_properties();
        let shaped = shaper.shape(buffer, harfrust::ShapeOptions::new());
        if shaped.glyph_infos().iter().any(|glyph| glyph.glyph_id == 0) {
            return MISSING;
        }
        let units = i64::from(shaper.units_per_em()).max(1);
        let advance: i64 =
            shaped.glyph_positions().iter().map(|glyph| i64::from(glyph.x_advance)).sum();
        u32::try_from(advance * 1000 / units).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::Typeface;

    #[test]
    fn the_font_knows_its_signs_and_their_widths() {
        let face = Typeface::own().expect("the program's own font");
        for c in "Aéßøñčšžğ ЖяΩء چ–“”…\u{301}\u{2068}\u{200d}1٣".chars() {
            assert!(face.has(c), "{c:?}");
        }
        assert!(!face.has('中') && !face.has('𓀀'));
        let width = face.width("incident", 100.0);
        assert!((300.0..400.0).contains(&width), "{width}");
        assert!(face.width("iii", 10.0) < face.width("mmm", 10.0));
    }

    #[test]
    fn what_is_no_font_is_refused() {
        assert!(Typeface::read(b"<!doctype html>".to_vec()).is_err());
        assert!(Typeface::read(Vec::new()).is_err());
    }
}
