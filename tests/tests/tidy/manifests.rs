//! What manifests and pages say of themselves.

use std::collections::BTreeSet;

use super::{files, root};

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("the root manifest");
    let section = manifest.split("[workspace.dependencies]").nth(1).expect("dependencies");
    let section = section.split("\n[").next().expect("a section");
    let mut wrong = Vec::new();
    for line in section.lines().filter(|line| line.contains('=') && !line.trim_start().starts_with('#')) {
        let is_ours = line.contains("path = ");
        let comment = line.rsplit_once('#').map_or("", |(_, comment)| comment.trim());
        if !is_ours && comment.len() < 5 {
            wrong.push(line.to_owned());
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    // Versions stand there and nowhere else.
    for (path, text) in files("crates", &["toml"]) {
        let dependencies = text.split("dependencies]").skip(1).flat_map(|rest| {
            rest.split("\n[").next().expect("a section").lines().filter(|line| line.contains('='))
        });
        for line in dependencies {
            assert!(line.contains("workspace = true"), "{path}: {line}");
        }
    }
}

/// The names that a manifest lists below its headings of dependencies.
fn dependencies(manifest: &str) -> Vec<String> {
    let sections = manifest.split("dependencies]").skip(1);
    let lines = sections.flat_map(|rest| rest.split("\n[").next().expect("a section").lines());
    let names = lines.filter_map(|line| Some(line.split_once(['.', '='])?.0.trim().to_owned()));
    names.filter(|name| !name.starts_with('#')).collect()
}

#[test]
fn every_dependency_is_used() {
    let mut wrong = Vec::new();
    let mut asked_for = BTreeSet::new();
    for (path, manifest) in files("crates", &["toml"]).into_iter().chain(files("tests", &["toml"])) {
        let Some(folder) = path.strip_suffix("Cargo.toml") else { continue };
        let sources = files(folder.trim_end_matches('/'), &["rs"]);
        for name in dependencies(&manifest) {
            let word = name.replace('-', "_");
            if !sources.iter().any(|(_, text)| text.contains(&word)) {
                wrong.push(format!("{path}: {name}"));
            }
            asked_for.insert(name);
        }
    }
    let root = std::fs::read_to_string(root().join("Cargo.toml")).expect("the root manifest");
    wrong.extend(dependencies(&root).into_iter().filter(|name| !asked_for.contains(name)));
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_path_of_a_machine() {
    let mut wrong = Vec::new();
    let marks = [["/wo", "rk/"], ["/ho", "me/"], ["/ro", "ot/"], ["/Us", "ers/"], ["/tm", "p/"]]
        .map(|parts| parts.concat());
    for folder in ["crates", "tests", "docs", ".ci"] {
        for (path, text) in files(folder, &["rs", "toml", "md", "chain", "snap", "py", "txt", "sh", "json"]) {
            for mark in &marks {
                let places = text.match_indices(mark.as_str());
                // A web address may hold such a path; a path of a machine begins with it.
                let begins =
                    |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
                wrong.extend(places.filter(|(at, _)| begins(*at)).map(|_| format!("{path} holds {mark}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
