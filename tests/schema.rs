//! The schemas for editors: what is valid passes, and what a person gets wrong does not.
#![allow(clippy::unwrap_used, missing_docs, reason = "tests fail by panicking")]
#![allow(clippy::disallowed_methods, reason = "tests read trackers from disk")]

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use griot::content::SCHEMAS;
use griot::source::Sources;
use support::schema::{problems, toml_of, validators};

#[test]
fn every_file_of_every_tracker_here_is_valid() {
    let validators = validators();
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut roots = vec![own.to_owned()];
    roots.extend(support::site_names().iter().map(|name| support::sites_folder().join(name)));
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for root in roots {
        let mut files = vec![("griot.toml".to_owned(), std::fs::read(root.join("griot.toml")))];
        let content = support::read_folder(&root.join("content"));
        for path in content.paths() {
            files.push((format!("content/{}", path.as_str()), content.read(path.as_str())));
        }
        for (path, bytes) in files {
            let text = String::from_utf8(bytes.unwrap()).unwrap();
            let Some((name, toml)) = toml_of(&path, &text) else { continue };
            let found = problems(&validators, name, toml);
            assert!(found.is_empty(), "{} {path}: {found:#?}", root.display());
            *seen.entry(name).or_default() += 1;
        }
    }
    assert_eq!(seen.len(), SCHEMAS.len(), "every kind was seen: {seen:?}");
}

#[test]
fn every_key_of_the_weights_is_described() {
    let schema = griot::content::schema("settings", &griot::pipeline::rules()).unwrap();
    let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
    let keys = schema["properties"]["weight"]["properties"].as_object().unwrap();
    assert!(keys.len() > 40);
    assert!(keys.values().all(|key| key["description"].is_string()), "{keys:#?}");
}

#[test]
fn what_is_wrong_is_found() {
    let validators = validators();
    let check = |name: &str, toml: &str, valid: bool| {
        let found = problems(&validators, name, toml);
        assert_eq!(found.is_empty(), valid, "{name}: {toml}\n{found:#?}");
    };
    let incident = |more: &str, valid: bool| {
        let least = "title = \"Fire\"\ndate = 2024-05-14\nregion = \"estmark\"\n";
        check("incident", &format!("{least}{more}"), valid);
    };
    incident("", true);
    check("incident", "title = \"Fire\"\ndate = 2024-05-14", false);
    incident("colour = \"red\"", false);
    incident("evidence = \"good\"", false);
    incident("killed = -1", false);
    incident("killed = \"35 or so\"", false);
    incident("killed = \"More than 1,000\"", true);
    incident("killed = \"dozens of people\"", true);
    check("incident", "title = \"Fire\"\ndate = \"2024-13\"\nregion = \"e\"", false);
    check("incident", "title = \"Fire\"\ndate = \"around May\"\nregion = \"e\"", false);
    check("incident", "title = \"Fire\"\ndate = \"2024-05-XX~\"\nregion = \"e\"", true);
    incident("status = \"withdrawn\"", false);
    incident("status = \"withdrawn\"\nreason = \"It was another day.\"", true);
    incident("[[source]]\ntitle = \"A\"\nsha256 = \"abc\"", false);
    incident("[[place]]\nname = \"Mill\"\npoint = [95, 2]", false);
    incident("[[place]]\nname = \"Mill\"\npoint = [5, 95]", true);
    incident("killed = { low = 1, most = 3 }", false);
    incident("killed = { low = 1, high = 3 }\nsource = \"The Courier\"", true);
    incident("source = [\"The Courier\", \"The Herald\"]", true);
    incident("[[source]]\nlang = \"fr\"", false);
    incident("[[source]]\nref = \"courier\"", true);
    incident("[[source]]\nurl = \"courier.example\"", false);
    incident("[[claim]]\nby = \"the mayor\"", false);
    incident("[[claim]]\nperpetrator = [\"guards\"]\nstatus = \"alleged\"", true);
    incident("[[place]]\npoint = [1, 2]", false);
    incident("[[place]]\nref = \"mill\"\npoint = [1, 2.5]", true);
    incident("[[place]]\nname = \"Mill\"\npoint = [1]", false);
    incident(
        "[[place]]\nname = \"Mill\"\nalso = [\"Moulin\", { name = \"Mill\", lang = \"en\" }]",
        true,
    );
    incident("[[place]]\nname = \"Mill\"\nalso = [{ lang = \"en\" }]", false);
    incident("[[victim]]\nname = \"A\"\nbasis = \"family\"\nage = 30", true);
    incident("[[victim]]\nname = \"A\"\nbasis = \"family\"\nage = \"about 30\"", true);
    incident("[[victim]]\nname = \"A\"", false);
    incident("[private]\nanything = { at = [1, true] }", true);
    check("region", "name = \"North\"\n[codes]\niso = \"ES-N\"", true);
    check("region", "name = \"North\"\n[codes]\niso = 3", false);
    check("settings", "title = \"T\"\n[types.raid]\nlabel = \"Raid\"\nucdp = 3", true);
    check("settings", "title = \"T\"\n[types.raid]\nucdp = 4", false);
    check("settings", "title = \"T\"\n[rules]\nmissing-source = \"off\"", true);
    check("settings", "title = \"T\"\n[rules]\nmissing-source = \"loud\"", false);
    check("settings", "title = \"T\"\n[rules]\nno-such-rule = \"off\"", false);
    check("settings", "title = \"T\"\n[weight]\nincident_html = 9000\nhome = \"off\"", true);
    check("settings", "title = \"T\"\n[feeds]\ncontent = \"whole\"", false);
}
