//! Pictures that tell where they were taken.

use std::io::Cursor;

use exif::{Context, Reader, Tag};

/// Tags of the position that a picture was taken at, or shows.
const POSITION: [Tag; 5] = [
    Tag::GPSLatitude,
    Tag::GPSLongitude,
    Tag::GPSDestLatitude,
    Tag::GPSDestLongitude,
    Tag::GPSAreaInformation,
];

/// The name under which XMP keeps the position.
const XMP: &[u8] = b"GPSLatitude";

/// Whether a file is a JPEG, PNG, WebP, TIFF, HEIF or AVIF, whatever its name.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    [b"\xff\xd8\xff".as_slice(), b"\x89PNG", b"RIFF", b"II*\0", b"MM\0*"]
        .iter()
        .any(|magic| bytes.starts_with(magic))
        || bytes.get(4..8) == Some(b"ftyp")
}

/// Whether a file's name is that of a picture.
pub(super) fn has_name_of_picture(path: &str) -> bool {
    const ENDS: [&str; 9] = ["jpg", "jpeg", "png", "webp", "tif", "tiff", "heic", "heif", "avif"];
    let end = path.rsplit_once('.').map_or("", |(_, end)| end);
    ENDS.iter().any(|known| end.eq_ignore_ascii_case(known))
}

/// Whether a picture tells where it was taken.
pub(super) fn has_position(bytes: &[u8]) -> bool {
    let exif = Reader::new().read_from_container(&mut Cursor::new(bytes));
    let in_exif = exif.is_ok_and(|exif| {
        let mut fields = exif.fields();
        fields.any(|field| field.tag.context() == Context::Gps && POSITION.contains(&field.tag))
    });
    in_exif || memchr::memmem::find(bytes, XMP).is_some()
}
