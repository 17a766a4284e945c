//! What the head of a folder says of the files in it.

use std::path::Path;

use super::{files, root};

/// The names in code at the start of a line of a list, up to its colon.
fn listed(line: &str) -> Vec<&str> {
    let Some(item) = line.strip_prefix("//! - `") else { return Vec::new() };
    let head = item.split("`:").next().unwrap_or(item);
    let is_name = |text: &&str| text.chars().all(|sign| sign.is_ascii_lowercase() || sign == '_');
    head.split('`').step_by(2).filter(|text| !text.is_empty()).filter(is_name).collect()
}

#[test]
fn files_that_a_folder_speaks_of_are_there() {
    let mut missing = Vec::new();
    for (path, text) in files("crates", &["rs"]) {
        let path = Path::new(&path);
        let stem = path.file_stem().and_then(|stem| stem.to_str()).expect("a name");
        let above = path.parent().expect("a folder");
        let folder = root().join(if matches!(stem, "lib" | "main" | "mod") {
            above.to_owned()
        } else {
            above.join(stem)
        });
        if !folder.is_dir() {
            continue;
        }
        for name in text.lines().flat_map(listed) {
            let is_there = folder.join(name).is_dir() || folder.join(format!("{name}.rs")).exists();
            if !is_there && !text.contains(&format!("fn {name}")) && !text.contains(&format!("mod {name}")) {
                missing.push(format!("{}: {name}", path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
