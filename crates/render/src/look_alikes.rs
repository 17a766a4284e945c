//! Two names never look alike in print.
//!
//! Text and ASCII write names so that they read back, `a₆` and `a[6]`; in LaTeX a subscript looks the same whether it
//! belongs to the name or is the index of a member. Where that could mislead, the members keep their brackets,
//! `a_{[6]}`, all of their family alike. A notation of the reader's own that looks like another name is for the reader
//! to change.

use std::sync::Arc;

use chainrule_symbolic::graph::{Graph, Name, SymbolId};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::format_name::TEXT;
use crate::formats::FORMATS;
use crate::layout::{self, Layout};
use crate::notation::Notations;
use crate::spelling;

/// How a name is drawn.
fn latex_of_name(name: Name<'_>) -> String {
    Layout::of_name(name).latex()
}

/// A name as far as others of its kind can't look like it: its letters, its label, whether it has digits, and its number
/// of indices.
type Kind<'text> = (&'text str, &'text str, bool, usize);

fn kind(name: Name<'_>) -> Kind<'_> {
    let indices = match name.member() {
        "" => 0,
        member => member.split(',').count(),
    };
    (name.stem(), name.label(), name.subscript().is_empty(), indices)
}

/// The kinds of names, one after another: what stands before the indices of a member is taken apart once for all of its
/// family.
#[derive(Default)]
struct Kinds<'text> {
    of_families: FxHashMap<&'text str, Kind<'text>>,
}

