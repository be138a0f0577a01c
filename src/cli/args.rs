//! The command line: commands, their options, and what `--help` says of them.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Makes a public website of incidents, regions and a timeline from a folder of Markdown files.
///
/// Every figure keeps its source, every problem of the content is shown at once, and the site
/// works on any host, in any subfolder and without scripts.
#[derive(Debug, Parser)]
#[command(
    name = "griot",
    version,
    disable_help_subcommand = true,
    after_help = "\
Examples:
  griot init my-tracker              make a new tracker with one example of everything
  griot serve --open                 write, with the browser beside it
  griot new incident \"Fire in Sampleford\" --date 2024-05-14 --region sampleford
  griot check                        see every problem of the content
  griot build                        make the site in public/

Exit status: 0 done, 1 the content has errors, 2 the tool could not do it."
)]
pub(super) struct Arguments {
    /// What to do.
    #[command(subcommand)]
    pub(super) command: Command,

    /// Folder of the tracker, the one with `griot.toml` [default: looked for upwards from here]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,

    /// Say nothing but problems and errors
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,

    /// Colour the output; `auto` does on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
}

/// When the output is coloured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal.
    Auto,
    /// Also in a pipe or file.
    Always,
    /// Nowhere.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a new tracker: settings, a region and an example incident, ready to serve
    #[command(after_help = "\
Examples:
  griot init                         here
  griot init my-tracker              in a new folder

Files that are there already are left as they are.")]
    Init(Init),
    /// Make a new record, with every field explained in the file
    #[command(subcommand)]
    New(New),
    /// Bring a table of events into a tracker: a public dataset, a new release of it
    #[command(subcommand)]
    Import(Import),
    /// Show every problem of the content, with the spot and how to mend it
    #[command(after_help = "\
Examples:
  griot check                        all problems of the tracker
  griot check --explain unknown-key  what a rule is for
  griot check --format json          for editors and scripts

The JSON is an array of objects: rule, severity, file, line, column, end_line, end_column,
message, label, help (an array), related (an array of file, line, column, end_line, end_column,
label). Lines and columns count from 1, columns in characters; they are null where a problem
concerns a whole file.")]
    Check(Check),
    /// Check the content, then write the site
    #[command(after_help = "\
Examples:
  griot build                        into public/
  griot build --output /srv/www      into another folder
  griot build --base-url https://tracker.example/
  griot build --strict               in automation: warnings are errors as well

Nothing is written where the content has an error. Files that did not change keep their time;
files that the last build made and this one does not are removed; other files are not touched.
With SOURCE_DATE_EPOCH set, that is the day that embargoes are compared with.")]
    Build(Build),
    /// Show the site in the browser while you write
    #[cfg(feature = "serve")]
    #[command(after_help = "\
Examples:
  griot serve --open                 and open the browser
  griot serve --drafts --port 8000

Pages are made when they are asked for and reload when a file changes. Problems appear over the
page, which keeps its last good state behind them. Only this computer can see it, unless --host
names another address.")]
    Serve(Serve),
    /// Keep what every published record says in griot.lock, so that no later edit is silent
    #[command(after_help = "\
Examples:
  griot lock                         after new records and declared changes
  griot lock --typo content/incidents/2024/raid.md
  griot lock --forget incidents/raid

Run it when content is published, and commit griot.lock together with the content. Once the file is
there, `griot check` and `griot build` hold every public record against it: one that says something
else needs a new [[change]]. It is not written where the content has an error.")]
    Lock(Lock),
    /// Freeze the downloads under a number, so that others can cite them
    #[command(after_help = "\
Examples:
  griot release                      what changed since the last release, and which number fits
  griot release 1.4.0 --dry-run      the same for a number, without making it
  griot release 1.4.0                make it, in releases/1.4.0/
  griot release 1.4.0 --withdraw claims.csv --reason \"names a witness\"

Commit the folder together with the content; griot build publishes it as data/1.4.0/. Numbers are
MAJOR.MINOR.PATCH: MAJOR where columns, files or ids are others, MINOR where there is more, PATCH
where values were corrected. No release is made where the content has an error, where something
would leave that must not, or where griot.lock is behind the records.")]
    Release(Release),
    /// Write the incidents in the form of another dataset, with every column that it has
    #[command(after_help = "\
