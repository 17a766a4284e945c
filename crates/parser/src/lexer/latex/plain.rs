//! A formula as a worksheet writes it, each part with its place in the text.

use std::ops::Range;

use chainrule_diagnostic::Span;
use chainrule_latex::tree::{Callee, Node, NodeId, Tree};
use chainrule_number::parse_decimal;
use chainrule_symbolic::function::rows::constant::PI;
use chainrule_symbolic::function::rows::exponential::EXP;

use super::names::Families;
use super::refusal::{Refusal, Surroundings, not_said, primed};
use super::spelling::{plain_word, word_length};
use super::{bare_function, free_index};
use crate::expression::plain_number;

/// A text and where each part of it comes from.
#[derive(Default)]
pub(super) struct Plain {
    text: String,
    parts: Vec<Part>,
    pub(super) families: Families,
}

/// A part of the text, up to `end`.
struct Part {
    end: usize,
    place: Range<usize>,
    /// Whether it stands there in these very characters.
    is_verbatim: bool,
}

/// The letters that run in sums.
const INDICES: [&str; 8] = ["i", "j", "k", "l", "m", "n", "s", "t"];

/// What a part is put into, which tells whether it needs brackets.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Inside {
    Brackets,
    Product,
    Power,
}

/// What is still to be written.
enum Rest {
    Node(NodeId, Inside),
    Sign(&'static str, Range<usize>),
}

impl Plain {
    pub(super) fn new(families: &Families) -> Self {
        Self { families: families.clone(), ..Self::default() }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Adds a text that stands for what is at a place.
    pub(super) fn sign(&mut self, text: &str, place: Range<usize>) {
        self.text.push_str(text);
        self.parts.push(Part { end: self.text.len(), place, is_verbatim: false });
    }

    pub(super) fn verbatim(&mut self, text: &str, place: Range<usize>) {
        self.text.push_str(text);
        self.parts.push(Part { end: self.text.len(), place, is_verbatim: true });
    }

    /// The place of what stands here in the worksheet itself.
    pub(super) fn span(&self, span: Span) -> Span {
        let at = |at: usize| {
            let part = self.parts.partition_point(|part| part.end <= at);
            let start = part.checked_sub(1).map_or(0, |before| self.parts[before].end);
            (self.parts.get(part).or(self.parts.last()), at - start.min(at))
        };
        let (start, end) = (span.start as usize, span.end as usize);
        let (Some(first), offset) = at(start) else { return Span::default() };
        let (last, last_offset) = at(end.saturating_sub(1).max(start));
        let last = last.unwrap_or(first);
        let start = if first.is_verbatim { first.place.start + offset } else { first.place.start };
        let end = if last.is_verbatim { last.place.start + last_offset + 1 } else { last.place.end };
        Span::new(start, end.max(start))
    }

    /// Adds one side of a statement.
    pub(super) fn tree(
        &mut self,
        tree: &Tree,
        text: &str,
        around: Surroundings<'_>,
    ) -> Result<(), Box<Refusal>> {
        let mut waiting = vec![Rest::Node(tree.root(), Inside::Brackets)];
        let mut running: Vec<Box<str>> = around.indices.to_vec();
        for id in tree.below(tree.root()) {
            if let Node::Reduction { index, .. } = tree.node(id) {
                // What is said behind the letter, `i \ne j`, is not read.
                running.push(index.chars().take(1).collect());
            }
        }
        free_index::refuse(tree, &running, around)?;
        bare_function::refuse(tree, text, around)?;
        while let Some(item) = waiting.pop() {
            match item {
                Rest::Sign(sign, place) => self.sign(sign, place),
                Rest::Node(id, inside) => {
                    let mut rest = self.node(tree, text, (id, inside), &running)?;
                    rest.reverse();
                    waiting.extend(rest);
                }
            }
        }
        Ok(())
    }

    /// Writes what a node begins with, and answers with what follows.
    fn node(
        &mut self,
        tree: &Tree,
        text: &str,
        (id, inside): (NodeId, Inside),
        running: &[Box<str>],
    ) -> Result<Vec<Rest>, Box<Refusal>> {
        let place = tree.place(id);
        let begin = place.start..place.start;
        let sign = |sign: &'static str| Rest::Sign(sign, begin.clone());
        // `9.5 \times 10^{-7}` is one printed number.
        let is_product = matches!(tree.node(id), Node::Product(_));
        if is_product && tree.printed_at(id).is_some() && inside < Inside::Power {
            let digits = plain_number(&text[place.clone()]);
            if parse_decimal(&digits).is_ok() {
                self.sign(&digits, place);
                return Ok(Vec::new());
            }
        }
        let rest = match tree.node(id) {
            Node::Number(number) => {
                let source = &text[place.clone()];
                let digits = plain_number(source);
                if parse_decimal(&digits).ok().as_ref() != Some(&number.value) {
                    return Err(Box::new(not_said(tree.node(id), place, source)));
                }
                self.sign(&digits, place);
                return Ok(Vec::new());
            }
            Node::Euler => return Err(Box::new(not_said(tree.node(id), place, ""))),
            Node::Pi => {
                self.sign(PI.name, place);
                return Ok(Vec::new());
            }
            Node::Name(name) if name.label.contains('\'') => return Err(Box::new(primed(name, place, text))),
            Node::Name(name) => {
                self.name(name, place, text, running);
                return Ok(Vec::new());
            }
            Node::Unknown(written) => {
                return Err(Box::new(Refusal::new(
                    format!("`{written}` is put to something, and is no function of this worksheet"),
                    place,
                )));
            }
            Node::Cases(_)
            | Node::At { .. }
            | Node::Extremum { .. }
            | Node::Array { .. }
            | Node::Transpose(_)
            | Node::Norm { .. }
            | Node::Entrywise(_)
            | Node::Gradient { .. }
            | Node::OfArray { .. }
            | Node::Limit { .. }
            | Node::Series { .. }
            | Node::Infinity => {
                return Err(Box::new(not_said(tree.node(id), place, "")));
            }
            Node::Sum(terms) => sum(tree, terms),
            Node::Negate(inner) => vec![sign("-"), Rest::Node(*inner, Inside::Product)],
            Node::Product(factors) => product(tree, factors),
            Node::Quotient(above, below) => {
                vec![Rest::Node(*above, Inside::Product), sign("/"), Rest::Node(*below, Inside::Power)]
            }
            Node::Power(base, exponent) => return Ok(self.power(tree, (*base, *exponent), place)),
            Node::Call { function, primes, arguments } => {
                let name = match function {
                    Callee::Builtin(row) => row.name,
                    Callee::Own(name) => name,
                };
                let length = word_length(&text[place.clone()]);
                self.sign(&plain_word(name), place.start..place.start + length);
                return Ok(self.call(*primes, arguments, place.start + length, place));
            }
            Node::Derivative { .. } => {
                self.derivative(tree, id, text, inside, running)?;
                return Ok(Vec::new());
            }
            Node::Reduction { limits: None, .. } => {
                return Err(Box::new(
                    Refusal::new("a sum or a product needs its limits", place)
                        .help("write `\\sum_{i=1}^{3}`"),
                ));
            }
            Node::Reduction { is_product, index, limits: Some(limits), body } => {
                return self.reduction((*is_product, index), (*limits, *body), place);
            }
        };
        let needs_brackets = match tree.node(id) {
            Node::Sum(_) | Node::Negate(_) => inside > Inside::Brackets,
            _ => inside > Inside::Product,
        };
        if !needs_brackets {
            return Ok(rest);
        }
        let end = place.end..place.end;
        Ok([sign("(")].into_iter().chain(rest).chain([Rest::Sign(")", end)]).collect())
    }

    /// A sum or a product between limits.
    fn reduction(
        &mut self,
        (is_product, index): (bool, &str),
        ((low, high), body): ((NodeId, NodeId), NodeId),
        place: Range<usize>,
    ) -> Result<Vec<Rest>, Box<Refusal>> {
        let begin = place.start..place.start;
        let sign = |sign: &'static str| Rest::Sign(sign, begin.clone());
        let Some(index) = INDICES.iter().find(|other| **other == index) else {
            return Err(Box::new(
                Refusal::new("this letter is not read as the index of a sum", place)
                    .help("write `i`, `j`, `k`, `l`, `m`, `n`, `s` or `t`"),
            ));
        };
        self.sign(if is_product { "prod(" } else { "sum(" }, begin.clone());
        Ok(vec![
            Rest::Node(body, Inside::Brackets),
            sign(" for "),
            sign(index),
            sign(" in "),
            Rest::Node(low, Inside::Power),
            sign(".."),
            Rest::Node(high, Inside::Power),
            sign(")"),
        ])
    }

    /// The primes of a call whose name is written, and its arguments.
    /// What stands behind the name of a function: its bracket follows at once, so that it is no product.
    fn call(&mut self, primes: u8, arguments: &[NodeId], behind: usize, place: Range<usize>) -> Vec<Rest> {
        let sign = |sign: &'static str| Rest::Sign(sign, behind..behind);
        for _ in 0..primes {
            self.sign("'", behind..behind);
        }
        let mut rest = vec![sign("(")];
        for (at, &argument) in arguments.iter().enumerate() {
            rest.extend((at > 0).then(|| sign(", ")));
            rest.push(Rest::Node(argument, Inside::Brackets));
        }
        rest.push(Rest::Sign(")", place.end..place.end));
        rest
    }

    /// A power; of Euler's number it is the exponential.
    fn power(&mut self, tree: &Tree, (base, exponent): (NodeId, NodeId), place: Range<usize>) -> Vec<Rest> {
        let sign = |sign: &'static str| Rest::Sign(sign, place.start..place.start);
        if matches!(tree.node(base), Node::Euler) {
            self.sign(EXP.name, tree.place(base));
            return vec![
                sign("("),
                Rest::Node(exponent, Inside::Brackets),
                Rest::Sign(")", place.end..place.end),
            ];
        }
        let is_atom = matches!(
            tree.node(base),
            Node::Number(_) | Node::Name(_) | Node::Pi | Node::Call { .. } | Node::Reduction { .. }
        );
        let mut rest = if is_atom {
            vec![Rest::Node(base, Inside::Power)]
        } else {
            vec![sign("("), Rest::Node(base, Inside::Brackets), sign(")")]
        };
        if matches!(tree.node(exponent), Node::Number(_) | Node::Name(_)) {
            rest.extend([sign("^"), Rest::Node(exponent, Inside::Power)]);
        } else {
            rest.extend([sign("^("), Rest::Node(exponent, Inside::Brackets), sign(")")]);
        }
        rest
    }

    /// `\frac{\partial^2 L}{\partial w \partial b}` as `∂²L/∂w∂b`.
    fn derivative(
        &mut self,
        tree: &Tree,
        id: NodeId,
        text: &str,
        inside: Inside,
        running: &[Box<str>],
    ) -> Result<(), Box<Refusal>> {
        let place = tree.place(id);
        let (mut of, mut by) = (id, Vec::new());
        while let Node::Derivative { of: inner, by: name } = tree.node(of) {
            by.push(name);
            of = *inner;
        }
        let Node::Name(of_name) = tree.node(of) else {
            return Err(Box::new(
                Refusal::new("a derivative is taken of a name here, not of a formula", place)
                    .help("give the formula a name: `y = …`, and ask for the derivative of `y`"),
            ));
        };
        let begin = place.start..place.start;
        let in_brackets = inside == Inside::Power;
        self.sign(if in_brackets { "(∂" } else { "∂" }, begin.clone());
        const ORDERS: [&str; 5] = ["", "", "²", "³", "⁴"];
        self.sign(ORDERS.get(by.len()).copied().unwrap_or(""), begin.clone());
        self.name(of_name, tree.place(of), text, running);
        self.sign("/", begin.clone());
        let mut at = 0;
        while at < by.len() {
            let count = by[at..].iter().take_while(|name| **name == by[at]).count();
            self.sign("∂", begin.clone());
            self.sign(&self.spelling(by[at], running), place.clone());
            self.sign(ORDERS.get(count).copied().unwrap_or(""), begin.clone());
            at += count;
        }
        if in_brackets {
            self.sign(")", place.end..place.end);
        }
        Ok(())
    }
}

fn sum(tree: &Tree, terms: &[NodeId]) -> Vec<Rest> {
    let mut rest = Vec::new();
    for (at, &term) in terms.iter().enumerate() {
        let place = tree.place(term);
        if let Node::Negate(inner) = tree.node(term) {
            let minus = place.start..(place.start + 1).min(place.end);
            rest.push(Rest::Sign(if at == 0 { "-" } else { " - " }, minus));
            rest.push(Rest::Node(*inner, Inside::Product));
            continue;
        }
        rest.extend((at > 0).then_some(Rest::Sign(" + ", place.start..place.start)));
        rest.push(Rest::Node(term, Inside::Brackets));
    }
    rest
}

fn product(tree: &Tree, factors: &[NodeId]) -> Vec<Rest> {
    let mut rest = Vec::new();
    for (at, &factor) in factors.iter().enumerate() {
        let start = tree.place(factor).start;
        rest.extend((at > 0).then_some(Rest::Sign("*", start..start)));
        rest.push(Rest::Node(factor, Inside::Power));
    }
    rest
}
