//! `a = f(z)` where nothing says what `f` is: a function whose form is left open, as texts write it.
//!
//! One that is put to the same names wherever it stands is a quantity. One that is put to several, `a1 = f(z1)` and
//! `a2 = f(z2)`, is a dependence for each of them.

use std::borrow::Cow;

use chainrule_diagnostic::Span;
use chainrule_symbolic::graph::{ExprId, Scope, UserFunction};
use chainrule_worksheet as worksheet;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Resolver;
use crate::lexer::{Kind, NameId, Relation, Token};

/// The letters that texts take for a function that they say nothing about. Another one before a bracket may as well be a
/// factor: `w(x)`.
const LETTERS: &[&str] = &["f", "g", "F", "G", "phi", "psi"];

/// The name of a function, where it stands first, and what it is put to.
pub(super) type Opened = (NameId, Span, Vec<(NameId, Span)>);

/// A quantity, the function that it is, and what that is put to.
pub(super) struct Applied {
    of: NameId,
    function: NameId,
    inputs: Vec<NameId>,
}

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
            if !is_said && refused.contains(&id) {
                self.open_for_each(id);
            }
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

impl Resolver<'_> {
    /// Takes `a1 = f(z1)`, `a2 = f(z2)` as dependences of `a1` on `z1` and of `a2` on `z2`, where `f` stands nowhere else.
    /// What is put to the same is the same quantity.
    fn open_for_each(&mut self, function: NameId) {
        let is_it = |token: &Token| token.kind == Kind::Name(function);
        if self.statements.others.iter().any(|tokens| tokens.iter().any(is_it)) {
            return;
        }
        let mut found: Vec<(usize, NameId, Vec<NameId>)> = Vec::new();
        for (place, tokens) in self.statements.definitions.iter().enumerate() {
            if !tokens.iter().any(is_it) {
                continue;
            }
            let [
                Token { kind: Kind::Name(of), .. },
                Token { kind: Kind::Relation(Relation::Equal), .. },
                called,
                rest @ ..,
            ] = &tokens[..]
            else {
                return;
            };
            let Some(inputs) = arguments(rest).filter(|_| is_it(called)) else { return };
            if rest.len() != 2 * inputs.len() + 1 || inputs.iter().any(|(input, _)| input == of) {
                return;
            }
            found.push((place, *of, inputs.into_iter().map(|(input, _)| input).collect()));
        }
        let mut first: FxHashMap<Vec<NameId>, Token> = FxHashMap::default();
        for (place, of, inputs) in found {
            let tokens = &mut self.statements.definitions[place];
            if let Some(same) = first.get(&inputs) {
                *tokens = Cow::Owned(vec![tokens[0], tokens[1], *same]);
                continue;
            }
            first.insert(inputs.clone(), tokens[0]);
            let mut dependence = vec![tokens[0]];
            dependence.extend_from_slice(&tokens[3..]);
            *tokens = Cow::Owned(dependence);
            let text = |id: NameId| self.known.names.text(id).to_owned();
            let names = inputs.iter().map(|&input| text(input)).collect();
            self.known.dependences.insert(text(of), names);
            self.applied.push(Applied { of, function, inputs });
        }
    }

    /// How those dependences are shown: `f(z1)`, and `f'(z1)` for the derivative.
    pub(super) fn shown_as_calls(&mut self) -> Vec<worksheet::Opened> {
        let mut functions = FxHashMap::default();
        let mut shown = Vec::with_capacity(self.applied.len());
        for Applied { of, function, inputs } in std::mem::take(&mut self.applied) {
            let id = *functions.entry((function, inputs.len())).or_insert_with(|| {
                let parameter = |place: usize| self.graph.intern(&format!("'open {place}"));
                let parameters: Vec<_> = (0..inputs.len()).map(parameter).collect();
                let body = self.graph.symbol(parameters[0]);
                let name = self.known.names.text(function).to_owned();
                self.graph.define_function(UserFunction { name, parameters, body })
            });
            let mut symbol = |name: NameId| self.graph.intern(self.known.names.text(name));
            let (of, inputs): (_, Vec<_>) = (symbol(of), inputs.into_iter().map(symbol).collect());
            let arguments: Vec<ExprId> = inputs.iter().map(|&input| self.graph.symbol(input)).collect();
            let call = self.graph.apply(id, &arguments);
            let slope = match inputs[..] {
                [by] => {
                    let name = self.graph.symbol(of);
                    let derivative = self.graph.derivative(name, by, Scope::Total);
                    Some([derivative, self.graph.apply_primed(id, 1, &arguments)])
                }
                [..] => None,
            };
            shown.push(worksheet::Opened { of, call, slope });
        }
        shown
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
