//! The tables below a record: places, claims, sources, victims.

use super::fill::{Cells, parts};
use super::{figures as numbers, points, problem, words_help};
use crate::content::is_web_address;
use crate::content::map::{MapClaim, MapFigure, MapSource, TableMap, Template};
use crate::import::cite;
use crate::import::records::named;
use crate::import::{Registry, RowProblem, Sums, one_line};
use crate::model::{
    ActorKind, Amount, Attribution, CitedSource, Claim, Id, Measure, Party, Place, PlaceRole,
    Point, Precision, Rare, RareOfClaim, RareOfSource, SharedSource, Source, SourceKind, Use,
    Victim, Who,
};
use crate::source::{Located, Span};

/// The figures of one claim.
pub(super) type Figures = Vec<(Measure, Amount)>;

/// The figures of all claims, and the deaths among those that are counted.
pub(super) fn figures(
    map: &TableMap,
    cells: &Cells<'_>,
    problems: &mut Vec<RowProblem>,
) -> (Vec<Figures>, Sums) {
    let mut sums = Sums::default();
    let mut all = Vec::with_capacity(map.claims.len());
    for claim in &map.claims {
        let mut figures = Vec::new();
        for (measure, figure) in &claim.figures {
            let amount = match amount(map, *measure, figure, cells, problems) {
                Ok(Some(amount)) => amount,
                Ok(None) => continue,
                Err(why) => {
                    problems.push(why);
                    continue;
                }
            };
            if *measure == Measure::Killed && matches!(claim.usage, None | Some(Use::Counted)) {
                let low = amount.low().unwrap_or_default();
                sums.low += u64::from(low);
                sums.best += u64::from(amount.best().unwrap_or(low));
                sums.high += u64::from(amount.high().unwrap_or(low));
            }
            figures.push((*measure, amount));
        }
        all.push(figures);
    }
    (all, sums)
}

fn amount(
    map: &TableMap,
    measure: Measure,
    figure: &MapFigure,
    cells: &Cells<'_>,
    problems: &mut Vec<RowProblem>,
) -> Result<Option<Amount>, RowProblem> {
    let comma = map.file.decimal_comma;
    if let Some(template) = &figure.value {
        let Some(text) = cells.text(template) else { return Ok(None) };
        return numbers::amount(&text, Some(measure), comma)
            .map_err(|why| problem(cells, template, why));
    }
    let bound = |template: &Option<Template>| -> Result<Option<u32>, RowProblem> {
        let Some(template) = template else { return Ok(None) };
        let Some(text) = cells.text(template) else { return Ok(None) };
        match numbers::amount(&text, Some(measure), comma) {
            Ok(Some(Amount::Exactly(number))) => Ok(Some(number)),
            Ok(None | Some(Amount::Unknown)) => Ok(None),
            Ok(Some(other)) => {
                Err(problem(cells, template, format!("`{other}` is no single number")))
            }
            Err(why) => Err(problem(cells, template, why)),
        }
    };
    let (low, best, high) = (bound(&figure.low)?, bound(&figure.best)?, bound(&figure.high)?);
    let stated: Vec<u32> = [low, best, high].into_iter().flatten().collect();
    if stated.is_empty() {
        return Ok(None);
    }
    if !stated.is_sorted() {
        let template = [&figure.best, &figure.low, &figure.high].into_iter().flatten().next();
        let why = "low, best and high do not rise";
        let told = template.map_or_else(
            || RowProblem::row(cells.row.line, why),
            |template| problem(cells, template, why),
        );
        // Which of them is wrong, nobody here can know: they stay as they are.
        problems.push(told.noted());
        return Ok(Some(Amount::Estimate { low, best, high }));
    }
    if low == high && (best.is_none() || low.is_none()) {
        return Ok(best.or(low).map(Amount::Exactly));
    }
    if let (Some(low), Some(best), Some(high)) = (low, best, high)
        && low == best
        && best == high
    {
        return Ok(Some(Amount::Exactly(best)));
    }
    Ok(Some(Amount::Estimate { low, best, high }))
}

fn located(text: String) -> Located<Box<str>> {
    Located::from(Box::<str>::from(one_line(&text)))
}

fn optional(cells: &Cells<'_>, template: &Option<Template>) -> Option<String> {
    template.as_ref().and_then(|template| cells.text(template))
}

fn boxed(cells: &Cells<'_>, template: &Option<Template>) -> Option<Box<str>> {
    optional(cells, template).map(|text| one_line(&text).into())
}

