//! Files of a crate import each other in one direction.
//!
//! What a file takes from the modules around it, such as `super::Resolver`, is no arrow: a module and the files of its folder are
//! one house. Names that are handed on by `pub use` count where they are defined.

use std::collections::{BTreeMap, BTreeSet};

use super::sources;

/// Circles that are one idea in two files, and why.
const ONE_IDEA: &[(&str, &[&str])] = &[
    // A name may be drawn as a layout, in which names stand again.
    ("render", &["layout::build", "layout::notation", "layout::piece"]),
    // What is known of f'(z) is read off its formula, and a working that derives one gathers what is known.
    ("symbolic", &["derivation::fact", "derivation::fact_list", "derivation::slope", "derivation::working"]),
    // Wholes hold entries, and what entries are derivatives of is evaluated as a whole.
    ("program", &["array::entry", "array::whole"]),
];

type Path = Vec<String>;

/// The modules of one crate: what each hands on under which name, and which paths it uses.
#[derive(Default)]
struct Modules {
    names: BTreeMap<Path, BTreeMap<String, Path>>,
    used: BTreeMap<Path, Vec<Path>>,
}

/// The files of each crate, by their modules.
fn crates() -> BTreeMap<String, Vec<(Path, String)>> {
    let mut crates: BTreeMap<String, Vec<(Path, String)>> = BTreeMap::new();
    for (path, code) in sources() {
        let (name, file) =
            path.strip_prefix("crates/").and_then(|path| path.split_once("/src/")).expect("below src");
        let file = file.trim_end_matches(".rs").trim_end_matches("/mod");
        let module = if matches!(file, "lib" | "main") { Vec::new() } else { parts(file, "/") };
        crates.entry(name.to_owned()).or_default().push((module, code));
    }
    crates
}

