//! The ids of the sources of a record. They come of what a source says and not of its place in a list:
//! a release that names one source more must not change which of them an editor's words belong to.

use crate::content::slug;
use crate::model::{CitedSource, Id, SharedCitation, Source};
use crate::source::Located;

/// About how many characters of a name an id takes.
const LONG: usize = 32;

/// The sources with ids of their own, beside those that the record cites already: `courier-2024-05-15`.
pub(super) fn cited(sources: Vec<Source>, already: &[CitedSource]) -> Vec<CitedSource> {
    let mut taken: Vec<Id> = already.iter().map(|own| own.id().value.clone()).collect();
    let mut cited = Vec::with_capacity(sources.len());
    for source in sources {
        let name = name(&source);
        let mut id = Id::new(&name);
        let mut number = 2;
        while id.as_ref().is_none_or(|id| taken.contains(id)) {
            id = Id::new(&format!("{name}-{number}"));
            number += 1;
        }
        let id = id.unwrap_or_default();
        taken.push(id.clone());
        cited.push(CitedSource::Own(Box::new(Source { id: id.into(), ..source })));
    }
    cited
}

/// The dataset, which goes back to what it cites.
pub(super) fn compiled(dataset: &Id, read: &[CitedSource]) -> CitedSource {
    shared(dataset, read.iter().map(|own| own.id().value.clone().into()).collect())
}

/// A shared source under its own id, which goes back to `origin`.
pub(super) fn shared(source: &Id, origin: Vec<Located<Id>>) -> CitedSource {
    let (id, target) = (source.clone().into(), source.clone().into());
    CitedSource::Shared(Box::new(SharedCitation { id, target, origin }))
}

/// Who published it or what it is called, and when.
fn name(source: &Source) -> String {
    let host = source.url.as_ref().map(|url| {
        let address = url.value.split_once("://").map_or(&*url.value, |(_, rest)| rest);
        address.split('/').next().unwrap_or_default().trim_start_matches("www.")
    });
    let said =
        [source.publisher.as_deref(), source.author.as_deref(), host, source.title.as_deref()];
    let name = said.into_iter().flatten().map(short).find(|name| !name.is_empty());
    let name = name.unwrap_or_else(|| "source".to_owned());
    match &source.published {
        Some(date) => format!("{name}-{}", date.earliest()),
        None => name,
    }
}

/// The beginning of a text as part of an id, cut between words.
fn short(text: &str) -> String {
    let slug = slug(text);
    match slug.char_indices().nth(LONG) {
        None => slug,
        Some((end, _)) => {
            let cut = slug[..end].rsplit_once('-').map_or(&slug[..end], |(words, _)| words);
            cut.to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(sources: Vec<Source>) -> Vec<String> {
        cited(sources, &[]).iter().map(|own| own.id().value.to_string()).collect()
    }

    fn source(publisher: &str, published: Option<&str>) -> Source {
        Source {
            publisher: Some(publisher.into()),
            published: published.map(|day| day.parse().expect(day)),
            ..Source::default()
        }
    }

    #[test]
    fn a_source_is_known_by_what_it_says_wherever_it_stands() {
        let (a, b) = (source("Courier", Some("2024-05-15")), source("Radio Elm, Sampleford", None));
        assert_eq!(ids(vec![a.clone(), b.clone()]), ["courier-2024-05-15", "radio-elm-sampleford"]);
        assert_eq!(ids(vec![b, a.clone()]), ["radio-elm-sampleford", "courier-2024-05-15"]);
        assert_eq!(ids(vec![a.clone(), a]), ["courier-2024-05-15", "courier-2024-05-15-2"]);
        let url = Some(Located::from(Box::<str>::from("https://www.courier.example/raid?x=1")));
        assert_eq!(ids(vec![Source { url, ..Source::default() }]), ["courier-example"]);
        assert_eq!(ids(vec![source("«»", None), source("…", None)]), ["source", "source-2"]);
        assert_eq!(ids(vec![source("صحيفة الميناء", Some("2024"))]), ["صحيفة-الميناء-2024-01-01"]);
    }

    #[test]
    fn a_long_name_is_cut_between_words() {
        let long = "The Observatory of the Harbour District and of all Quays";
        let day = Some("2024-05-15");
        assert_eq!(ids(vec![source(long, day)]), ["the-observatory-of-the-harbour-2024-05-15"]);
    }
}