/// The places; a position that cannot be read is kept as it is.
pub(super) fn places(
    map: &TableMap,
    cells: &Cells<'_>,
    region: Option<&str>,
    problems: &mut Vec<RowProblem>,
) -> Vec<Place> {
    let mut places = Vec::new();
    for own in &map.places {
        let read = match (&own.point, &own.latitude, &own.longitude) {
            (Some(both), _, _) => cells.text(both).map(|text| points::both(&text, own.order)),
            (None, Some(latitude), Some(longitude)) => {
                let pair = cells.text(latitude).zip(cells.text(longitude));
                pair.map(|(latitude, longitude)| points::pair(&latitude, &longitude))
            }
            _ => None,
        };
        let template = own.point.as_ref().or(own.latitude.as_ref());
        let mut tell = |template: &Template, why: String, help: Option<String>| {
            let told = problem(cells, template, why).noted();
            problems.push(match help {
                Some(help) => told.help(help),
                None => told,
            });
        };
        let mut point: Option<Point> = match (read, template) {
            (Some(Ok(point)), _) => Some(point),
            (Some(Err(why)), Some(template)) => {
                tell(template, why, Some("the record has no point; the cell is kept".to_owned()));
                None
            }
            _ => None,
        };
        let word = optional(cells, &own.precision);
        let precision = word.as_deref().and_then(|word| Precision::named(&word.to_lowercase()));
        if let (Some(word), None, Some(template)) = (&word, precision, &own.precision) {
            let names: Vec<&str> = Precision::ALL.iter().map(|(name, _)| *name).collect();
            let why = format!("`{word}` is none of {}", names.join(", "));
            tell(template, why, Some(words_help(cells, &own.precision)));
            // A point of unknown precision would be shown as the very spot.
            point = None;
        }
        if point.is_none() {
            let templates = [&own.point, &own.latitude, &own.longitude, &own.precision];
            templates.into_iter().flatten().for_each(|template| cells.keep(template));
        }
        let most = decimals(precision);
        if let Some(point) = point.as_mut().filter(|point| point.decimals > most) {
            // More digits than the precision bears out are kept, and shown nowhere.
            point.decimals = most;
            let templates = [&own.point, &own.latitude, &own.longitude];
            templates.into_iter().flatten().for_each(|template| cells.keep(template));
        }
        // A point without a name of its own is one in its region.
        let of_region = || region.filter(|_| point.is_some()).map(str::to_owned);
        let Some(name) = optional(cells, &own.name).or_else(of_region) else { continue };
        places.push(Place {
            span: Span::default(),
            name: Some(located(name)),
            role: own.role.unwrap_or(PlaceRole::Attacked),
            precision: precision.filter(|_| point.is_some()).map(Located::from),
            point: point.map(Located::from),
            note: boxed(cells, &own.note),
            rare: Rare::default(),
        });
    }
    places
}

/// The most decimals of a point that is known so finely.
fn decimals(precision: Option<Precision>) -> u8 {
    match precision.unwrap_or(Precision::Settlement) {
        Precision::Exact | Precision::Settlement => 6,
        Precision::Near | Precision::Adm3 | Precision::Adm2 | Precision::Adm1 => 2,
        Precision::Country => 1,
    }
}

/// The claims; one that says nothing in this row is left out.
pub(super) fn claims(
    map: &TableMap,
    cells: &Cells<'_>,
    figures: Vec<Figures>,
    sources: &[CitedSource],
    registry: &mut Registry,
    problems: &mut Vec<RowProblem>,
) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (own, figures) in map.claims.iter().zip(figures) {
        let mut names = |templates: &[Template], may_be_community: bool| {
            actors(map, own, templates, may_be_community, cells, registry, problems)
        };
        let mut claim = Claim {
            figures: figures.into_iter().map(|(measure, own)| (measure, own.into())).collect(),
            perpetrator: names(&own.perpetrator, false),
            target: names(&own.target, true),
            text: optional(cells, &own.text).map(Into::into),
            rare: RareOfClaim {
                defender: names(&own.defender, true),
                motive: boxed(cells, &own.motive),
                method: boxed(cells, &own.method),
                damage: boxed(cells, &own.damage),
                ..RareOfClaim::default()
            }
            .into(),
            ..Claim::default()
        };
        if !claim.asserts_something() {
            continue;
        }
        let status = own.status.as_ref().filter(|_| !claim.perpetrator.is_empty());
        if let Some(template) = status
            && let Some(word) = cells.text(template)
        {
            claim.status = Attribution::named(&word.to_lowercase());
            if claim.status.is_none() {
                let names: Vec<&str> = Attribution::ALL.iter().map(|(name, _)| *name).collect();
                let why = format!("`{word}` is none of {}", names.join(", "));
                problems.push(
                    problem(cells, template, why).help(words_help(cells, &own.status)).noted(),
                );
                cells.keep(template);
            }
        }
        claim.who = optional(cells, &own.who).map(who).filter(|_| !claim.figures.is_empty());
        claim.by = by(map, own, cells, registry);
        claim.quote = optional(cells, &own.quote).map(Into::into);
        claim.quote_lang = boxed(cells, &own.quote_lang).filter(|_| claim.quote.is_some());
        claim.usage = own.usage.map(Located::from);
        claim.reason = boxed(cells, &own.reason);
        claim.note = boxed(cells, &own.note);
        // What the dataset says stands in the dataset; without one, in what the row cites.
        let shared = sources.iter().find(|source| matches!(source, CitedSource::Shared(_)));
        let cited = match shared {
            Some(shared) => std::slice::from_ref(shared),
            None => sources,
        };
        claim.source = cited.iter().map(|source| source.id().clone()).collect();
        claims.push(claim);
    }
    claims
}

