//! `a = f(z)` where nothing says what `f` is: a function whose form is left open, as texts write it.
//!
//! One that is put to the same names wherever it stands is a quantity. One that is put to several, `a1 = f(z1)` and
//! `L = f(z2) + f(z3)`, is a dependence for each of them.

use std::borrow::Cow;

use chainrule_diagnostic::Span;
use chainrule_symbolic::graph::{ExprId, Scope, SymbolId, UserFunction};
use chainrule_worksheet as worksheet;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Resolver;
use crate::lexer::{Kind, NameId, Relation, Token};
use crate::statements::Tokens;

/// The letters that texts take for a function that they say nothing about. Another one before a bracket may as well be a
/// factor: `w(x)`.
const LETTERS: &[&str] = &["f", "g", "F", "G", "phi", "psi"];

/// The name of a function, where it stands first, and what it is put to.
pub(super) type Opened = (NameId, Span, Vec<(NameId, Span)>);

/// A member of a family, the function that it is, and the member that that is put to.
pub(super) type AppliedMember = (SymbolId, NameId, SymbolId);

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
        let definitions = self.statements.definitions.iter().map(|tokens| (true, tokens));
        let statements = definitions.chain(self.statements.others.iter().map(|tokens| (false, tokens)));
        let places =
            statements.flat_map(|(defines, tokens)| (0..tokens.len()).map(move |at| (defines, at, tokens)));
        for (defines, at, tokens) in places {
            let Kind::Name(id) = tokens[at].kind else { continue };
            if !LETTERS.contains(&self.known_names.names.text(id)) {
                continue;
            }
            // The parameters of a function of the reader's own are no quantities.
            let is_in_function = at > 0 && tokens.get(1).is_some_and(|token| token.kind == Kind::Open(b'('));
            match arguments(&tokens[at + 1..]).filter(|_| !is_in_function) {
                Some(arguments) => {
                    let same = |call: &(Span, Vec<(NameId, Span)>)| {
                        let names = |list: &[(NameId, Span)]| {
                            list.iter().map(|argument| argument.0).collect::<Vec<_>>()
                        };
                        names(&call.1) == names(&arguments)
                    };
                    if let Some(call) = found.get(&id) {
                        if !same(call) {
                            refused.insert(id);
                        }
                    } else {
                        found.insert(id, (tokens[at].span, arguments));
                        order.push(id);
                    }
                }
                // Elsewhere a name alone is that of the quantity: `∂f/∂z`.
                None if defines || tokens.get(at + 1).is_some_and(|token| token.kind == Kind::Prime) => {
                    refused.insert(id);
                }
                None => {}
            }
            let mut behind = tokens[at + 1..].iter().skip_while(|token| token.kind == Kind::Prime);
            if behind.next().is_none_or(|token| token.kind != Kind::Open(b'(')) {
                self.alone.insert(id);
            }
        }
        for id in order {
            let name = self.known_names.names.text(id).to_owned();
            let is_said = self.known_names.functions.contains_key(&name)
                || self.known_names.dependences.contains_key(&name)
                || self.known_names.is_declared(&name);
            if !is_said && (refused.contains(&id) || self.is_a_quantity_itself(id)) && self.open_for_each(id)
            {
                continue;
            }
            if is_said || refused.contains(&id) {
                continue;
            }
            let (span, arguments) = &found[&id];
            let inputs = arguments
                .iter()
                .map(|(argument, _)| self.known_names.names.text(*argument).to_owned())
                .collect();
            self.known_names.dependences.insert(name, inputs);
            self.opened.push((id, *span, arguments.clone()));
        }
    }
}

