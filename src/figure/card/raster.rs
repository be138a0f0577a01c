//! A card's drawing as a PNG: 16 colours, since a card is paper, one ink and a bar.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, Options, Tree};

use super::layout::{ACCENT, GROUND, INK};
use super::{SIZE, Typeface};

/// The form of the pictures: another one where the same drawing gives other bytes. A kept picture of
/// another form is of no use.
pub const FORM: &str = "griot card 1";

/// The picture of a drawing, as PNG.
///
/// # Errors
/// What whoever draws says of a drawing that it cannot read.
pub fn picture(svg: &str, face: &Typeface) -> Result<Vec<u8>, String> {
    let id = face.face;
    let resolver = FontResolver {
        select_font: Box::new(move |_, _| Some(id)),
        select_fallback: Box::new(|_, _, _| None),
    };
    let options = Options {
        fontdb: Arc::clone(&face.database),
        font_resolver: resolver,
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|error| error.to_string())?;
    let mut pixels = Pixmap::new(SIZE.0, SIZE.1).ok_or("the picture has no size")?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    encoded(pixels.data()).map_err(|error| error.to_string())
}

/// The colours of a picture: 15 steps from the paper to the ink, and the bar.
fn palette() -> [[u8; 3]; 16] {
    let (ground, ink) = (colour(GROUND), colour(INK));
    let mut palette = [colour(ACCENT); 16];
    for (step, colour) in (0_u16..15).zip(&mut palette) {
        for (part, (from, to)) in colour.iter_mut().zip(ground.iter().zip(ink)) {
            let mixed = (u16::from(*from) * (14 - step) + u16::from(to) * step + 7) / 14;
            *part = u8::try_from(mixed).unwrap_or(u8::MAX);
        }
    }
    palette
}

/// A colour as `#rrggbb`.
fn colour(text: &str) -> [u8; 3] {
    let part = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap_or(0);
    [part(1), part(3), part(5)]
}

/// The place of the nearest colour in the palette.
fn nearest(pixel: [u8; 3], palette: &[[u8; 3]; 16]) -> u8 {
    let far = |colour: &[u8; 3]| -> u32 {
        let parts = colour.iter().zip(pixel);
        parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let near = palette.iter().zip(0_u8..).min_by_key(|(colour, at)| (far(colour), *at));
    near.map_or(0, |(_, at)| at)
}

/// Opaque pixels in RGBA as a PNG of 16 colours.
fn encoded(pixels: &[u8]) -> Result<Vec<u8>, png::EncodingError> {
    let palette = palette();
    let mut packed = Vec::with_capacity(pixels.len() / 8);
    let mut last = ([0; 3], nearest([0; 3], &palette));
    let mut place = |pixel: &[u8]| {
        let pixel = [pixel[0], pixel[1], pixel[2]];
        if pixel != last.0 {
            last = (pixel, nearest(pixel, &palette));
        }
        last.1
    };
    for pair in pixels.chunks_exact(8) {
        let first = place(&pair[..4]);
        packed.push((first << 4) | place(&pair[4..]));
    }
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, SIZE.0, SIZE.1);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Four);
    encoder.set_palette(palette.concat());
    encoder.set_compression(png::Compression::Balanced);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&packed)?;
    writer.finish()?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::super::Card;
    use super::*;
    use crate::source::Sha256;

    fn drawn(card: &Card) -> Vec<u8> {
        let face = Typeface::own().expect("the program's own font");
        picture(&card.svg(&face), &face).expect("a drawing")
    }

    #[test]
    fn a_picture_is_a_small_png_and_always_the_same() {
        let card = Card { title: "Fire at the quay".to_owned(), ..Card::default() };
        let png = drawn(&card);
        assert!(png.starts_with(b"\x89PNG\r\n\x1a\n") && png.len() < 12_000, "{}", png.len());
        assert_eq!(png[16..24], [0, 0, 4, 176, 0, 0, 2, 118], "1200 by 630");
        assert_eq!(png, drawn(&card));
        // Other bytes need another FORM: pictures that were kept before are then made anew.
        assert_eq!((FORM, &*Sha256::of(&png).hex(16)), ("griot card 1", "2e0dfc699562c295"));
    }

    #[test]
    fn letters_are_drawn() {
        let ink = |title: &str| drawn(&Card { title: title.to_owned(), ..Card::default() }).len();
        assert!(ink("Fire at the quay") > ink("Fire") && ink("حريق") > ink(""));
    }
}