fn who(text: String) -> Who {
    match &*text.to_lowercase() {
        "civilians" => Who::Civilians,
        "fighters" => Who::Fighters,
        "mixed" => Who::Mixed,
        "unknown" => Who::Unknown,
        _ => Who::Words(one_line(&text).into()),
    }
}

fn by(map: &TableMap, own: &MapClaim, cells: &Cells<'_>, registry: &mut Registry) -> Option<Party> {
    if let Some(name) = boxed(cells, &own.by) {
        if name.contains(' ') {
            return Some(Party::Words(name));
        }
        let kind = map.actors.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
        return Some(Party::Actor(registry.actor(&name, kind).into()));
    }
    let name = map.dataset.by.as_ref()?;
    let kind = map.dataset.by_kind.unwrap_or(ActorKind::Organisation);
    Some(Party::Actor(registry.actor(name, Some(kind)).into()))
}

fn actors(
    map: &TableMap,
    own: &MapClaim,
    templates: &[Template],
    may_be_community: bool,
    cells: &Cells<'_>,
    registry: &mut Registry,
    problems: &mut Vec<RowProblem>,
) -> Vec<Located<Id>> {
    let mut ids: Vec<Located<Id>> = Vec::new();
    for template in templates {
        let Some(text) = cells.text(template) else { continue };
        for name in parts(&text, &own.split) {
            let name = one_line(name);
            // Nobody is named: the cell is kept, and no actor is made of the word.
            if numbers::says_nothing(&name) && !map.actors.iter().any(|(own, _)| **own == *name) {
                cells.keep(template);
                continue;
            }
            let kind = map.actors.iter().find(|(known, _)| **known == *name).map(|(_, kind)| *kind);
            if kind == Some(ActorKind::Community) && !may_be_community {
                let why =
                    format!("`{name}` is a community, and a community is never a perpetrator");
                let help = "name the group that acted, or map it as `target`";
                problems.push(problem(cells, template, why).help(help).noted());
                cells.keep(template);
                continue;
            }
            let id = registry.actor(&name, kind);
            if !ids.iter().any(|own| own.value == id) {
                ids.push(id.into());
            }
        }
    }
    ids
}

/// The dataset where it has an address or is said by somebody, then what the row cites.
pub(super) fn sources(
    map: &TableMap,
    cells: &Cells<'_>,
    registry: &mut Registry,
    problems: &mut Vec<RowProblem>,
) -> Vec<CitedSource> {
    let mut sources = Vec::new();
    if map.dataset.url.is_some() || map.dataset.by.is_some() {
        let id = registry.source(&map.dataset.id, |path| dataset_source(map, path));
        sources.push(cite::compiled(&id, &[]));
    }
    let own = map.sources.iter().flat_map(|own| cited(map, own, cells, problems)).collect();
    let read = cite::cited(own, &sources);
    if let Some(dataset) = sources.first_mut() {
        *dataset = cite::compiled(&map.dataset.id, &read);
    }
    sources.extend(read);
    sources
}

fn dataset_source(map: &TableMap, path: &crate::source::SourcePath) -> SharedSource {
    let own = &map.dataset;
    let licence = own.licence.as_ref().map(|licence| format!("Licence {licence}.").into());
    let source = Source {
        id: own.id.clone().into(),
        kind: Some(SourceKind::Data),
        title: Some(own.name.clone()),
        publisher: own.by.clone(),
        url: own.url.clone().map(Located::from),
        note: licence,
        ..Source::default()
    };
    SharedSource { record: named(path, &own.id, &own.name), source }
}