impl Resolver<'_> {
    /// The function of a right side `f(z[l])`, where nothing says what `f` is and it stands for nothing else.
    pub(super) fn opened_for_members(&mut self, side: &[Token]) -> Option<NameId> {
        let [Token { kind: Kind::Name(id), .. }, Token { kind: Kind::Open(b'('), .. }, inner @ .., last] =
            side
        else {
            return None;
        };
        let is_pair = matches!(last.kind, Kind::Close(_));
        let is_one = inner.iter().all(|token| token.kind != Kind::Open(b'('));
        let name = self.known_names.names.text(*id);
        let is_said = self.known_names.functions.contains_key(name)
            || self.known_names.dependences.contains_key(name)
            || self.known_names.is_declared(name);
        let is_open = is_pair && is_one && !is_said && LETTERS.contains(&name) && !self.alone.contains(id);
        is_open.then_some(*id)
    }

    /// Whether a quantity is defined as nothing but the function, `a = f(z)`, which is spoken of by no name of its own, as
    /// `∂f/∂z` does: then the quantity is what depends on `z`.
    fn is_a_quantity_itself(&self, function: NameId) -> bool {
        let names = &self.known_names.names;
        let is_named =
            self.alone.contains(&function) || names.find(&format!("d{}", names.text(function))).is_some();
        let is_head = |tokens: &Tokens<'_>| match &tokens[..] {
            [
                Token { kind: Kind::Name(_), .. },
                Token { kind: Kind::Relation(Relation::Equal), .. },
                rest @ ..,
            ] => {
                rest.first().is_some_and(|token| token.kind == Kind::Name(function))
                    && arguments(&rest[1..]).is_some_and(|inputs| rest.len() == 2 * inputs.len() + 2)
            }
            _ => false,
        };
        !is_named && self.statements.definitions.iter().any(is_head)
    }

    /// Takes each `f(z1)` as a quantity that depends on `z1`, where `f` stands for nothing else: the one that is defined by
    /// it alone, `a1 = f(z1)`, or one of its own. What is put to the same is the same quantity, and `f'(z1)` its derivative.
    /// Answers whether it can be taken so.
    fn open_for_each(&mut self, function: NameId) -> bool {
        let mut calls: Vec<Vec<(NameId, Span)>> = Vec::new();
        let mut heads: FxHashMap<Vec<NameId>, Token> = FxHashMap::default();
        let mut seen: FxHashSet<Vec<NameId>> = FxHashSet::default();
        let (mut has_primes, mut has_alone) = (false, false);
        let definitions = self.statements.definitions.iter().map(|tokens| (true, tokens));
        let statements = definitions.chain(self.statements.others.iter().map(|tokens| (false, tokens)));
        for (defines, tokens) in statements {
            let is_of_function = tokens.get(1).is_some_and(|token| token.kind == Kind::Open(b'('))
                && tokens.iter().any(|token| token.kind == Kind::Relation(Relation::Equal));
            for (at, _) in tokens.iter().enumerate().filter(|(_, token)| token.kind == Kind::Name(function)) {
                let primes = tokens[at + 1..].iter().take_while(|token| token.kind == Kind::Prime).count();
                let inputs = arguments(&tokens[at + 1 + primes..]).filter(|_| !(defines && is_of_function));
                let Some(inputs) = inputs else {
                    if defines || primes > 0 {
                        return false;
                    }
                    has_alone = true;
                    continue;
                };
                if primes > 1 || (primes == 1 && inputs.len() > 1) {
                    return false;
                }
                has_primes |= primes == 1;
                let whole = [tokens[0].kind, tokens.get(1).map_or(Kind::Comma, |token| token.kind)];
                let used = 2 * inputs.len() + 1 + primes;
                if let [Kind::Name(of), Kind::Relation(Relation::Equal)] = whole
                    && at == 2
                    && primes == 0
                    && tokens.len() == at + 1 + used
                {
                    if inputs.iter().any(|(input, _)| *input == of) {
                        return false;
                    }
                    heads.entry(names_of(&inputs)).or_insert(tokens[0]);
                }
                if seen.insert(names_of(&inputs)) {
                    calls.push(inputs);
                }
            }
        }
        let is_single = calls.len() == 1 && has_primes && heads.is_empty();
        if has_alone && !is_single {
            return false;
        }
        let mut quantities: FxHashMap<Vec<NameId>, Token> = FxHashMap::default();
        for (place, inputs) in calls.into_iter().enumerate() {
            let names = names_of(&inputs);
            let texts: Vec<String> =
                names.iter().map(|&name| self.known_names.names.text(name).to_owned()).collect();
            let head = heads.get(&names).copied();
            let token = head.unwrap_or_else(|| {
                let id = if is_single { function } else { self.new_name(function, place + 1) };
                Token { kind: Kind::Name(id), span: inputs[0].1 }
            });
            let Kind::Name(of) = token.kind else { continue };
            self.known_names.dependences.insert(self.known_names.names.text(of).to_owned(), texts);
            if head.is_none() {
                self.opened.push((of, token.span, inputs));
            }
            if of != function {
                self.applied.push(Applied { of, function, inputs: names.clone() });
            }
            quantities.insert(names, token);
        }
        let put = |tokens: &mut Tokens<'_>| {
            if tokens.iter().any(|token| token.kind == Kind::Name(function)) {
                *tokens = Cow::Owned(with_quantities(tokens, function, &quantities));
            }
        };
        for tokens in &mut self.statements.definitions {
            put(tokens);
        }
        for tokens in &mut self.statements.others {
            put(tokens);
        }
        true
    }

    /// A name that nothing has, after that of a function: `f1`.
    fn new_name(&mut self, function: NameId, first: usize) -> NameId {
        let stem = self.known_names.names.text(function).to_owned();
        let mut number = first;
        let mut name = format!("{stem}{number}");
        while self.known_names.names.find(&name).is_some() {
            number += 1;
            name = format!("{stem}{number}");
        }
        self.known_names.names.intern(&name)
    }

    /// How those dependences are shown: `f(z1)`, and `f'(z1)` for the derivative.
    pub(super) fn shown_as_calls(&mut self) -> Vec<worksheet::Opened> {
        let mut functions = FxHashMap::default();
        let mut calls = Vec::with_capacity(self.applied.len());
        for Applied { of, function, inputs } in std::mem::take(&mut self.applied) {
            let id = *functions.entry((function, inputs.len())).or_insert_with(|| {
                let parameter = |place: usize| self.graph.intern(&format!("'open {place}"));
                let parameters: Vec<_> = (0..inputs.len()).map(parameter).collect();
                let body = self.graph.symbol(parameters[0]);
                let name = self.known_names.names.text(function).to_owned();
                self.graph.define_function(UserFunction { name, parameters, body })
            });
            let mut symbol = |name: NameId| self.graph.intern(self.known_names.names.text(name));
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
            calls.push(worksheet::Opened { of, call, slope });
        }
        for (of, function, input) in std::mem::take(&mut self.applied_members) {
            let id = *functions.entry((function, 1)).or_insert_with(|| {
                let parameter = self.graph.intern("'open 0");
                let body = self.graph.symbol(parameter);
                let name = self.known_names.names.text(function).to_owned();
                self.graph.define_function(UserFunction { name, parameters: vec![parameter], body })
            });
            let [name, argument] = [of, input].map(|symbol| self.graph.symbol(symbol));
            let call = self.graph.apply(id, &[argument]);
            let derivative = self.graph.derivative(name, input, Scope::Total);
            let slope = Some([derivative, self.graph.apply_primed(id, 1, &[argument])]);
            calls.push(worksheet::Opened { of, call, slope });
        }
        calls
    }
}

