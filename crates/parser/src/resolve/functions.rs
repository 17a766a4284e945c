//! Functions of the user's own.

use rustc_hash::FxHashMap;

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::{ExprId, FunctionId, Graph, Node, UserFunction, Walk};

use super::definitions::Head;
use super::{Resolver, expected};
use crate::expression::{MOST_DEPTH, Wrong};
use crate::lexer::{Kind, Relation, Token};
use crate::statements::Tokens;

/// A function written out, with those that it calls put in, may have up to so many parts.
pub const MOST_PARTS: u64 = 20_000;

/// A function to be read: its tokens, and the functions that it calls, by their places in the list.
struct Waiting<'a> {
    tokens: Tokens<'a>,
    calls: Vec<(usize, Span)>,
}

/// The user's functions, as far as they are read.
#[derive(Default)]
pub(super) struct Functions {
    sizes: FxHashMap<FunctionId, Size>,
    /// The size of the one read last.
    last: Size,
}

/// How large a function is with those that it calls put in.
#[derive(Clone, Copy, Debug, Default)]
struct Size {
    parts: u64,
    depth: usize,
}

impl<'a> Resolver<'a> {
    /// The functions of a text that holds nothing else.
    pub(crate) fn only_functions(mut self) -> (Graph, FxHashMap<String, FunctionId>) {
        self.define_functions();
        (self.graph, self.known_names.function_ids)
    }

    /// Reads the bodies of all functions, those they call first.
    pub(super) fn define_functions(&mut self) {
        let (functions, rest): (Vec<Tokens>, Vec<Tokens>) = std::mem::take(&mut self.statements.definitions)
            .into_iter()
            .partition(|tokens| matches!(self.head(tokens), Ok(Head::Function { .. })));
        self.statements.definitions = rest;
        let waiting = self.with_calls(functions);
        // 0: untouched, 1: waiting for others, 2: done.
        let mut state = vec![0u8; waiting.len()];
        for first in 0..waiting.len() {
            let mut stack = vec![first];
            while let Some(&at) = stack.last() {
                if state[at] == 2 {
                    stack.pop();
                    continue;
                }
                let open: Vec<(usize, Span)> =
                    waiting[at].calls.iter().copied().filter(|&(other, _)| state[other] != 2).collect();
                if state[at] == 0 && !open.is_empty() {
                    state[at] = 1;
                    if let Some(&(_, place)) = open.iter().find(|&&(other, _)| state[other] == 1) {
                        let path: Vec<usize> = stack.iter().copied().filter(|&at| state[at] == 1).collect();
                        let wrong = self.function_cycle(&waiting, &path, open[0].0, place);
                        self.diagnostics.push(wrong);
                        // Nothing on the circle can be read; calls of it are passed over.
                        for on_path in path {
                            state[on_path] = 2;
                        }
                        continue;
                    }
                    stack.extend(open.into_iter().map(|(other, _)| other));
                    continue;
                }
                state[at] = 2;
                if let Err(wrong) = self.define_function(&waiting[at].tokens) {
                    self.diagnostics.push(*wrong);
                }
            }
        }
    }