impl<'text> Kinds<'text> {
    fn of(&mut self, name: Name<'text>) -> Kind<'text> {
        let text = name.as_str();
        let Some(bracket) = text.bytes().position(|byte| byte == b'[') else { return kind(name) };
        let (family, indices) = text.split_at(bracket);
        if indices.len() <= "[]".len() || family.contains('^') && !family.ends_with(")}") {
            return kind(name);
        }
        let &mut (stem, label, has_no_digits, _) =
            self.of_families.entry(family).or_insert_with(|| kind(Name::from_canonical(family)));
        let indices = 1 + indices.bytes().filter(|byte| *byte == b',').count();
        (stem, label, has_no_digits, indices)
    }
}

/// The names of quantities that can stand on a page: not those that only the program has.
fn quantities(graph: &Graph) -> impl Iterator<Item = (SymbolId, Name<'_>)> {
    (0..graph.symbol_count())
        .map(SymbolId::from_index)
        .map(|symbol| (symbol, graph.name(symbol)))
        .filter(|(_, name)| !name.as_str().bytes().any(|byte| matches!(byte, b'\'' | b' ' | b'*')))
}

/// The members of families that would look like other names where formulas are drawn.
fn members_like_other_names(graph: &Graph) -> Vec<SymbolId> {
    let mut found = Kinds::default();
    let mut kinds: FxHashSet<Kind<'_>> = FxHashSet::default();
    // Members of a family follow each other, or those of a few take turns.
    let mut last: [Kind<'_>; 4] = [("", "", false, 0); 4];
    for (place, (_, name)) in quantities(graph).enumerate() {
        let kind = found.of(name);
        if !last.contains(&kind) {
            last[place % last.len()] = kind;
            kinds.insert(kind);
        }
    }
    if kinds.iter().all(|(.., indices)| *indices == 0) {
        return Vec::new();
    }
    let functions: Vec<Name<'_>> =
        graph.user_functions().map(|function| Name::from_canonical(&function.name)).collect();
    kinds.extend(functions.iter().map(|name| kind(*name)));
    // Only names with the same letters and label can look alike.
    let head = |(stem, label, ..): &Kind<'_>| (latex_of_name(Name::from_canonical(stem)), label.to_string());
    let mut sharing: FxHashMap<(String, String), Vec<Kind<'_>>> = FxHashMap::default();
    for kind in &kinds {
        sharing.entry(letters(head(kind))).or_default().push(*kind);
    }
    let doubtful: FxHashSet<Kind<'_>> =
        sharing.into_values().filter(|kinds| kinds.len() > 1).flatten().collect();
    if doubtful.is_empty() {
        return Vec::new();
    }
    let names = quantities(graph).map(|(symbol, name)| (Some(symbol), name));
    let names = names.chain(functions.iter().map(|name| (None, *name)));
    let mut written: FxHashMap<String, Vec<(Option<SymbolId>, Name<'_>)>> = FxHashMap::default();
    for (symbol, name) in names.filter(|(_, name)| doubtful.contains(&found.of(*name))) {
        written.entry(latex_of_name(name)).or_default().push((symbol, name));
    }
    let alike: FxHashSet<Kind<'_>> = written
        .into_values()
        .filter(|names| names.len() > 1)
        .flatten()
        .map(|(_, name)| kind(name))
        .filter(|(.., indices)| *indices > 0)
        .collect();
    if alike.is_empty() {
        return Vec::new();
    }
    quantities(graph).filter(|(_, name)| alike.contains(&found.of(*name))).map(|(symbol, _)| symbol).collect()
}

/// The letters of a name in LaTeX without what stands below them.
fn letters((latex, label): (String, String)) -> (String, String) {
    let end = latex.find("_{").unwrap_or(latex.len());
    (latex[..end].to_owned(), label)
}

/// A notation of the reader's own that looks like another name, in one format at least: its symbol, and the name that it
/// looks like.
pub fn mistakable(graph: &Graph, notations: &Notations) -> Vec<(SymbolId, SymbolId)> {
    let mut noted: Vec<SymbolId> = notations.names.keys().copied().collect();
    noted.sort();
    let mut found = Vec::new();
    // Text has fewer signs, and keeps the names of the worksheet where those do not tell names apart.
    for format in FORMATS.iter().map(|format| format.name).filter(|name| *name != TEXT && !noted.is_empty()) {
        let notation_of =
            |symbol: &SymbolId| notations.names.get(symbol).and_then(|notation| notation.layout(format));
        let mut by_look: FxHashMap<String, Vec<SymbolId>> = FxHashMap::default();
        for symbol in &noted {
            if let Some(layout) = notation_of(symbol) {
                by_look.entry(look(&layout.latex())).or_default().push(*symbol);
            }
        }
        for symbols in by_look.values() {
            found.extend(symbols.iter().skip(1).map(|&symbol| (symbol, symbols[0])));
        }
        for (symbol, name) in quantities(graph).filter(|(symbol, _)| notation_of(symbol).is_none()) {
            if let Some(symbols) = by_look.get(&look(&latex_of_name(name))) {
                found.extend(symbols.iter().map(|&other| (other, symbol)));
            }
        }
    }
    found.sort();
    found.dedup_by_key(|(symbol, _)| *symbol);
    found
}

/// Sees to it that names are told apart: members of families that would look like other names keep their brackets where
/// formulas are drawn; and where text, which has one alphabet, would show two names alike, it keeps those of the
/// worksheet.
pub fn tell_apart(notations: &mut Notations, graph: &Graph) {
    for symbol in members_like_other_names(graph) {
        let layout = Layout::of_member(graph.name(symbol));
        notations.entry(symbol).draw(layout);
    }
    if notations.names.is_empty() {
        return;
    }
    let mut alike: FxHashMap<String, Vec<SymbolId>> = FxHashMap::default();
    for (&symbol, notation) in &notations.names {
        let name =
            layout::Name { text: graph.name(symbol).as_str().into(), notation: Some(Arc::clone(notation)) };
        for look in spelling::looks(&name) {
            alike.entry(look).or_default().push(symbol);
        }
    }
    for (symbol, name) in quantities(graph).filter(|(symbol, _)| !notations.names.contains_key(symbol)) {
        let name = layout::Name { text: name.as_str().into(), notation: None };
        for look in spelling::looks(&name) {
            alike.entry(look).and_modify(|all| all.push(symbol));
        }
    }
    for mut symbols in alike.into_values() {
        symbols.sort_unstable();
        symbols.dedup();
        if symbols.len() > 1 {
            for symbol in symbols {
                if let Some(notation) = notations.names.get_mut(&symbol) {
                    Arc::make_mut(notation).keep_in_text();
                }
            }
        }
    }
}

/// Commands that change nothing a reader sees, or so little that two names would differ by nothing else.
const UNSEEN: &[&str] = &["mathit", "mathrm", "operatorname", "text"];

/// What a piece of LaTeX looks like: without braces, blanks and commands that are not seen, with what is raised behind
/// what is lowered.
fn look(latex: &str) -> String {
    let mut signs: Vec<String> = Vec::new();
    let mut rest = latex;
    while let Some(first) = rest.chars().next() {
        rest = &rest[first.len_utf8()..];
        if first != '\\' {
            signs.push(first.to_string());
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (command, after) = rest.split_at(end.max(rest.chars().next().map_or(0, char::len_utf8)));
        rest = after;
        match command {
            "widehat" => signs.push("\\hat".to_owned()),
            "widetilde" => signs.push("\\tilde".to_owned()),
            "overline" => signs.push("\\bar".to_owned()),
            "boldsymbol" => signs.push("\\mathbf".to_owned()),
            "prime" => signs.push("'".to_owned()),
            "," | ";" | "!" | " " => {}
            _ if UNSEEN.contains(&command) => {}
            _ => signs.push(format!("\\{command}")),
        }
    }
    signs.retain(|sign| sign != " ");
    let mut at = 0;
    // `w^{(2)}_{1}` looks like `w_{1}^{(2)}`.
    while at < signs.len() {
        if signs[at] == "^" {
            let above = script_end(&signs, at);
            if signs.get(above).is_some_and(|sign| sign == "_") {
                let below = script_end(&signs, above);
                signs[at..below].rotate_left(above - at);
                at += below - above;
                continue;
            }
        }
        at += 1;
    }
    signs.retain(|sign| sign != "{" && sign != "}");
    signs.concat()
}

/// Where the script ends that begins with the `_` or `^` at this place.
fn script_end(signs: &[String], at: usize) -> usize {
    let mut depth = 0usize;
    for (place, sign) in signs.iter().enumerate().skip(at + 1) {
        match sign.as_str() {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return place + 1;
        }
    }
    signs.len()
}

#[cfg(test)]
mod tests {
    use chainrule_symbolic::graph::{Graph, SymbolId};

    use super::{Layout, latex_of_name, look, mistakable, tell_apart};
    use crate::notation::{Notations, tex};

    /// What is written for each of some names.
    fn written(names: &[&str]) -> Vec<String> {
        let mut graph = Graph::new();
        let symbols: Vec<_> = names.iter().map(|name| graph.intern(name)).collect();
        let mut notations = Notations::new();
        tell_apart(&mut notations, &graph);
        let notation_of =
            |symbol| notations.names.get(symbol).and_then(|name| name.layout("latex")).map(Layout::latex);
        symbols
            .iter()
            .map(|symbol| notation_of(symbol).unwrap_or_else(|| latex_of_name(graph.name(*symbol))))
            .collect()
    }

    #[test]
    fn members_keep_their_brackets_beside_names_like_them() {
        assert_eq!(written(&["a6", "a[6]", "a[7]"]), ["a_{6}", "a_{[6]}", "a_{[7]}"]);
        assert_eq!(written(&["a5", "a[6]", "a[l]"]), ["a_{5}", "a_{6}", "a_{l}"]);
        assert_eq!(written(&["a_l", "a[6]", "a[l]"]), ["a_{l}", "a_{[6]}", "a_{[l]}"]);
        assert_eq!(written(&["w2[3]", "w[2,3]"]), ["w_{2,[3]}", "w_{[2,3]}"]);
        assert_eq!(written(&["w3^{(2)}", "w^{(2)}[3]"]), ["w_{3}^{(2)}", "w_{[3]}^{(2)}"]);
        assert_eq!(written(&["y_hat2", "y_hat[2]"]), [r"\hat{y}_{2}", r"\hat{y}_{[2]}"]);
    }

    #[test]
    fn notations_that_look_like_other_names_are_found() {
        let mut graph = Graph::new();
        let [a, x, b] = ["a", "x", "b"].map(|name| graph.intern(name));
        let of = |pairs: &[(SymbolId, &str)]| -> Notations {
            let mut notations = Notations::new();
            for (symbol, text) in pairs {
                notations.entry(*symbol).set(None, tex(text).expect("a notation"));
            }
            notations
        };
        assert_eq!(mistakable(&graph, &of(&[(a, "x")])), [(a, x)]);
        assert_eq!(mistakable(&graph, &of(&[(a, r"\mathit{x}\,")])), [(a, x)]);
        assert_eq!(mistakable(&graph, &of(&[(a, "u"), (b, "{u}")])), [(b, a)]);
        assert_eq!(mistakable(&graph, &of(&[(a, "x"), (x, "a")])), []);
        assert_eq!(mistakable(&graph, &of(&[(a, r"\hat{x}")])), []);
        assert_eq!(look("w^{(2)}_{1}"), look("w_1^{(2)}"));
        assert_ne!(look(r"\mathbf{x}"), look("x"));
    }
}
