//! Definitions, dependences and functions of the user's own.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function;
use chainrule_symbolic::graph::{Node, UserFunction};

use super::{Resolver, expected};
use crate::expression::{Wrong, later};
use crate::lexer::{Kind, Relation, Token};
use crate::worksheet::GivenValue;

/// What a definition's left side says.
enum Head {
    /// `Z = …`
    Quantity { name: String, span: Span, body: usize },
    /// `f(z) = …`
    Function { name: String, span: Span, parameters: Vec<String>, body: usize },
    /// `L(O31)`
    Dependence { name: String, span: Span, inputs: Vec<(String, Span)> },
}

impl Resolver<'_> {
    /// Notes what a definition makes known.
    pub(super) fn note_definition(&mut self, tokens: &[Token]) {
        match self.head(tokens) {
            Ok(Head::Quantity { name, span, .. }) => {
                self.known.declared.entry(name).or_insert(span);
            }
            Ok(Head::Function { name, span, parameters, .. }) => {
                self.known.functions.entry(name).or_insert((span, parameters.len()));
            }
            Ok(Head::Dependence { name, inputs, .. }) => {
                let inputs = inputs.into_iter().map(|(input, _)| input).collect();
                self.known.dependences.entry(name).or_insert(inputs);
            }
            Err(_) => {}
        }
    }

    fn head(&self, tokens: &[Token]) -> Result<Head, Wrong> {
        let first = tokens[0];
        let Kind::Name(id) = first.kind else {
            return Err(match first.kind {
                Kind::Member => Box::new(later(first.span, "members of families with an index expression")),
                _ => Box::new(
                    Diagnostic::error(
                        &code::EXPECTED,
                        first.span,
                        "a statement begins with a name or a keyword",
                    )
                    .help("write `Z = …`, `derive dL/dw`, `given w = 1`, …"),
                ),
            });
        };
        let name = self.names.text(id).to_owned();
        match tokens.get(1).map(|token| token.kind) {
            Some(Kind::Relation(Relation::Equal)) => Ok(Head::Quantity { name, span: first.span, body: 2 }),
            Some(Kind::Open(b'(')) => self.head_with_arguments(tokens, name, first.span),
            found => {
                let span = tokens.get(1).map_or(Span::at(first.span.end as usize), |token| token.span);
                let wrong =
                    Diagnostic::error(&code::EXPECTED, span, format!("expected `=` or `(` after `{name}`"));
                Err(Box::new(match found {
                    Some(Kind::Relation(_)) => {
                        wrong.help(format!("write `claim {name} …` for a comparison that must hold"))
                    }
                    Some(_) | None => wrong.help(format!("write `{name} = …` to define it")),
                }))
            }
        }
    }

    fn head_with_arguments(&self, tokens: &[Token], name: String, span: Span) -> Result<Head, Wrong> {
        let mut inputs: Vec<(String, Span)> = Vec::new();
        let mut at = 2;
        loop {
            let Some(token) = tokens.get(at) else {
                return Err(Box::new(Diagnostic::error(
                    &code::UNCLOSED_BRACKET,
                    tokens[1].span,
                    "this bracket is never closed",
                )));
            };
            let Kind::Name(id) = token.kind else {
                return Err(Box::new(
                    Diagnostic::error(&code::EXPECTED, token.span, format!("expected a name between the brackets of `{name}(…)`"))
                        .help(format!("`{name}(a, b)` says that `{name}` depends on a and b; `{name}(z) = …` defines a function")),
                ));
            };
            let input = self.names.text(id).to_owned();
            if inputs.iter().any(|(other, _)| *other == input) {
                return Err(Box::new(Diagnostic::error(
                    &code::DUPLICATE,
                    token.span,
                    format!("`{input}` stands here twice"),
                )));
            }
            inputs.push((input, token.span));
            match tokens.get(at + 1).map(|token| token.kind) {
                Some(Kind::Comma) => at += 2,
                Some(Kind::Close(b')')) => {
                    at += 2;
                    break;
                }
                Some(_) | None => {
                    let span = tokens.get(at + 1).map_or(token.span, |token| token.span);
                    return Err(Box::new(Diagnostic::error(
                        &code::EXPECTED,
                        span,
                        "expected `,` or `)` here",
                    )));
                }
            }
        }
        match tokens.get(at).map(|token| token.kind) {
            None => Ok(Head::Dependence { name, span, inputs }),
            Some(Kind::Relation(Relation::Equal)) => {
                let parameters = inputs.into_iter().map(|(input, _)| input).collect();
                Ok(Head::Function { name, span, parameters, body: at + 1 })
            }
            Some(_) => Err(Box::new(Diagnostic::error(
                &code::EXPECTED,
                tokens[at].span,
                "expected `=` or the end of the statement",
            ))),
        }
    }

    /// Reads the bodies of all functions, those they call first.
    pub(super) fn define_functions(&mut self) {
        let (functions, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut self.definitions)
            .into_iter()
            .partition(|tokens| matches!(self.head(tokens), Ok(Head::Function { .. })));
        self.definitions = rest;
        let mut waiting = functions;
        while !waiting.is_empty() {
            let (ready, blocked): (Vec<_>, Vec<_>) =
                waiting.into_iter().partition(|tokens| !self.calls_unread_function(tokens));
            if ready.is_empty() {
                for tokens in &blocked {
                    self.diagnostics.push(
                        Diagnostic::error(&code::CYCLE, tokens[0].span, "this function is defined by itself")
                            .help("functions can't call themselves, directly or through others"),
                    );
                }
                return;
            }
            for tokens in &ready {
                if let Err(wrong) = self.define_function(tokens) {
                    self.diagnostics.push(*wrong);
                }
            }
            waiting = blocked;
        }
    }

    fn calls_unread_function(&self, tokens: &[Token]) -> bool {
        let body = tokens.iter().position(|token| token.kind == Kind::Relation(Relation::Equal)).unwrap_or(0);
        tokens[body..].iter().any(|token| {
            let Kind::Name(id) = token.kind else { return false };
            let name = self.names.text(id);
            self.known.functions.contains_key(name) && !self.known.function_ids.contains_key(name)
        })
    }

    fn define_function(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        let Head::Function { name, span, parameters, body } = self.head(tokens)? else { return Ok(()) };
        self.check_new_name(&name, span)?;
        for (place, parameter) in parameters.iter().enumerate() {
            // A parameter is no quantity, so its symbol has a name that no quantity can have.
            let symbol = self.graph.intern(&format!("'{name}'{place}'{parameter}"));
            self.known.parameters.insert(parameter.clone(), symbol);
        }
        let mut reader = self.reader(tokens, body, false);
        let read = reader.expression().and_then(|(id, _)| match reader.peek() {
            None => Ok(id),
            Some(_) => Err(expected(&reader, "the end of the definition")),
        });
        let mentions = std::mem::take(&mut reader.mentions);
        self.known.parameters.clear();
        let body = read?;
        if let Some((symbol, place)) = mentions.first() {
            let free = self.graph.name(*symbol).to_string();
            return Err(Box::new(
                Diagnostic::error(
                    &code::UNKNOWN_NAME,
                    *place,
                    format!("`{free}` is no parameter of `{name}`"),
                )
                .help(format!("write `{name}({}, {free}) = …`", parameters.join(", "))),
            ));
        }
        let parameters = parameters
            .iter()
            .enumerate()
            .map(|(place, parameter)| self.graph.intern(&format!("'{name}'{place}'{parameter}")))
            .collect();
        let id = self.graph.define_function(UserFunction { name: name.clone(), parameters, body });
        self.known.function_ids.insert(name, id);
        Ok(())
    }

    fn check_new_name(&mut self, name: &str, span: Span) -> Result<(), Wrong> {
        if function::TABLE.iter().any(|row| row.name == name) || name == "log" {
            return Err(Box::new(
                Diagnostic::error(
                    &code::RESERVED,
                    span,
                    format!("`{name}` is the name of a built-in function or constant"),
                )
                .help("choose another name"),
            ));
        }
        let symbol = self.graph.intern(name);
        if let Some(&first) = self.heads.get(&symbol) {
            return Err(Box::new(
                Diagnostic::error(&code::DUPLICATE, span, format!("`{name}` is defined twice"))
                    .label("defined again here")
                    .also(first, "first defined here")
                    .help("statements have no order: give the second quantity a name of its own"),
            ));
        }
        self.heads.insert(symbol, span);
        self.places.insert(symbol, span);
        Ok(())
    }

    /// Reads one definition of a quantity or one dependence.
    pub(super) fn define(&mut self, tokens: &[Token]) -> Result<(), Wrong> {
        match self.head(tokens)? {
            Head::Function { .. } => Ok(()),
            Head::Dependence { name, span, inputs } => {
                self.check_new_name(&name, span)?;
                let symbol = self.graph.intern(&name);
                let inputs: Vec<_> = inputs.iter().map(|(input, _)| self.graph.intern(input)).collect();
                self.builder.depend(symbol, inputs);
                self.defined.push(symbol);
                Ok(())
            }
            Head::Quantity { name, span, body } => {
                let mut reader = self.reader(tokens, body, false);
                let (id, body_span) = reader.expression()?;
                if reader.peek().is_some() {
                    return Err(expected(&reader, "an operator or the end of the statement"));
                }
                let mentions = std::mem::take(&mut reader.mentions);
                for (symbol, place) in mentions {
                    self.places.entry(symbol).or_insert(place);
                }
                self.check_new_name(&name, span)?;
                let symbol = self.graph.intern(&name);
                if let Node::Number(_) = self.graph.node(id) {
                    // Nothing but a number on the right: the name stays a leaf that can be derived by.
                    self.builder.input(symbol);
                    self.values.push(GivenValue {
                        symbol,
                        value: id,
                        constant: false,
                        span: span.to(body_span),
                    });
                    return Ok(());
                }
                self.builder.define(symbol, id);
                self.defined.push(symbol);
                Ok(())
            }
        }
    }
}
