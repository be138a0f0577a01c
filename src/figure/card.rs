//! The card of an incident: a picture for previews elsewhere, 1200 by 630 pixels.
//!
//! A [`Card`] is finished texts. [`Card::svg`] lays them out with the widths of a [`Typeface`], and
//! [`picture`] makes a PNG of that. The drawing holds every text whole, also where the picture has
//! room for a part: what reads the drawing reads all that the picture can show.

#[cfg(feature = "cards")]
mod layout;
#[cfg(feature = "cards")]
mod raster;
#[cfg(feature = "cards")]
mod typeface;

#[cfg(feature = "cards")]
pub use raster::{FORM, picture};
#[cfg(feature = "cards")]
pub use typeface::Typeface;

/// The size of a card in pixels, across and down.
pub const SIZE: (u32, u32) = (1200, 630);

/// What a card says, as finished texts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// The name of the site.
    pub site: String,
    /// Where, the finest region first.
    pub place: String,
    /// When.
    pub date: String,
    /// The title of the record.
    pub title: String,
    /// Whether the title runs from right to left.
    pub title_is_rtl: bool,
    /// What the figure counts; empty where there is no figure.
    pub measure: String,
    /// The figure, or that there is none.
    pub figure: String,
    /// How many claims stand behind the figure, how sure the event is, whether it is in no total.
    pub notes: Vec<String>,
    /// Whether the site runs from right to left.
    pub is_rtl: bool,
}

impl Card {
    /// Every text, in the order of reading.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let before =
            [&self.site, &self.place, &self.date, &self.title, &self.measure, &self.figure];
        before.into_iter().chain(&self.notes).map(String::as_str)
    }
}
