//! The book is whole: its summary names every page, and every link leads somewhere.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{pages, root};

/// The targets of all links of a page.
fn links(text: &str) -> Vec<String> {
    Parser::new_ext(text, Options::ENABLE_TABLES)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                Some(dest_url.to_string())
            }
            _ => None,
        })
        .collect()
}

/// The anchors that mdBook and GitHub give the headings of a page.
fn anchors(text: &str) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    let mut heading: Option<String> = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let title = heading.take().unwrap_or_default().to_lowercase();
                let slug = title
                    .chars()
                    .filter(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' '))
                    .map(|c| if c == ' ' { '-' } else { c })
                    .collect();
                anchors.insert(slug);
            }
            Event::Text(part) | Event::Code(part) => {
                if let Some(title) = &mut heading {
                    title.push_str(&part);
                }
            }
            _ => {}
        }
    }
    anchors
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            Component::Normal(_) | Component::RootDir | Component::Prefix(_) => plain.push(part),
        }
    }
    plain
}

#[test]
fn all_links_lead_somewhere() {
    let mut dead = Vec::new();
    for page in pages() {
        let text = std::fs::read_to_string(root().join(&page)).expect("a page");
        for link in links(&text) {
            if link.contains("://") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() {
                page.clone()
            } else {
                plain(&page.parent().expect("a page lies in a folder").join(file))
            };
            let Ok(there) = std::fs::read_to_string(root().join(&target)) else {
                if !root().join(&target).is_dir() {
                    dead.push(format!("{}: {link}", page.display()));
                }
                continue;
            };
            if !anchor.is_empty() && !anchors(&there).contains(anchor) {
                dead.push(format!("{}: {link} (no such heading)", page.display()));
            }
            // What lies outside the book is not there when the book is read on its own.
            if page.starts_with("docs/src") && !target.starts_with("docs/src") {
                dead.push(format!("{}: {link} leads out of the book", page.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}

#[test]
fn the_summary_names_every_page_once() {
    let summary = std::fs::read_to_string(root().join("docs/src/SUMMARY.md")).expect("the summary");
    let mut named: Vec<PathBuf> =
        links(&summary).iter().map(|link| Path::new("docs/src").join(link)).collect();
    named.sort();
    let mut there: Vec<PathBuf> = pages().into_iter().filter(|page| page.starts_with("docs/src")).collect();
    there.retain(|page| !page.ends_with("SUMMARY.md"));
    assert_eq!(named, there);
    let settings = std::fs::read_to_string(root().join("docs/book.toml")).expect("the book's settings");
    assert!(settings.contains("src = \"src\""));
}