fn names_of(inputs: &[(NameId, Span)]) -> Vec<NameId> {
    inputs.iter().map(|(input, _)| *input).collect()
}

/// A statement with the quantities in the place of the calls of a function, and their derivatives in that of its slopes.
fn with_quantities(
    tokens: &[Token],
    function: NameId,
    quantities: &FxHashMap<Vec<NameId>, Token>,
) -> Vec<Token> {
    let mut put: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(&token) = tokens.get(at) {
        let prime = usize::from(tokens.get(at + 1).is_some_and(|token| token.kind == Kind::Prime));
        let inputs = (token.kind == Kind::Name(function))
            .then(|| arguments(tokens.get(at + 1 + prime..).unwrap_or_default()))
            .flatten();
        let Some(inputs) = inputs else {
            put.push(token);
            at += 1;
            continue;
        };
        let end = at + 2 + prime + 2 * inputs.len();
        let span = token.span.to(tokens[end - 1].span);
        let sign = |kind| Token { kind, span };
        let Some(&quantity) = quantities.get(&names_of(&inputs)) else {
            put.extend_from_slice(&tokens[at..end]);
            at = end;
            continue;
        };
        let is_head = put.len() == 2 && end == tokens.len() && put[0].kind == quantity.kind && prime == 0;
        if is_head && put[1].kind == Kind::Relation(Relation::Equal) {
            // The definition that the quantity has its name from says on what it depends.
            put.pop();
            put.extend_from_slice(&tokens[at + 1..end]);
        } else if prime == 0 {
            put.push(sign(quantity.kind));
        } else {
            let slope =
                [Kind::Partial, quantity.kind, Kind::Slash, Kind::Partial, Kind::Name(inputs[0].0)].map(sign);
            let begins = put.last().is_none_or(|token| matches!(token.kind, Kind::Keyword(_) | Kind::Comma));
            let ends =
                tokens.get(end).is_none_or(|token| matches!(token.kind, Kind::Relation(_) | Kind::Comma));
            if begins && ends {
                put.extend(slope);
            } else {
                put.push(sign(Kind::Open(b'(')));
                put.extend(slope);
                put.push(sign(Kind::Close(b')')));
            }
        }
        at = end;
    }
    put
}

/// The names between the brackets that follow at once; nothing where something else stands there.
fn arguments(tokens: &[Token]) -> Option<Vec<(NameId, Span)>> {
    let [Token { kind: Kind::Open(b'('), .. }, rest @ ..] = tokens else { return None };
    let mut names = Vec::new();
    for pair in rest.chunks(2) {
        let (Kind::Name(id), span) = (pair[0].kind, pair[0].span) else { return None };
        if names.iter().any(|(name, _)| *name == id) {
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
