//! Same input, same bytes: whatever the order of the files, however many threads, how often.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]

mod support;

use std::io;

use griot::source::{SourcePath, SourceSet, Sources};
use proptest::prelude::*;

/// The same files, named in another order.
struct Shuffled {
    paths: Vec<SourcePath>,
    files: SourceSet,
}

impl Sources for Shuffled {
    fn paths(&self) -> &[SourcePath] {
        &self.paths
    }

    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.files.read(path)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn shuffled_input_gives_the_same_bytes(
        order in Just(support::demonstration().paths().to_vec()).prop_shuffle(),
        threads in 1usize..5,
    ) {
        let files = support::demonstration();
        let expected = support::build(&files);
        let shuffled = Shuffled { paths: order, files };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let found = pool.install(|| support::build(&shuffled));
        prop_assert_eq!(expected.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>());
        for (path, bytes) in &expected {
            prop_assert!(bytes == &found[path], "{} differs", path);
        }
    }
}

#[test]
fn every_mini_site_builds_twice_to_the_same_bytes() {
    for name in support::site_names() {
        let sources = support::mini_site(&name);
        assert!(support::build(&sources) == support::build(&sources), "{name} differs");
    }
}
