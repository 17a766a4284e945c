//! Products without a sign: `2x`, `O11 w11`, `2(x + 1)`; and where they could be read in two ways.

use chainrule_diagnostic::{Diagnostic, Span, code};

use super::operator::Operator;
use super::reader::Reader;
use super::stacks::{Pending, Stacks};
use crate::lexer::Kind;
use crate::wrong::Wrong;

impl Reader<'_> {
    /// A product without a sign, refused right after a division or a root: `1/2x`, `√2x`.
    pub(super) fn juxtaposed(
        &mut self,
        stacks: &mut Stacks,
        kind: Kind,
        wants_operand: &mut bool,
    ) -> Result<bool, Wrong> {
        let span = self.here();
        let previous = self.tokens[self.at - 1];
        if kind == Kind::Number && !matches!(previous.kind, Kind::Close(_)) {
            return Err(self.number_after(previous.kind, span));
        }
        let mut root = None;
        let mut division = None;
        for pending in stacks.pending.iter().rev() {
            match pending {
                Pending::Operator(Operator::Root, sign) => root = Some(*sign),
                Pending::Operator(Operator::Power | Operator::NegateTightly, _) => {}
                Pending::Operator(Operator::Divide, sign) => {
                    division = Some(*sign);
                    break;
                }
                Pending::Operator(..) | Pending::Group { .. } | Pending::Reduction(_) => break,
            }
        }
        let is_after_bracket = matches!(previous.kind, Kind::Close(_));
        if let (Some(root), false) = (root, is_after_bracket) {
            let inner = self.short(Span::new(root.end as usize, previous.span.end as usize));
            let next = self.operand_text(self.at);
            return Err(Box::new(
                Diagnostic::error(
                    &code::AMBIGUOUS_READING,
                    root.to(span),
                    "it is not clear how far this root reaches",
                )
                .help(format!("write `√({inner})*{next}` if it ends before `{next}`"))
                .help(format!("write `√({inner}*{next})` if it covers both")),
            ));
        }
        stacks.reduce(self, Operator::Juxtapose);
        if let Some(division) = division {
            let left = stacks.operands.last().map_or(division, |operand| operand.span);
            let next = self.operand_text(self.at);
            let over = self.short(Span::new(left.start as usize, division.start as usize));
            let under = self.short(Span::new(division.end as usize, left.end as usize));
            if let (Some(times), Some(by)) = (operator_above(&over), by_below(&under)) {
                // `d^2/dx^2 x^4`: a derivative of an expression, which is asked for by the name of a quantity.
                let end = self.tokens.last().map_or(span.end, |last| last.span.end);
                let of = self.short(Span::new(span.start as usize, end as usize));
                let wrong = Diagnostic::error(
                    &code::BAD_QUERY,
                    left.to(span),
                    "the derivative of an expression is asked for by a name",
                );
                return Err(Box::new(wrong.help(format!(
                    "write `y = {of}`, and `derive d{times}y/d{by}{times}` on a line of its own"
                ))));
            }
            return Err(Box::new(
                Diagnostic::error(
                    &code::AMBIGUOUS_DIVISION,
                    left.to(span),
                    "this division can be read in two ways",
                )
                .help(format!("write `({over}/{under})*{next}` if the division comes first"))
                .help(format!("write `{over}/({under}*{next})` if the product comes first")),
            ));
        }
        stacks.wait(Operator::Juxtapose, Span::at(span.start as usize));
        *wants_operand = true;
        Ok(true)
    }

    fn number_after(&self, previous: Kind, span: Span) -> Wrong {
        let digits = self.text_of(span);
        let is_group = previous == Kind::Number && digits.len() == 3;
        let before = self.text_of(self.tokens[self.at - 1].span);
        if matches!(before, "be" | "is" | "equals" | "equal") && !self.known_names.is_declared(before) {
            let place = self.tokens[self.at - 1].span;
            let wrong =
                Diagnostic::error(&code::EXPECTED, place, format!("`{before}` is no sign of a formula"));
            return Box::new(match self.line_with(place, "=") {
                Some(line) => wrong.help(format!("write `{line}`")),
                None => wrong.help("write `=`"),
            });
        }
        let wrong = Diagnostic::error(
            &code::EXPECTED,
            span,
            format!(
                "a number right after {} is no product",
                if previous == Kind::Number { "a number" } else { "a name" }
            ),
        );
        Box::new(if is_group {
            wrong.help(format!("write `{before}_{digits}` for one number"))
        } else {
            wrong.help("write `*` between them, or the operator that is missing")
        })
    }

    /// A stretch of text for a message.
    pub fn short(&self, span: Span) -> String {
        shortened(self.text_of(span))
    }

    /// The whole statement with another text at one place, where it is short enough to be shown.
    pub(super) fn line_with(&self, place: Span, replacement: &str) -> Option<String> {
        const LONGEST: usize = 100;
        let (first, last) = (self.tokens.first()?, self.tokens.last()?);
        let before = self.text.get(first.span.start as usize..place.start as usize)?;
        let after = self.text.get(place.end as usize..last.span.end as usize)?;
        let line = format!("{before}{replacement}{after}");
        (line.len() <= LONGEST && !line.contains(['\n', '\r', '`'])).then_some(line)
    }

    /// The text of the operand that begins at a token: one token, or a whole bracket.
    pub(super) fn operand_text(&self, at: usize) -> String {
        let Some(first) = self.tokens.get(at) else { return "…".to_owned() };
        let mut depth = 0usize;
        for token in self.tokens[at..].iter().take(60) {
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth = depth.saturating_sub(1),
                Kind::Minus if token.span == first.span => continue,
                _ => {}
            }
            if depth == 0 {
                return self.short(first.span.to(token.span));
            }
        }
        format!("{}…", self.short(first.span))
    }

    /// Whether a power follows a root whose argument has no brackets: `√x^2`.
    pub(super) fn powers_a_root(&self, stacks: &Stacks) -> bool {
        let bracketed = matches!(self.tokens[self.at - 1].kind, Kind::Close(_));
        matches!(stacks.pending.last(), Some(Pending::Operator(Operator::Root, _))) && !bracketed
    }

    pub(super) fn ambiguous_root(&self, stacks: &Stacks, span: Span) -> Wrong {
        let root = match stacks.pending.last() {
            Some(Pending::Operator(_, root)) => *root,
            Some(Pending::Group { .. } | Pending::Reduction(_)) | None => span,
        };
        let inner = self.short(self.tokens[self.at - 1].span);
        let exponent = match self.peek() {
            Some(Kind::Superscript(power)) => power.to_string(),
            Some(_) | None => self.operand_text(self.at + 1),
        };
        Box::new(
            Diagnostic::error(
                &code::AMBIGUOUS_READING,
                root.to(span),
                "it is not clear how far this root reaches",
            )
            .help(format!("write `√({inner})^{exponent}` for the power of the root"))
            .help(format!("write `√({inner}^{exponent})` for the root of the power")),
        )
    }

    pub(super) fn stray_comma(&self, span: Span) -> Wrong {
        let wrong = Diagnostic::error(
            &code::EXPECTED,
            span,
            "a comma only stands between the arguments of a function",
        );
        Box::new(match self.thousands() {
            Some(help) => wrong.help(help),
            None => wrong,
        })
    }

    /// Advice where the next token is the comma of `1,000`.
    pub fn thousands(&self) -> Option<String> {
        let [before, comma, after] = self.tokens.get(self.at.checked_sub(1)?..self.at + 2)? else {
            return None;
        };
        let joined = before.span.end == comma.span.start && comma.span.end == after.span.start;
        let numbers = before.kind == Kind::Number && after.kind == Kind::Number;
        (joined && numbers && comma.kind == Kind::Comma).then(|| {
            let (whole, rest) = (self.short(before.span), self.short(after.span));
            if rest.len() != 3 || whole == "0" {
                return format!("write `{whole}.{rest}`: decimals follow a point");
            }
            format!("write `{whole}_{rest}` for thousands, `{whole}.{rest}` for decimals")
        })
    }
}

/// The order of `d^2`, `∂²` or `d` as it is written; nothing where it is something else.
fn operator_above(text: &str) -> Option<&str> {
    let order = text.trim().strip_prefix(['d', '∂'])?;
    let is_order =
        order.is_empty() || matches!(order, "²" | "³") || order.strip_prefix('^').is_some_and(is_digits);
    is_order.then_some(order)
}

/// `x` of `dx^2`.
fn by_below(text: &str) -> Option<&str> {
    let by = text.trim().strip_prefix(['d', '∂'])?;
    let by = by.split(['^', '²', '³']).next()?;
    (!by.is_empty() && by.chars().all(|character| character.is_alphanumeric() || character == '_'))
        .then_some(by)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Text for a message: not longer than people read.
pub(crate) fn shortened(text: &str) -> String {
    const LONGEST: usize = 40;
    let text = text.trim();
    match text.char_indices().nth(LONGEST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}