#[test]
fn folders_import_each_other_in_one_direction() {
    let mut found: BTreeSet<(String, String, String)> = BTreeSet::new();
    for (name, files) in crates() {
        let mut between: BTreeSet<(String, String)> = BTreeSet::new();
        for (from, all) in Modules::read(&files).arrows() {
            let tops = all.iter().filter_map(|to| Some((from.first()?.clone(), to.first()?.clone())));
            between.extend(tops.filter(|(from, to)| from != to));
        }
        let both =
            between.iter().filter(|(from, to)| from < to && between.contains(&(to.clone(), from.clone())));
        found.extend(both.map(|(from, to)| (name.clone(), from.clone(), to.clone())));
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let mut wrong = Vec::new();
    for (name, files) in crates() {
        let arrows = Modules::read(&files).arrows();
        for circle in circles(&arrows) {
            let told: Vec<String> = circle.iter().map(|module| module.join("::")).collect();
            if !ONE_IDEA.iter().any(|(file, idea)| *file == name && told == *idea) {
                wrong.push(format!("{name}: {}", told.join(" ↔ ")));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn parts(path: &str, between: &str) -> Path {
    path.split(between).map(|part| part.trim().to_owned()).collect()
}

impl Modules {
    fn read(files: &[(Path, String)]) -> Self {
        let mut modules = Self::default();
        for (module, _) in files {
            modules.names.insert(module.clone(), BTreeMap::new());
        }
        for (module, code) in files {
            let mut used = Vec::new();
            for (is_handed_on, path) in paths(code) {
                let Some(path) = modules.absolute(module, &path) else { continue };
                if let (Some(name), Some(names)) = (path.last(), modules.names.get_mut(module)) {
                    names.entry(name.clone()).or_insert_with(|| path.clone());
                }
                if !is_handed_on {
                    used.push(path);
                }
            }
            modules.used.insert(module.clone(), used);
        }
        modules
    }

    /// A path from the root of the crate; nothing for one that leads out of it.
    fn absolute(&self, module: &Path, path: &[String]) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        let from = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => {
                let ups = path.iter().take_while(|part| *part == "super").count();
                let from = module[..module.len().checked_sub(ups)?].to_vec();
                return Some([from, path[ups..].to_vec()].concat());
            }
            child if self.names.contains_key(&[module.clone(), vec![child.to_owned()]].concat()) => {
                return Some([module.clone(), path.to_vec()].concat());
            }
            _ => return None,
        };
        Some([from, rest.to_vec()].concat())
    }

    /// The module in which what a path names is defined.
    fn home(&self, path: &Path, depth: usize) -> Path {
        let length = (0..=path.len()).rev().find(|&length| self.names.contains_key(&path[..length]));
        let length = length.unwrap_or(0);
        let module = path[..length].to_vec();
        let handed_on = path.get(length).and_then(|name| self.names[&module].get(name));
        match handed_on {
            Some(target) if depth < 8 && target[..] != path[..=length] => {
                self.home(&[target.clone(), path[length + 1..].to_vec()].concat(), depth + 1)
            }
            Some(_) | None => module,
        }
    }

    fn arrows(&self) -> BTreeMap<Path, BTreeSet<Path>> {
        let arrows = self.used.iter().map(|(module, used)| {
            let homes = used.iter().map(|path| self.home(path, 0));
            (module.clone(), homes.filter(|home| !module.starts_with(home)).collect())
        });
        arrows.collect()
    }
}

/// The paths that a file names, and whether it only hands them on.
fn paths(code: &str) -> Vec<(bool, Path)> {
    let mut found = Vec::new();
    let mut rest = String::new();
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let trimmed = line.trim_start();
        let declared = trimmed.strip_prefix("use ").or_else(|| {
            let (visibility, path) = trimmed.split_once(" use ")?;
            visibility.starts_with("pub").then_some(path)
        });
        let Some(declared) = declared else {
            rest.push_str(line);
            rest.push('\n');
            continue;
        };
        let mut tree = declared.to_owned();
        while !tree.ends_with(';') {
            tree.push_str(lines.next().expect("the end of a declaration"));
        }
        let mut all = Vec::new();
        expand(&[], tree.trim_end_matches(';'), &mut all);
        found.extend(all.into_iter().map(|path| (trimmed.starts_with("pub"), path)));
    }
    let is_part = |sign: char| sign.is_alphanumeric() || sign == '_' || sign == ':';
    let named = rest.split(|sign: char| !is_part(sign)).filter(|word| word.contains("::"));
    found.extend(named.map(|word| (false, parts(word.trim_end_matches(':'), "::"))));
    found
}

/// `a::{b, c::d}` as `a::b` and `a::c::d`.
fn expand(before: &[String], tree: &str, found: &mut Vec<Path>) {
    let (mut depth, mut start) = (0usize, 0);
    let ends = tree.char_indices().filter(|&(_, sign)| {
        match sign {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        sign == ',' && depth == 0
    });
    let ends: Vec<usize> = ends.map(|(at, _)| at).chain([tree.len()]).collect();
    for end in ends {
        let part = tree[start..end].trim();
        start = (end + 1).min(tree.len());
        match part.split_once('{') {
            Some((path, inner)) => {
                let path = parts(path.trim_end().trim_end_matches("::"), "::");
                let path = [before, &path].concat();
                expand(&path, inner.strip_suffix('}').expect("a closed brace"), found);
            }
            None if part.is_empty() => {}
            None => {
                let name = part.split(" as ").next().unwrap_or(part);
                let mut path = [before, &parts(name, "::")].concat();
                if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
                    path.pop();
                }
                found.push(path);
            }
        }
    }
}

/// The sets of modules that reach each other.
fn circles(arrows: &BTreeMap<Path, BTreeSet<Path>>) -> BTreeSet<Vec<Path>> {
    let reached = |from: &Path| {
        let mut seen: BTreeSet<&Path> = BTreeSet::new();
        let mut stack: Vec<&Path> = arrows[from].iter().collect();
        while let Some(module) = stack.pop() {
            if seen.insert(module) {
                stack.extend(arrows.get(module).into_iter().flatten());
            }
        }
        seen
    };
    let all: BTreeMap<&Path, BTreeSet<&Path>> =
        arrows.keys().map(|module| (module, reached(module))).collect();
    let circle = |module: &&Path| -> Vec<Path> {
        let both = all[module]
            .iter()
            .filter(|other| all.get(**other).is_some_and(|imported| imported.contains(module)));
        both.map(|other| (*other).clone()).collect()
    };
    all.keys().map(circle).filter(|circle| circle.len() > 1).collect()
}
