//! Tokens to index expressions.

use rustc_hash::FxHashMap;
use std::rc::Rc;

use chainrule_diagnostic::{Diagnostic, Span, code};

use super::index::{IndexExpr, Placed, Step};
use crate::depth::MOST_DEPTH;
use crate::lexer::{Kind, NameId, Names, Token};
use crate::wrong::Wrong;

/// The names that index expressions may use.
#[derive(Clone, Debug, Default)]
pub struct Indices {
    /// Indices that `for` names, with their places among the values, where they are named, and whether they can be used
    /// where the reading is.
    pub named: Vec<Index>,
    /// Whole-number constants.
    pub constants: Rc<FxHashMap<NameId, Option<i64>>>,
}

/// An index that `for` names.
#[derive(Clone, Copy, Debug)]
pub struct Index {
    /// Its name.
    pub name: NameId,
    /// Where `for` names it.
    pub span: Span,
    /// Whether the reading is where it can be used.
    pub in_scope: bool,
}

impl Indices {
    /// The index of this name, as far as it can be used here.
    pub fn find(&self, name: NameId) -> Option<usize> {
        self.named.iter().rposition(|index| index.in_scope && index.name == name)
    }
}

/// An operator of an index expression, or an open bracket.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waiting {
    Operator(Step, u8),
    Bracket,
}

/// Binding strengths, as in other expressions.
fn strength(step: Step) -> u8 {
    match step {
        Step::Add | Step::Subtract => 1,
        Step::Negate => 2,
        Step::Multiply | Step::Divide => 3,
        Step::Power => 5,
        Step::Number(_) | Step::Index(_) => 6,
    }
}

/// Reads an index expression that takes all these tokens; `end` is where they end.
///
/// # Errors
/// They are none, or a name among them is neither an index nor a constant.
pub fn read(
    tokens: &[Token],
    end: Span,
    text: &str,
    names: &Names,
    indices: &Indices,
) -> Result<Placed, Wrong> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return Err(Box::new(
            Diagnostic::error(&code::BAD_INDEX, end, "expected an index here").help("write `a[l]` or `a[3]`"),
        ));
    };
    let mut steps = Vec::new();
    let mut waiting: Vec<Waiting> = Vec::new();
    let mut wants_operand = true;
    for token in tokens {
        if waiting.len() > MOST_DEPTH {
            return Err(wrong(token.span, &format!("this index is nested more than {MOST_DEPTH} deep")));
        }
        if wants_operand {
            match token.kind {
                Kind::Number => {
                    let digits = text[token.span.range()].replace('_', "");
                    let Ok(number) = digits.parse::<i64>() else {
                        return Err(wrong(token.span, "an index is a whole number below a trillion"));
                    };
                    steps.push(Step::Number(number));
                    wants_operand = false;
                }
                Kind::Name(name) => {
                    steps.push(name_step(name, token.span, names, indices)?);
                    wants_operand = false;
                }
                Kind::Minus => waiting.push(Waiting::Operator(Step::Negate, 2)),
                Kind::Open(b'(' | b'{') => waiting.push(Waiting::Bracket),
                Kind::Member(_) | Kind::Open(_) => {
                    return Err(wrong(token.span, "the member of a family can't be an index"));
                }
                Kind::Times => {
                    return Err(Box::new(
                        Diagnostic::error(
                            &code::BAD_INDEX,
                            token.span,
                            "`*` for all members can't stand here",
                        )
                        .help("`*` stands in `given w[*] = …` and `derive dL/dw[*]`"),
                    ));
                }
                _ => return Err(wrong(token.span, "expected a number or the name of an index")),
            }
            continue;
        }
        let step = match token.kind {
            Kind::Plus => Step::Add,
            Kind::Minus => Step::Subtract,
            Kind::Times => Step::Multiply,
            Kind::Slash => Step::Divide,
            Kind::Caret => Step::Power,
            Kind::Close(b')' | b'}') => {
                while let Some(Waiting::Operator(step, _)) = waiting.last().copied() {
                    waiting.pop();
                    steps.push(step);
                }
                if waiting.pop().is_none() {
                    return Err(wrong(token.span, "this bracket closes nothing"));
                }
                continue;
            }
            // `2l`
            Kind::Name(name) if matches!(steps.last(), Some(Step::Number(_))) => {
                let factor = name_step(name, token.span, names, indices)?;
                take_before(&mut waiting, &mut steps, Step::Multiply);
                waiting.push(Waiting::Operator(Step::Multiply, strength(Step::Multiply)));
                steps.push(factor);
                continue;
            }
            _ => return Err(wrong(token.span, "an index is written with +, -, * and whole numbers")),
        };
        take_before(&mut waiting, &mut steps, step);
        waiting.push(Waiting::Operator(step, strength(step)));
        wants_operand = true;
    }
    if wants_operand {
        return Err(wrong(Span::at(last.span.end as usize), "expected a number or the name of an index"));
    }
    while let Some(top) = waiting.pop() {
        match top {
            Waiting::Operator(step, _) => steps.push(step),
            Waiting::Bracket => return Err(wrong(last.span, "a bracket in this index is never closed")),
        }
    }
    Ok(Placed { expr: IndexExpr::new(steps), span: first.span.to(last.span) })
}

/// Carries out what binds before the next operator.
fn take_before(waiting: &mut Vec<Waiting>, steps: &mut Vec<Step>, next: Step) {
    while let Some(Waiting::Operator(step, level)) = waiting.last().copied() {
        let other = strength(next);
        if level < other || (level == other && next == Step::Power) {
            break;
        }
        waiting.pop();
        steps.push(step);
    }
}

fn name_step(name: NameId, span: Span, names: &Names, indices: &Indices) -> Result<Step, Wrong> {
    if let Some(index) = indices.find(name) {
        return Ok(Step::Index(index));
    }
    let text = names.text(name);
    match indices.constants.get(&name) {
        Some(Some(number)) => Ok(Step::Number(*number)),
        Some(None) => Err(Box::new(
            Diagnostic::error(
                &code::BAD_INDEX,
                span,
                format!("the constant `{text}` is no whole number, so it can't stand in an index"),
            )
            .help(format!("give it one: `let {text} = 50`")),
        )),
        None => Err(Box::new(
            Diagnostic::error(
                &code::BAD_INDEX,
                span,
                format!("`{text}` is neither an index here nor a constant"),
            )
            .help(format!("write `… for {text} in 1..3` at the end of the statement for an index"))
            .help(format!("write `let {text} = 3` for a constant")),
        )),
    }
}

fn wrong(span: Span, message: &str) -> Wrong {
    Box::new(
        Diagnostic::error(&code::BAD_INDEX, span, message)
            .help("an index is made of whole numbers, index names and `let` constants: `a[l-1]`, `a[2*l+1]`"),
    )
}