Examples:
  griot export ucdp ged.csv          the 49 columns of UCDP's Georeferenced Event Dataset
  griot export acled > acled.csv     the 31 columns of ACLED
  griot export hxl incidents.csv     the table of incidents with HXL tags

What may not leave stops it, as it stops a build: nothing is written then. UCDP and ACLED have the
incidents that count; a column that a tracker does not hold is left empty.")]
    Export(Export),
    /// Print what a kind of file may hold, as JSON Schema for editors
    #[command(after_help = "\
Examples:
  griot schema                       the kinds of file
  griot schema settings > griot.schema.json
  griot schema incident > incident.schema.json

A schema knows keys, forms and words; `griot check` knows what they mean together.")]
    Schema(Schema),
    /// Print the completions of a shell
    #[command(after_help = "\
Examples:
  griot completions bash > ~/.local/share/bash-completion/completions/griot
  griot completions fish > ~/.config/fish/completions/griot.fish")]
    Completions(Completions),
}

/// What `init` is told.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// Folder of the new tracker; made where it is missing
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) folder: PathBuf,
}

/// What the stages are told, for all commands that run them.
#[derive(Debug, Args)]
pub(super) struct Compile {
    /// Take in drafts, records under review and embargoed records
    #[arg(long)]
    pub(super) drafts: bool,

    /// The day to do it for [default: SOURCE_DATE_EPOCH if set, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<jiff::civil::Date>,
}

/// What `check` is told.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// How the problems are printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,

    /// Print the manual of a rule and stop; without a name, list every rule
    #[arg(long, value_name = "RULE")]
    pub(super) explain: Option<Option<String>>,

    /// What the stages are told.
    #[command(flatten)]
    pub(super) compile: Compile,
}

/// How problems are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people: excerpt, spot, help.
    Text,
    /// For programs.
    Json,
}

/// What `build` is told.
#[derive(Debug, Args)]
pub(super) struct Build {
    /// Where the site will be, instead of `base_url` in griot.toml; feeds and the sitemap need it
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,

    /// Folder that the site is written to [default: public in the tracker's folder]
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,

    /// Write every file again, also those that did not change
    #[arg(long)]
    pub(super) clean: bool,

    /// Treat warnings as errors
    #[arg(long)]
    pub(super) strict: bool,

    /// Print how long each stage took
    #[arg(long)]
    pub(super) timings: bool,

    /// What the stages are told.
    #[command(flatten)]
    pub(super) compile: Compile,
}

/// What `serve` is told.
#[cfg(feature = "serve")]
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Open the browser
    #[arg(long)]
    pub(super) open: bool,

    /// Port to listen on; the next free one where it is taken
    #[arg(long, short, value_name = "PORT", default_value_t = 1111)]
    pub(super) port: u16,

    /// Address to listen on; any other than the default shows the site, drafts and all, to others
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    pub(super) host: std::net::IpAddr,

    /// What the stages are told.
    #[command(flatten)]
    pub(super) compile: Compile,
}

/// What `lock` is told.
#[derive(Debug, Args)]
pub(super) struct Lock {
    /// Accept that words of these files were mended without a [[change]]; facts never
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(super) typo: Vec<PathBuf>,

    /// Let these records go that are no longer public, such as incidents/raid, with their addresses
    #[arg(long, value_name = "KEY", num_args = 1..)]
    pub(super) forget: Vec<String>,

    /// The day to do it for [default: SOURCE_DATE_EPOCH if set, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<jiff::civil::Date>,
}

/// What `release` is told.
#[derive(Debug, Args)]
pub(super) struct Release {
    /// The number, such as 1.4.0 [default: says which one fits and makes nothing]
    pub(super) version: Option<String>,

    /// Show what changed and what would be made, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,

    /// The day of the release, or of the withdrawal [default: the day that it is done for]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) date: Option<jiff::civil::Date>,

    /// The DOI of this release, where one was reserved for it
    #[arg(long, value_name = "DOI")]
    pub(super) doi: Option<String>,

    /// Where the site will be, instead of `base_url` in griot.toml
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,

