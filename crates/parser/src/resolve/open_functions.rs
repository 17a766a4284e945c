//! `a = f(z)` where nothing says what `f` is: a function whose form is left open, as texts write it.

use chainrule_diagnostic::Span;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Resolver;
use crate::lexer::{Kind, NameId, Token};

/// The letters that texts take for a function that they say nothing about. Another one before a bracket may as well be a
/// factor: `w(x)`.
const LETTERS: &[&str] = &["f", "g", "F", "G", "phi", "psi"];

/// The name of a function, where it stands first, and what it is put to.
pub(super) type Opened = (NameId, Span, Vec<(NameId, Span)>);

impl Resolver<'_> {
    /// Takes `f(z)` in definitions as the dependence `f(z)`, where nothing else says what `f` is and it is put to the same
    /// names wherever it stands.
    pub(super) fn open_functions(&mut self) {
        let mut found: FxHashMap<NameId, (Span, Vec<(NameId, Span)>)> = FxHashMap::default();
        let mut refused: FxHashSet<NameId> = FxHashSet::default();
        let mut order: Vec<NameId> = Vec::new();
        let statements = self.statements.definitions.iter().chain(&self.statements.others);
        for (at, tokens) in statements.flat_map(|tokens| (0..tokens.len()).map(move |at| (at, tokens))) {
            let Kind::Name(id) = tokens[at].kind else { continue };
            if !LETTERS.contains(&self.known.names.text(id)) {
                continue;
            }
            // The parameters of a function of the reader's own are no quantities.
            let is_in_function = at > 0 && tokens.get(1).is_some_and(|own| own.kind == Kind::Open(b'('));
            match arguments(&tokens[at + 1..]).filter(|_| !is_in_function) {
                Some(arguments) => {
                    let same = |own: &(Span, Vec<(NameId, Span)>)| {
                        let names =
                            |list: &[(NameId, Span)]| list.iter().map(|own| own.0).collect::<Vec<_>>();
                        names(&own.1) == names(&arguments)
                    };
                    if let Some(own) = found.get(&id) {
                        if !same(own) {
                            refused.insert(id);
                        }
                    } else {
                        found.insert(id, (tokens[at].span, arguments));
                        order.push(id);
                    }
                }
                None => {
                    refused.insert(id);
                }
            }
        }
        for id in order {
            let name = self.known.names.text(id).to_owned();
            let is_said = self.known.functions.contains_key(&name)
                || self.known.dependences.contains_key(&name)
                || self.known.is_declared(&name);
            if is_said || refused.contains(&id) {
                continue;
            }
            let (span, arguments) = &found[&id];
            let inputs = arguments.iter().map(|(own, _)| self.known.names.text(*own).to_owned()).collect();
            self.known.dependences.insert(name, inputs);
            self.opened.push((id, *span, arguments.clone()));
        }
    }
}

/// The names between the brackets that follow at once; nothing where something else stands there.
fn arguments(tokens: &[Token]) -> Option<Vec<(NameId, Span)>> {
    let [Token { kind: Kind::Open(b'('), .. }, rest @ ..] = tokens else { return None };
    let mut names = Vec::new();
    for pair in rest.chunks(2) {
        let (Kind::Name(id), span) = (pair[0].kind, pair[0].span) else { return None };
        if names.iter().any(|(own, _)| *own == id) {
            return None;
        }
        names.push((id, span));
        match pair.get(1)?.kind {
            Kind::Comma => {}
            Kind::Close(_) => return Some(names),
            _ => return None,
        }
    }
    None
}