    fn with_calls(&self, functions: Vec<Tokens<'a>>) -> Vec<Waiting<'a>> {
        let mut place: FxHashMap<&str, usize> = FxHashMap::default();
        for (at, tokens) in functions.iter().enumerate() {
            if let Kind::Name(id) = tokens[0].kind {
                place.entry(self.known_names.names.text(id)).or_insert(at);
            }
        }
        let calls: Vec<Vec<(usize, Span)>> = functions
            .iter()
            .map(|tokens| {
                let equals = |token: &Token| token.kind == Kind::Relation(Relation::Equal);
                let body = tokens.iter().position(equals).unwrap_or(0);
                let called = |token: &Token| match token.kind {
                    Kind::Name(id) => place.get(self.known_names.names.text(id)).map(|&at| (at, token.span)),
                    _ => None,
                };
                let mut calls: Vec<(usize, Span)> = tokens[body..].iter().filter_map(called).collect();
                calls.sort_by_key(|(at, span)| (*at, span.start));
                calls.dedup_by_key(|(at, _)| *at);
                calls
            })
            .collect();
        functions.into_iter().zip(calls).map(|(tokens, calls)| Waiting { tokens, calls }).collect()
    }

    fn function_cycle(
        &self,
        waiting: &[Waiting<'_>],
        path: &[usize],
        back: usize,
        place: Span,
    ) -> Diagnostic {
        let start = path.iter().position(|&at| at == back).unwrap_or(path.len() - 1);
        let circle = &path[start..];
        let name = |at: usize| &self.text[waiting[at].tokens[0].span.range()];
        let mut names: Vec<&str> = circle.iter().take(12).map(|&at| name(at)).collect();
        if circle.len() > names.len() {
            names.push("…");
        }
        names.push(name(circle[0]));
        let message = if circle.len() == 1 {
            format!("the function `{}` calls itself", names[0])
        } else {
            format!("these functions call each other in a circle: {}", names.join(" → "))
        };
        let mut wrong = Diagnostic::error(&code::CYCLE, waiting[circle[0]].tokens[0].span, message);
        for &at in circle.iter().skip(1).take(7) {
            wrong = wrong.also(waiting[at].tokens[0].span, format!("`{}` is part of the circle", name(at)));
        }
        wrong.also(place, "called here").help("functions can't call themselves, directly or through others")
    }

    /// Makes sure that a function stays of a size that can be written out, with the functions that it calls put in.
    fn check_written_out(&mut self, name: &str, span: Span, body: ExprId) -> Result<(), Wrong> {
        let mut parts = 0u64;
        let mut depths: FxHashMap<ExprId, usize> = FxHashMap::default();
        for id in Walk::below(&self.graph, &[body]) {
            let children =
                self.graph.children(id).iter().map(|child| depths.get(child).copied().unwrap_or(0));
            let mut depth = children.max().map_or(0, |depth| depth + 1);
            parts = parts.saturating_add(1);
            if let Node::Apply { function, .. } = self.graph.node(id)
                && let Some(size) = self.functions.sizes.get(&function)
            {
                parts = parts.saturating_add(size.parts);
                depth = depth.saturating_add(size.depth);
            }
            depths.insert(id, depth);
        }
        let depth = depths.get(&body).copied().unwrap_or(0);
        if parts > MOST_PARTS || depth > MOST_DEPTH {
            let message = if parts > MOST_PARTS {
                format!("`{name}` with the functions it calls put in has more than {MOST_PARTS} parts")
            } else {
                format!("`{name}` with the functions it calls put in is nested more than {MOST_DEPTH} deep")
            };
            return Err(Box::new(
                Diagnostic::error(&code::TOO_DEEP, span, message)
                    .help("write quantities, `a1 = …`, `a2 = …`, instead of functions of functions"),
            ));
        }
        self.functions.last = Size { parts, depth };
        Ok(())
    }

    fn define_function(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let Head::Function { name, span, parameters, body } = self.head(tokens)? else { return Ok(()) };
        self.take_name(name, span)?;
        let name = self.known_names.names.text(name).to_owned();
        let parameters: Vec<String> =
            parameters.into_iter().map(|id| self.known_names.names.text(id).to_owned()).collect();
        for (place, parameter) in parameters.iter().enumerate() {
            // A parameter is no quantity, so its symbol has a name that no quantity can have.
            let symbol = self.graph.intern(&format!("'{name}'{place}'{parameter}"));
            self.known_names.parameters.insert(parameter.clone(), self.graph.name(symbol).to_string());
        }
        let mut reader = self.reader(tokens, body, false);
        let read = reader.expression().and_then(|(id, _)| match reader.peek() {
            None => Ok(id),
            Some(_) => Err(expected(&reader, "the end of the definition")),
        });
        let mentions = std::mem::take(&mut reader.mentions);
        self.known_names.parameters.clear();
        let body = read?;
        let free = mentions.iter().find(|(symbol, _)| !self.constants.values.contains_key(symbol));
        if let Some((symbol, place)) = free {
            let free = self.graph.name(*symbol).to_string();
            let first_parameters: Vec<&str> = parameters.iter().take(8).map(String::as_str).collect();
            return Err(Box::new(
                Diagnostic::error(
                    &code::UNKNOWN_NAME,
                    *place,
                    format!("`{free}` is no parameter of `{name}`"),
                )
                .label("a function sees its parameters and `let` constants only")
                .help(format!("write `{name}({}, {free}) = …`", first_parameters.join(", "))),
            ));
        }
        let body = self.without_constants(body);
        self.check_written_out(&name, span, body)?;
        let parameters = parameters
            .iter()
            .enumerate()
            .map(|(place, parameter)| self.graph.intern(&format!("'{name}'{place}'{parameter}")))
            .collect();
        let id = self.graph.define_function(UserFunction { name: name.clone(), parameters, body });
        self.functions.sizes.insert(id, self.functions.last);
        self.known_names.function_ids.insert(name, id);
        Ok(())
    }
}