/// The sources of one entry of the map: one, or one for each part of its cells. Cells that have another
/// number of parts stand whole with each, since nobody says which part belongs to which.
fn cited(
    map: &TableMap,
    own: &MapSource,
    cells: &Cells<'_>,
    problems: &mut Vec<RowProblem>,
) -> Vec<Source> {
    let fields = [
        &own.title,
        &own.author,
        &own.publisher,
        &own.published,
        &own.url,
        &own.archive_url,
        &own.kind,
        &own.lang,
        &own.note,
    ];
    let texts: Vec<Option<String>> = fields.iter().map(|field| optional(cells, field)).collect();
    let says = |at: usize| {
        texts[at].is_some() && fields[at].as_ref().is_some_and(|own| !own.columns().is_empty())
    };
    if !(0..fields.len()).any(says) {
        return Vec::new();
    }
    let cut: Vec<Vec<&str>> = texts
        .iter()
        .map(|text| text.as_deref().map(|text| parts(text, &own.split)).unwrap_or_default())
        .collect();
    // An address belongs to one source, so that their number decides where there are addresses.
    let addresses = cut[4].len();
    let most = if addresses > 0 { addresses } else { cut.iter().map(Vec::len).max().unwrap_or(1) };
    let mut sources = Vec::with_capacity(most);
    for at in 0..most {
        let text = |field: usize| -> Option<String> {
            let whole = texts[field].as_deref()?;
            let part =
                if cut[field].len() == most { cut[field].get(at).copied() } else { Some(whole) };
            part.map(one_line).filter(|text| !text.is_empty())
        };
        let mut source = Source {
            title: text(0).map(Into::into),
            publisher: text(2).map(Into::into),
            note: text(8).map(Into::into),
            rare: RareOfSource {
                author: text(1).map(Into::into),
                lang: text(7).map(Into::into),
                ..RareOfSource::default()
            }
            .into(),
            ..Source::default()
        };
        let mut doubts: Vec<String> = Vec::new();
        if let (Some(day), Some(template)) = (text(3), &own.published) {
            match super::dates::parse(&day, map.date.order) {
                Ok(date) => source.published = Some(date),
                Err(why) => {
                    problems.push(problem(cells, template, why).noted());
                    doubts.push(format!("published: {day}"));
                }
            }
        }
        for (field, template) in [(4, &own.url), (5, &own.archive_url)] {
            let (Some(url), Some(template)) = (text(field), template) else { continue };
            if !is_web_address(&url) {
                let why = format!("`{url}` is no address on the web");
                problems.push(problem(cells, template, why).noted());
                doubts.push(format!("address: {url}"));
                continue;
            }
            let url = Some(Located::from(Box::<str>::from(url)));
            if field == 4 { source.url = url } else { source.archive_url = url }
        }
        if let (Some(word), Some(template)) = (text(6), &own.kind) {
            source.kind = SourceKind::named(&word.to_lowercase());
            if source.kind.is_none() {
                let why = format!("`{word}` is no kind of source");
                problems
                    .push(problem(cells, template, why).help(words_help(cells, &own.kind)).noted());
                doubts.push(format!("kind: {word}"));
            }
        }
        if !doubts.is_empty() {
            let note = source.note.take().map(|note| format!("{note} ")).unwrap_or_default();
            source.note = Some(format!("{note}As the table has it: {}", doubts.join("; ")).into());
        }
        sources.push(source);
    }
    sources
}

/// Those named: one, or one for each part of the cells. Cells with another number of parts are kept as
/// they are.
pub(super) fn victims(map: &TableMap, cells: &Cells<'_>) -> Vec<Victim> {
    let mut victims = Vec::new();
    for own in &map.victims {
        let Some(names) = cells.text(&own.name) else { continue };
        let names = parts(&names, &own.split);
        let cut = |template: &Option<Template>| -> Vec<String> {
            let text = optional(cells, template).unwrap_or_default();
            let found: Vec<String> = parts(&text, &own.split).into_iter().map(one_line).collect();
            if found.len() == names.len() {
                return found;
            }
            // Ages that are not as many as names belong to nobody in particular.
            template.iter().for_each(|template| cells.keep(template));
            Vec::new()
        };
        let (ages, sexes, roles) = (cut(&own.age), cut(&own.sex), cut(&own.role));
        let at = |list: &[String], at: usize| list.get(at).map(|text| text.as_str().into());
        for (number, name) in names.iter().enumerate() {
            victims.push(Victim {
                name: located((*name).to_owned()),
                age: at(&ages, number),
                sex: at(&sexes, number),
                role: at(&roles, number),
                basis: own.basis,
            });
        }
    }
    victims
}