    /// Take these files out of the release, and note it in its manifest
    #[arg(long, value_name = "FILE", num_args = 1.., requires = "reason", conflicts_with_all = ["dry_run", "doi", "base_url"])]
    pub(super) withdraw: Vec<String>,

    /// Why they are taken out, for everybody to read
    #[arg(long, value_name = "TEXT", requires = "withdraw")]
    pub(super) reason: Option<String>,

    /// The day to do it for [default: SOURCE_DATE_EPOCH if set, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<jiff::civil::Date>,
}

/// What `export` is told.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The form
    #[arg(value_name = "FORM")]
    pub(super) form: ExportForm,

    /// The file to write; one that is there is replaced [default: standard output]
    pub(super) file: Option<PathBuf>,

    /// Where the site is, instead of `base_url` in griot.toml; for the addresses of pages
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,

    /// The day to do it for [default: SOURCE_DATE_EPOCH if set, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<jiff::civil::Date>,
}

/// The forms of `export`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ExportForm {
    /// UCDP's Georeferenced Event Dataset.
    Ucdp,
    /// ACLED's event files.
    Acled,
    /// The table of incidents with tags of the Humanitarian Exchange Language.
    Hxl,
}

/// What `schema` is told.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// incident, report, milestone, region, actor, source, page, places or settings [default: lists them]
    pub(super) kind: Option<String>,
}

/// What `completions` is told.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}

/// The forms of table that `import` reads.
#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// UCDP's Georeferenced Event Dataset (GED) or Candidate events: CSV, GeoJSON, JSON
    #[command(after_help = "\
Examples:
  griot import ucdp ged251-estmark.csv --dry-run    what would come of it
  griot import ucdp ged251-estmark.csv --release 25.1
  griot import ucdp ged261-estmark.csv --release 26.1    the next release, into the same tracker
  griot import ucdp ged.geojson --root my-tracker --strict

Read are the full CSV, the export of the site (MM/DD/YYYY, best_est), files of HDX with their tags,
older releases with fewer columns, and GeoJSON. In a folder without griot.toml a tracker is begun.
Exit status: 0 all rows went in, 1 some were left out (with --strict: nothing was written), 2 the
tool could not do it.")]
    Ucdp(ImportFile),
    /// ACLED's event files: CSV with commas or semicolons, JSON
    #[command(after_help = "\
Examples:
  griot import acled acled-estmark.csv --dry-run    what would come of it
  griot import acled acled-estmark.csv --release 2026-11-20

Read are the 31 columns of today and the names of older files; kinds of actors as numbers or words.
The release is what you call this state of the data, such as the day on which it was downloaded.
ACLED's terms forbid republication of its data without a licence from ACLED.")]
    Acled(ImportFile),
    /// Anybody's table by a map; HXL-tagged tables and griot's own downloads without one
    #[command(
        visible_aliases = ["json", "geojson"],
        after_help = "\
Examples:
  griot import csv events.csv --suggest-map map.toml    look at the table, write a first map
  griot import csv events.csv --map map.toml --dry-run  what would come of it
  griot import csv events.csv --map map.toml
  griot import csv 3w-hxl.csv                           a table with HXL tags
  griot import json data/incidents.jsonl                a download of another griot site

Read are CSV and TSV of any delimiter and encoding, GeoJSON, JSON and JSON Lines: what the file is, is
found out from its content. The manual tells every key of a map.
Exit status: 0 all rows went in, 1 some were left out (with --strict: nothing was written) or the map
has errors, 2 the tool could not do it."
    )]
    Csv(ImportTable),
    /// Markdown of another site by a map: cState, Hugo, Jekyll; front matter in YAML, TOML or JSON
    #[command(after_help = "\
Examples:
  griot import posts old/content/issues --suggest-map map.toml   look at the posts, write a first map
  griot import posts old/content/issues --map map.toml --dry-run
  griot import posts old/_posts --map map.toml

The keys of the front matter are the columns of the map; `{post.slug}`, `{post.date}`, `{post.name}` and
`{post.file}` come of the front matter or the name of the file. The text below stays as it is.")]
    Posts(ImportTable),
}

