//! Closing brackets: groups and calls come to their end.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_symbolic::function::rows::arithmetic::POWER;

use super::call;
use super::reader::Reader;
use super::stacks::{Call, Pending, Stacks, closing};
use crate::lexer::Kind;
use crate::wrong::Wrong;

impl Reader<'_> {
    /// `f()`: a call without arguments, which no function takes.
    pub(super) fn empty_call(&mut self, stacks: &mut Stacks) -> bool {
        let is_empty = self.tokens[self.at - 1].kind == Kind::Open(b'(')
            && matches!(stacks.pending.last(), Some(Pending::Group { call: Some(_), .. }));
        if !is_empty {
            return false;
        }
        let close = self.here();
        let Some(Pending::Group { call: Some(call), .. }) = stacks.pending.pop() else { return false };
        self.at += 1;
        stacks.depth -= 1;
        self.call(stacks, &call, close);
        true
    }

    pub(super) fn close(&mut self, stacks: &mut Stacks, bracket: u8, span: Span) -> Result<bool, Wrong> {
        if stacks.depth == 0 {
            return Ok(false);
        }
        stacks.reduce_group(self);
        let Some(Pending::Group { bracket: opened, span: open, call }) = stacks.pending.pop() else {
            return Ok(false);
        };
        if closing(opened) != bracket {
            let wanted = char::from(closing(opened));
            return Err(Box::new(
                Diagnostic::error(&code::UNEXPECTED_BRACKET, span, format!("expected `{wanted}` here"))
                    .also(open, "to close this"),
            ));
        }
        self.at += 1;
        stacks.depth -= 1;
        let operand = stacks.operands.pop().expect("an operand stands before a closing bracket");
        let depth = operand.depth;
        let inner = self.finish(operand);
        match call {
            None => stacks.push_nested(inner, open.to(span), false, depth),
            Some(mut call) => {
                call.take(inner, depth);
                self.call(stacks, &call, span);
            }
        }
        Ok(true)
    }

    /// Puts the value of a call whose closing bracket was read.
    fn call(&mut self, stacks: &mut Stacks, call: &Call, close: Span) {
        let whole = call.span.to(close);
        let id = match call::apply(self, call, whole) {
            Ok(id) => id,
            Err(wrong) => self.refuse(*wrong),
        };
        let id = match call.power {
            None => id,
            Some(power) => {
                let power = self.graph.integer(power);
                self.graph.call(&POWER, &[id, power])
            }
        };
        stacks.push_nested(id, whole, false, call.depth + 1);
    }

    pub(super) fn unclosed(stacks: &Stacks, found: Span) -> Wrong {
        let opened = stacks.pending.iter().rev().find_map(|pending| match pending {
            Pending::Group { span, .. } => Some(*span),
            Pending::Reduction(reduction) => Some(reduction.span),
            Pending::Operator(..) => None,
        });
        Box::new(
            Diagnostic::error(
                &code::UNCLOSED_BRACKET,
                opened.unwrap_or(found),
                "this bracket is never closed",
            )
            .label("opened here")
            .also(found, "expected the closing bracket before this"),
        )
    }
}
