//! Trackers of made-up incidents, the same in every run.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Words of narratives.
const WORDS: [&str; 24] = [
    "the",
    "of",
    "reported",
    "harbour",
    "morning",
    "road",
    "residents",
    "said",
    "market",
    "night",
    "boats",
    "convoy",
    "wounded",
    "village",
    "clinic",
    "shelling",
    "fled",
    "statement",
    "witnesses",
    "burned",
    "houses",
    "district",
    "river",
    "mission",
];
const PUBLISHERS: [&str; 4] = ["Sampleford Post", "Estmark Radio", "Harbour Watch", "The Ledger"];

/// Numbers that look drawn by chance.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % end
    }

    fn sentence(&mut self, words: usize, out: &mut String) {
        for at in 0..words {
            if at > 0 {
                out.push(' ');
            }
            out.push_str(WORDS[self.below(WORDS.len())]);
        }
        out.push('.');
    }
}

/// Writes a tracker of so many incidents into `root`.
pub(crate) fn write(root: &Path, incidents: usize) {
    let put = |path: &str, text: &str| {
        let path = root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    put("griot.toml", "title = \"Estmark tracker\"\nbase_url = \"https://estmark.example/\"\n");
    let (provinces, districts) = (20, 8);
    put("content/regions/estmark.md", "+++\nname = \"Estmark\"\n+++\n");
    for province in 0..provinces {
        put(
            &format!("content/regions/estmark/p{province}.md"),
            &format!("+++\nname = \"Province {province}\"\n+++\n"),
        );
        for district in 0..districts {
            put(
                &format!("content/regions/estmark/p{province}/d{district}.md"),
                &format!("+++\nname = \"District {province}-{district}\"\n+++\n"),
            );
        }
    }
    for actor in 0..40 {
        put(
            &format!("content/actors/group-{actor}.md"),
            &format!("+++\nname = \"Group {actor}\"\nkind = \"armed-group\"\n+++\n"),
        );
    }
    let mut chance = Chance(7);
    for at in 0..incidents {
        let (year, month, day) =
            (2000 + chance.below(24), 1 + chance.below(12), 1 + chance.below(28));
        let (province, district) = (chance.below(provinces), chance.below(districts));
        let low = chance.below(20);
        let mut text = format!(
            "+++\ntitle = \"Attack on village {at}\"\ndate = {year}-{month:02}-{day:02}\n\
             region = \"estmark/p{province}/d{district}\"\nevidence = \"fair\"\n\
             [[place]]\nname = \"Village {at}\"\npoint = [{}.{:04}, {}.{:04}]\nprecision = \"settlement\"\n\
             [[claim]]\nkilled = {{ low = {low}, best = {}, high = {} }}\nsource = \"s1\"\n\
             [[claim]]\nperpetrator = [\"group-{}\"]\nstatus = \"alleged\"\nsource = \"s1\"\n",
            chance.below(15),
            chance.below(10_000),
            chance.below(15),
            chance.below(10_000),
            low + 2,
            low + 5,
            chance.below(40),
        );
        for source in 1..=1 + chance.below(3) {
            let publisher = PUBLISHERS[chance.below(PUBLISHERS.len())];
            write!(text, "[[source]]\nid = \"s{source}\"\nkind = \"news\"\npublisher = \"{publisher}\"\ntitle = \"").unwrap();
            chance.sentence(7, &mut text);
            writeln!(text, "\"\nurl = \"https://news.example/{at}/{source}\"").unwrap();
        }
        text.push_str("+++\n");
        for _ in 0..2 + chance.below(5) {
            for _ in 0..4 {
                chance.sentence(14, &mut text);
                text.push(' ');
            }
            text.push_str("\n\n");
        }
        put(&format!("content/incidents/{year}/inc-{at:07}.md"), &text);
    }
}

/// Adds a line to the body of one incident.
pub(crate) fn edit(root: &Path) {
    let folder = fs::read_dir(root.join("content/incidents")).unwrap().next().unwrap().unwrap();
    let file = fs::read_dir(folder.path()).unwrap().next().unwrap().unwrap().path();
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text + "One more line.\n").unwrap();
}