/// What `import csv` is told.
#[derive(Debug, Args)]
pub(super) struct ImportTable {
    /// What every import is told.
    #[command(flatten)]
    pub(super) file: ImportFile,

    /// The map: which column becomes which field
    #[arg(long, value_name = "MAP")]
    pub(super) map: Option<PathBuf>,

    /// Write a first map to this file, with what it was guessed from, and import nothing
    #[arg(long, value_name = "MAP", conflicts_with_all = ["map", "dry_run", "strict"])]
    pub(super) suggest_map: Option<PathBuf>,

    /// The encoding of the table, such as windows-1256, where it is found out wrongly; goes before the map's
    #[arg(long, value_name = "NAME")]
    pub(super) encoding: Option<Box<str>>,
}

/// What every form of `import` is told.
#[derive(Debug, Args)]
pub(super) struct ImportFile {
    /// The table; `-` is standard input
    pub(super) file: PathBuf,

    /// The release that the file holds, such as 25.1; the history of records names it
    #[arg(long, value_name = "RELEASE")]
    pub(super) release: Option<String>,

    /// Show what would change, and write nothing
    #[arg(long)]
    pub(super) dry_run: bool,

    /// Write nothing where a row would be left out
    #[arg(long)]
    pub(super) strict: bool,

    /// How the report is printed
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub(super) format: Format,

    /// The day of the import, for the history of records [default: SOURCE_DATE_EPOCH if set, else today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) today: Option<jiff::civil::Date>,
}

/// The kinds of record that `new` makes.
#[derive(Debug, Subcommand)]
pub(super) enum New {
    /// One event that harmed people
    #[command(after_help = "\
Example:
  griot new incident \"Attack on the market\" --date 2022-03-28 --region north/riverside")]
    Incident(NewIncident),
    /// A region; its parent is the part of its id before the last slash
    #[command(after_help = "\
Example:
  griot new region \"Riverside\" --id north/riverside")]
    Region(NewRegion),
    /// A group, force, institution, organisation, community, medium or person
    #[command(after_help = "\
Example:
  griot new actor \"Katiba Macina\" --kind armed-group")]
    Actor(NewActor),
    /// A report that sums up many incidents; its figures are never counted
    #[command(after_help = "\
Example:
  griot new report \"Quarterly note on human rights\" --date 2022-08-31")]
    Report(NewDated),
    /// Context for the timeline; never counted
    #[command(after_help = "\
Example:
  griot new milestone \"End of the mission's mandate\" --date 2023-06-30")]
    Milestone(NewDated),
}

/// What `new incident` is told.
#[derive(Debug, Args)]
pub(super) struct NewIncident {
    /// Neutral wording, no source's adjectives
    pub(super) title: String,

    /// When: 2022-03-28, 2022-03, 2022-06-18/2022-06-19, [2022-03-01..2022-03-05], with ~ or ?
    #[arg(long, value_name = "DATE")]
    pub(super) date: crate::model::Date,

    /// The finest region known: the id of a file in content/regions/
    #[arg(long, value_name = "ID")]
    pub(super) region: String,
}

/// What `new region` is told.
#[derive(Debug, Args)]
pub(super) struct NewRegion {
    /// The region's name
    pub(super) name: String,

    /// Its id: its path below content/regions/, such as north/riverside
    #[arg(long, value_name = "ID")]
    pub(super) id: String,
}

/// What `new actor` is told.
#[derive(Debug, Args)]
pub(super) struct NewActor {
    /// The actor's name
    pub(super) name: String,

    /// armed-group, state-force, militia, institution, organisation, community, media or person
    #[arg(long, value_name = "KIND")]
    pub(super) kind: String,

    /// Its id [default: made of the name]
    #[arg(long, value_name = "ID")]
    pub(super) id: Option<String>,
}

/// What `new report` and `new milestone` are told.
#[derive(Debug, Args)]
pub(super) struct NewDated {
    /// Neutral wording
    pub(super) title: String,

    /// When: 2022-08-31, 2022-08, 2022
    #[arg(long, value_name = "DATE")]
    pub(super) date: crate::model::Date,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        super::Arguments::command().debug_assert();
    }
}
