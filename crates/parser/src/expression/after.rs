//! `E after 100 steps`, in claims: a quantity once an update has moved the weights; `m of w after 3 steps`: what a weight
//! carries along by then.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::graph::Node;

use super::reader::{AskedAfter, Reader};
use super::stacks::{Stacks, Value};
use crate::lexer::{Keyword, Kind, Token};
use crate::wrong::Wrong;

impl Reader<'_> {
    /// Reads `after 100 steps` behind an operand, and puts what stands for it in its place. Answers whether it was
    /// there: `after` is a plain name too.
    pub(super) fn after(&mut self, stacks: &mut Stacks) -> Result<bool, Wrong> {
        let is_word =
            |reader: &Self, at: usize, words: &[&str]| match reader.tokens.get(at).map(|token| token.kind) {
                Some(Kind::Name(id)) => words.contains(&reader.names.text(id)),
                Some(_) | None => false,
            };
        // `of w` before it says whose state is meant.
        let weight = match self.tokens.get(self.at..self.at + 2) {
            Some(&[Token { kind: Kind::Keyword(Keyword::Of), .. }, Token { kind: Kind::Name(id), .. }]) => {
                Some(id)
            }
            Some(_) | None => None,
        };
        let at = self.at + if weight.is_some() { 2 } else { 0 };
        let number = self.tokens.get(at + 1);
        let Some(&Token { kind: Kind::Number, span: number }) = number else { return Ok(false) };
        if !self.derivatives || !is_word(self, at, &["after"]) || self.known_names.is_quantity("after") {
            return Ok(false);
        }
        let here = self.here();
        let bad = |span: Span, message: &str, help: &str| -> Wrong {
            Box::new(Diagnostic::error(&code::BAD_CLAIM, span, message.to_owned()).help(help.to_owned()))
        };
        if !is_word(self, at + 2, &["steps", "step"]) {
            return Err(bad(
                here.to(number),
                "expected `steps` after the number",
                "write `E after 100 steps`",
            ));
        }
        let steps = self.text_of(number).replace('_', "").parse::<u64>();
        let Ok(steps) = steps else {
            return Err(bad(number, "a number of steps is whole", "write `E after 100 steps`"));
        };
        let follows_name = self.at > 0 && matches!(self.tokens[self.at - 1].kind, Kind::Name(_));
        let top = stacks.operands.last().filter(|_| follows_name);
        let of = top.and_then(|operand| match operand.value {
            Value::Done(id) => match self.graph.node(id) {
                Node::Symbol(symbol) => Some((symbol, operand.span)),
                Node::Number(_) | Node::Apply { .. } | Node::Derivative { .. } => None,
            },
            Value::Sum(_) | Value::Product(_) => None,
        });
        let Some((of, start)) = of else {
            return Err(bad(
                here,
                "`after … steps` follows the name of a quantity",
                "give what stands before it a name, `y = …`, and write `y after 100 steps`",
            ));
        };
        let mut end = self.tokens[at + 2].span;
        self.at = at + 3;
        let mut run = None;
        if self.peek() == Some(Kind::Keyword(Keyword::Of)) {
            let name = self.tokens.get(self.at + 1);
            let Some(&Token { kind: Kind::Name(id), span }) = name else {
                return Err(bad(
                    self.here(),
                    "expected the name of an update after `of`",
                    "write `of plain`",
                ));
            };
            run = Some(self.names.text(id).to_owned());
            end = span;
            self.at += 2;
        }
        // No name of a worksheet has a space in it.
        let unit = if steps == 1 { "step" } else { "steps" };
        let of_run = run.as_ref().map_or(String::new(), |name| format!(" of {name}"));
        let weight = weight.map(|id| self.graph.intern(self.names.text(id)));
        let of_weight = weight.map_or(String::new(), |weight| format!(" of {}", self.graph.name(weight)));
        let name = format!("{}{of_weight} after {steps} {unit}{of_run}", self.graph.name(of));
        let symbol = self.graph.intern(&name);
        let span = start.to(end);
        self.afters.push(AskedAfter { symbol, of, weight, steps, run, span });
        stacks.operands.pop();
        let id = self.graph.symbol(symbol);
        stacks.push(id, span, false);
        Ok(true)
    }
}
