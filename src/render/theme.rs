//! The default theme, embedded in the program.

use include_dir::{Dir, include_dir};

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");
static STATIC: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/static");

/// The theme's templates with their names, sorted.
pub(super) fn templates() -> Vec<(&'static str, &'static str)> {
    let partials = TEMPLATES.get_dir("partials").into_iter().flat_map(Dir::files);
    let files = TEMPLATES.files().chain(partials).filter_map(|file| {
        let name = file.path().to_str()?;
        name.ends_with(".html").then_some((name, file.contents_utf8()?))
    });
    let mut templates: Vec<_> = files.collect();
    templates.sort_unstable();
    templates
}

/// A file of the theme's `static/`.
pub(super) fn static_file(path: &str) -> Option<&'static [u8]> {
    STATIC.get_file(path).map(include_dir::File::contents)
}
