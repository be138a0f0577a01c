//! The card pictures of incidents: their font, their drawings, what the font lacks.

#[cfg(feature = "cards")]
use rayon::prelude::*;
#[cfg(feature = "cards")]
use unicode_normalization::UnicodeNormalization as _;

use crate::diagnostic::{Diagnostic, Rule};
use crate::figure::Card;
use crate::model::Settings;
use crate::plan::Views;
use crate::source::{SourcePath, Sources};

/// Cards without what makes them.
pub static NO_CARDS: Rule = Rule::fixed(
    "no-cards",
    "The tracker asks for card pictures, and this program was built without them.\n\n\
     Pages would name pictures that there are not.\n\n\
     **Example**: `[cards]` in `griot.toml`, and a program built with `--no-default-features`.\n\n\
     **Repair**: use a program built with the feature `cards` (`cargo install griot` has it), or take \
     `[cards]` out.",
);

/// A font that is none.
pub static CARD_FONT: Rule = Rule::fixed(
    "card-font",
    "The font of `[cards]` is not there, or is no font.\n\n\
     Cards are set in one font alone, so that they are the same on every machine.\n\n\
     **Example**: `font = \"static/fonts/sample.woff2\"`.\n\n\
     **Repair**: put a TrueType or OpenType file (`.ttf`, `.otf`) into `static/` and name it from the \
     tracker's folder: `font = \"static/fonts/sample.ttf\"`. Without `font`, the program's own is used.",
);

/// A character that the font has no sign for.
pub static MISSING_SIGN: Rule = Rule::fixed(
    "missing-sign",
    "The font of the cards has no sign for a character.\n\n\
     An empty box would stand in the picture where a reader should find a name.\n\n\
     **Example**: a title in Chinese, and the program's own font, which has the scripts of Europe, \
     Arabic, Hebrew and some more.\n\n\
     **Repair**: name a font that has the script, `[cards]` `font = \"static/fonts/sample.ttf\"`, or \
     write the character in another way.",
);

/// What makes card pictures.
#[cfg(feature = "cards")]
pub struct Cards {
    face: crate::figure::card::Typeface,
    settings: crate::model::Cards,
}

/// What makes card pictures; there is none in this program.
#[cfg(not(feature = "cards"))]
pub enum Cards {}

#[cfg(not(feature = "cards"))]
impl Cards {
    /// `None` where the tracker asks for no cards.
    ///
    /// # Errors
    /// It asks for them.
    pub fn load(
        settings: &Settings,
        _sources: &dyn Sources,
    ) -> Result<Option<Self>, Box<Diagnostic>> {
        let Some(cards) = &settings.cards else { return Ok(None) };
        let file = SourcePath::from("griot.toml");
        let message = "this program was built without card pictures";
        let problem = Diagnostic::at(&NO_CARDS, &file, cards.span, message);
        Err(Box::new(problem.help(
            "take `[cards]` out, or build the program with its feature: cargo build --release --features cards",
        )))
    }

    /// The drawing of a card.
    pub fn drawing(&self, _card: &Card) -> String {
        match *self {}
    }

    /// Under what name the picture of a drawing is kept.
    pub fn key(&self, _drawing: &[u8]) -> String {
        match *self {}
    }

    /// The picture of a drawing.
    pub fn picture(&self, _drawing: &[u8]) -> Vec<u8> {
        match *self {}
    }

    /// What the font lacks.
    pub fn missing(&self, _views: &Views<'_>) -> Option<Diagnostic> {
        match *self {}
    }
}

#[cfg(feature = "cards")]
impl Cards {
    /// Loads the font of the cards; `None` where the tracker asks for no cards.
    ///
    /// # Errors
    /// What is wrong with the font.
    pub fn load(
        settings: &Settings,
        sources: &dyn Sources,
    ) -> Result<Option<Self>, Box<Diagnostic>> {
        use crate::figure::card::Typeface;

        let Some(cards) = &settings.cards else { return Ok(None) };
        let wrong = |span, message: String| {
            let file = SourcePath::from("griot.toml");
            let problem = Diagnostic::at(&CARD_FONT, &file, span, message);
            Box::new(problem.help("name a .ttf or .otf file of the tracker, as in font = \"static/fonts/sample.ttf\", or leave `font` out"))
        };
        let face = match &cards.font {
            None => Typeface::own().map_err(|why| wrong(cards.span, why.to_owned()))?,
            Some(font) => {
                let bytes = sources.read(&font.value).map_err(|error| {
                    wrong(font.span, format!("the font `{}` cannot be read: {error}", font.value))
                })?;
                Typeface::read(bytes)
                    .map_err(|why| wrong(font.span, format!("`{}`: {why}", font.value)))?
            }
        };
        Ok(Some(Self { face, settings: cards.clone() }))
    }

    /// The drawing of a card, as SVG.
    pub fn drawing(&self, card: &Card) -> String {
        card.svg(&self.face)
    }

    /// Under what name the picture of a drawing is kept: the same for the same drawing and font alone.
    pub fn key(&self, drawing: &[u8]) -> String {
        use crate::figure::card::FORM;
        use crate::source::Sha256;

        let parts = [FORM.as_bytes(), &self.face.digest().0, drawing];
        Sha256::of(&parts.join(&b'\n')).hex(64)
    }

    /// The picture of a drawing, as PNG. Empty for a drawing that is none, which the program never
    /// makes.
    pub fn picture(&self, drawing: &[u8]) -> Vec<u8> {
        let svg = std::str::from_utf8(drawing).unwrap_or_default();
        let picture = crate::figure::card::picture(svg, &self.face);
        debug_assert!(picture.is_ok(), "{picture:?}");
        picture.unwrap_or_default()
    }

    /// The characters of all cards that the font has no sign for, at the first that holds one.
    pub fn missing(&self, views: &Views<'_>) -> Option<Diagnostic> {
        let lacks = |text: &str| text.nfc().find(|c| !c.is_ascii() && !self.face.has(*c));
        let tracker = views.tracker;
        let cards: Vec<_> = views.plan.cards().collect();
        let found: Vec<_> = cards
            .into_par_iter()
            .filter_map(|ix| Some((ix, views.card(ix).texts().find_map(lacks)?)))
            .collect();
        let (first, sign) = *found.first()?;
        let incident = &tracker.incident(first).record;
        let path = tracker.region_path(tracker.shown_region(first));
        let regions = path.into_iter().map(|ix| &tracker.region(ix).record);
        let titles = std::iter::once(incident).chain(regions);
        let holds = |record: &&crate::model::Record| record.title.value.nfc().any(|c| c == sign);
        let (file, span) = match titles.into_iter().find(holds) {
            Some(record) => (record.file.clone(), record.title.span),
            None => (SourcePath::from("griot.toml"), self.settings.span),
        };
        let message = match found.len() {
            1 => format!("the font of the cards has no sign for `{sign}`"),
            count => format!(
                "the font of the cards has no sign for `{sign}`; {count} cards hold characters that it lacks"
            ),
        };
        let problem = Diagnostic::at(&MISSING_SIGN, &file, span, message);
        Some(problem.help(
            "name a font that has the script in griot.toml, under [cards]: font = \"static/fonts/sample.ttf\"",
        ))
    }
}
