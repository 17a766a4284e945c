//! The precedence loop.

use chainrule_diagnostic::{Diagnostic, Span, code};
use chainrule_number::Rational;
use chainrule_symbolic::graph::ExprId;
use chainrule_worksheet::PrintedDecimal;

use super::operator::Operator;
use super::reader::Reader;
use super::stacks::{Pending, Stacks};
use super::{derivative, exponential, head};
use crate::depth::too_deep;
use crate::family::draft::Reduce;
use crate::lexer::{Keyword, Kind, MOST_MISTAKES};
use crate::literal;
use crate::wrong::Wrong;

impl Reader<'_> {
    /// Reads one expression, as far as it goes.
    ///
    /// # Errors
    /// The first mistake that leaves nothing to read on from; else the last of those that were passed over, the others
    /// being among [`Reader::wrongs`].
    pub fn expression(&mut self) -> Result<(ExprId, Span), Wrong> {
        let passed_over = self.wrongs.len();
        let mut stacks = self.spare.take_stacks();
        let mut wants_operand = true;
        while let Some(kind) = self.peek() {
            if wants_operand {
                wants_operand = self.operand(&mut stacks, kind)?;
            } else if !self.operator(&mut stacks, kind, &mut wants_operand)? {
                break;
            }
            if let Some(span) = stacks.too_deep {
                return Err(too_deep(span));
            }
            if self.wrongs.len() > MOST_MISTAKES {
                break;
            }
        }
        if self.wrongs.len() <= MOST_MISTAKES {
            if wants_operand {
                return Err(self.missing_operand(&stacks));
            }
            stacks.reduce_group(self);
            if let Some(span) = stacks.too_deep {
                return Err(too_deep(span));
            }
        }
        if self.wrongs.len() > passed_over
            && let Some(wrong) = self.wrongs.pop()
        {
            return Err(Box::new(wrong));
        }
        if let Some(Pending::Group { span, .. }) = stacks.pending.last() {
            return Err(Box::new(
                Diagnostic::error(&code::UNCLOSED_BRACKET, *span, "this bracket is never closed")
                    .label("opened here"),
            ));
        }
        let operand = stacks.operands.pop().expect("an operand was read");
        self.spare.keep_stacks(stacks);
        let span = operand.span;
        Ok((self.finish(operand), span))
    }

    /// Reads what an operand begins with. Answers whether an operand is still wanted.
    fn operand(&mut self, stacks: &mut Stacks, kind: Kind) -> Result<bool, Wrong> {
        let span = self.here();
        match kind {
            Kind::Number => {
                self.at += 1;
                let value = literal::number(self.text_of(span), span)?;
                let id = self.number(value, span);
                stacks.push(id, span, true);
                Ok(false)
            }
            Kind::Plus if matches!(stacks.pending.last(), Some(Pending::Operator(..))) => {
                Err(self.missing_operand(stacks))
            }
            Kind::Minus if self.is_dashes() => Err(Self::no_comment(span)),
            Kind::Minus | Kind::Plus => {
                self.at += 1;
                if kind == Kind::Minus {
                    let tight = matches!(
                        stacks.pending.last(),
                        Some(Pending::Operator(
                            Operator::Multiply
                                | Operator::Divide
                                | Operator::Power
                                | Operator::NegateTightly
                                | Operator::Root,
                            _
                        ))
                    );
                    let operator = if tight { Operator::NegateTightly } else { Operator::Negate };
                    stacks.wait(operator, span);
                }
                Ok(true)
            }
            Kind::Root => {
                self.at += 1;
                stacks.wait(Operator::Root, span);
                Ok(true)
            }
            Kind::Open(bracket @ (b'(' | b'{')) => {
                self.at += 1;
                stacks.open(bracket, span, None)?;
                Ok(true)
            }
            Kind::Name(_) | Kind::Partial | Kind::Member(_) => self.name(stacks),
            Kind::BigOperator => {
                let bracket = self.tokens.get(self.at + 1).filter(|next| next.kind == Kind::Open(b'('));
                let Some(&bracket) = bracket else {
                    let text = self.text_of(span);
                    return Err(Box::new(
                        Diagnostic::error(&code::EXPECTED, span, format!("expected `(` after `{text}`"))
                            .help("write `sum(w[i]*x[i] for i in 1..3)`"),
                    ));
                };
                let kind = Reduce::of_sign(self.text_of(span));
                self.at += 2;
                self.open_reduction(stacks, kind, span, bracket.span)?;
                Ok(true)
            }
            Kind::Keyword(_) if self.text_of(span) != "∈" => Err(Box::new(
                Diagnostic::error(
                    &code::KEYWORD_AS_NAME,
                    span,
                    format!("`{}` is a keyword, not a name", self.text_of(span)),
                )
                .help(super::another_name(self.text_of(span))),
            )),
            Kind::Infinity => Err(Box::new(
                Diagnostic::error(&code::EXPECTED, span, "`∞` is no number")
                    .help("`∞` stands only at the end of a range, as in `given w in [0, ∞)`"),
            )),
            Kind::Open(b'[') => Err(Box::new(
                Diagnostic::error(&code::EXPECTED, span, "square brackets group nothing here")
                    .help("write `(…)`; vectors are written out, one quantity for each component"),
            )),
            Kind::Close(b')') if self.at > 0 && self.empty_call(stacks) => Ok(false),
            Kind::Open(_)
            | Kind::Close(_)
            | Kind::Keyword(_)
            | Kind::Text
            | Kind::Times
            | Kind::Slash
            | Kind::Caret
            | Kind::Superscript(_)
            | Kind::Prime
            | Kind::Comma
            | Kind::DotDot
            | Kind::Tilde
            | Kind::Question
            | Kind::UnknownCharacter
            | Kind::Relation(_)
            | Kind::End { .. } => Err(self.missing_operand(stacks)),
        }
    }

    /// A number; or the name that stands for it, where it is a decimal that was printed rounded.
    fn number(&mut self, value: Rational, span: Span) -> ExprId {
        let text = self.text_of(span);
        let unit = if text.contains('.') { literal::last_digit(text) } else { None };
        match (&mut self.printed, unit) {
            (Some(printed), Some(unit)) => {
                let symbol = self.graph.intern(&format!("'printed {}", span.start));
                let name = self.graph.symbol(symbol);
                printed.push(PrintedDecimal { name, value, unit });
                name
            }
            (Some(_) | None, _) => self.graph.number(value),
        }
    }

    /// A name, a call or a derivative.
    fn name(&mut self, stacks: &mut Stacks) -> Result<bool, Wrong> {
        let divided = matches!(stacks.pending.last(), Some(Pending::Operator(Operator::Divide, _)));
        if !divided && let Some((id, span)) = derivative::read(self)? {
            stacks.push(id, span, false);
            return Ok(false);
        }
        if let Some((kind, bracket)) = self.reduction_head() {
            let span = self.here();
            self.at += 2;
            self.open_reduction(stacks, kind, span, bracket)?;
            return Ok(true);
        }
        match head::read(self)? {
            head::Head::Expr(id, span) => {
                stacks.push(id, span, false);
                Ok(false)
            }
            head::Head::Number(id, span) => {
                stacks.push(id, span, true);
                Ok(false)
            }
            head::Head::Call(call, bracket) => {
                stacks.open(exponential::bracket(self, bracket), bracket, Some(call))?;
                Ok(true)
            }
        }
    }

    /// Reads what may follow an operand. Answers whether the expression goes on.
    fn operator(&mut self, stacks: &mut Stacks, kind: Kind, wants_operand: &mut bool) -> Result<bool, Wrong> {
        let span = self.here();
        let operator = match kind {
            Kind::Plus => Operator::Add,
            Kind::Minus => Operator::Subtract,
            Kind::Times => Operator::Multiply,
            Kind::Slash => Operator::Divide,
            Kind::Superscript(_) | Kind::Caret if self.powers_a_root(stacks) => {
                return Err(self.ambiguous_root(stacks, span));
            }
            Kind::Caret => {
                self.refuse_transpose(stacks);
                Operator::Power
            }
            Kind::Superscript(power) => {
                self.at += 1;
                stacks.reduce(self, Operator::Power);
                stacks.wait(Operator::Power, span);
                let power = self.graph.integer(power.into());
                stacks.push(power, span, false);
                return Ok(true);
            }
            Kind::Close(bracket) => return self.close(stacks, bracket, span),
            Kind::Name(_) | Kind::Keyword(Keyword::Of) if self.after(stacks)? => return Ok(true),
            Kind::Comma if stacks.depth > 0 => {
                stacks.reduce_group(self);
                let operand = stacks.operands.pop().expect("an operand stands before a comma");
                let depth = operand.depth;
                let argument = self.finish(operand);
                match stacks.pending.last_mut() {
                    Some(Pending::Group { call: Some(call), .. }) => call.take(argument, depth),
                    Some(Pending::Group { .. } | Pending::Operator(..) | Pending::Reduction(_)) | None => {
                        return Err(self.stray_comma(span));
                    }
                }
                self.at += 1;
                *wants_operand = true;
                return Ok(true);
            }
            Kind::Number
            | Kind::Name(_)
            | Kind::Partial
            | Kind::Root
            | Kind::Open(b'(')
            | Kind::Member(_)
            | Kind::BigOperator => {
                return self.juxtaposed(stacks, kind, wants_operand);
            }
            Kind::Prime => {
                let message = "a prime stands only on the name of a function, as in `sigmoid'(z)`";
                let wrong = Diagnostic::error(&code::PRIME, span, message);
                return Err(Box::new(wrong.help("for the derivative of a quantity write `dL/dw`")));
            }
            Kind::Keyword(Keyword::For) if stacks.in_reduction() => return Ok(self.close_reduction(stacks)),
            Kind::Open(_)
            | Kind::Comma
            | Kind::Keyword(_)
            | Kind::Text
            | Kind::DotDot
            | Kind::Tilde
            | Kind::Infinity
            | Kind::Question
            | Kind::UnknownCharacter
            | Kind::Relation(_)
            | Kind::End { .. } => {
                if stacks.depth > 0 {
                    return Err(Self::unclosed(stacks, span));
                }
                return Ok(false);
            }
        };
        self.at += 1;
        stacks.reduce(self, operator);
        stacks.wait(operator, span);
        *wants_operand = true;
        Ok(true)
    }
}
