//! What programs in number formats make of arrays.

use chainrule_array::word::Word;
use chainrule_array::{Whole, WholeId};
use chainrule_number::{Rational, Value};
use chainrule_render::{Block, Inline, Layout, Role, Row, Table, value};
use chainrule_work::found::{Absorbed, Calculation, Carried, OutOfRange, Seen, SumOrder};
use chainrule_work::{ArrayDerivation, ArrayInFormat, ArrayReport, Change, HeldArray};

use super::ArrayPage;

/// Digits of numbers in formats: those of f16 need no more.
const DIGITS: usize = 6;

/// Digits of errors.
const FEW_DIGITS: usize = 2;

/// So many losses are told.
const MOST_LOSSES: usize = 3;

impl ArrayPage<'_> {
    pub(super) fn in_formats(&mut self, derivation: &ArrayDerivation) {
        for found in derivation.in_formats.iter().take(if self.asks_for_formats { usize::MAX } else { 0 }) {
            self.in_format(derivation, found);
        }
    }

    fn in_format(&mut self, derivation: &ArrayDerivation, found: &ArrayInFormat) {
        let Carried { format, accumulate, order, .. } = found.carried;
        let kept = if accumulate == format {
            String::new()
        } else {
            format!(", products in {}, sums in {}", format.name, accumulate.name)
        };
        let order = match order {
            SumOrder::Left => "from left to right".to_owned(),
            SumOrder::Pairwise => "of neighbours first".to_owned(),
            SumOrder::Blocks(size) => format!("of blocks of {size}"),
        };
        let softmax = if has_softmax(self.report) {
            "; softmax and logsumexp with the largest exponent taken away first, as frameworks have them"
        } else {
            ""
        };
        let text = format!("In {}, operation by operation{kept}, sums {order}{softmax}:", format.name);
        self.paragraph(Inline::new().text(text));
        let mut rows = Vec::new();
        for (&place, held) in derivation.adjoints.iter().zip(&found.held) {
            let name = self.setter.quantity(self.report.calculus.adjoints[place].name);
            let Some(held) = held else { continue };
            let count = |count: usize| Layout::text(share(count, held.entries));
            rows.push(Row::Cells(vec![
                name,
                count(held.zero),
                count(held.subnormal),
                count(held.infinite + held.not_a_number),
                length(held),
                held.error.map_or_else(|| Layout::text("infinite"), error),
            ]));
        }
        let titles = ["derivative", "became 0", "subnormal", "infinite or NaN", "length", "relative error"];
        self.blocks.push(Block::Table(Table { titles: titles.map(Inline::from).to_vec(), rows }));
        let causes = self.causes(found);
        if !causes.is_empty() {
            self.blocks.push(Block::List(causes));
        }
        let is_wrong = found.held.last().is_some_and(|last| last.as_ref().is_some_and(|held| held.is_wrong));
        if !is_wrong {
            return;
        }
        if found.repairs.is_empty() {
            let tried = "No repair was found: a wider format for sums, sums of neighbours, scales of the loss and, for a softmax, smaller exponents were carried out.";
            self.paragraph(tried.into());
            return;
        }
        let repairs = found.repairs.iter().map(|repair| {
            let text = match repair.change {
                Change::Accumulate(wide) => Inline::new().text(format!("sums kept in {}", wide.name)),
                Change::Pairwise => "sums of neighbours first".into(),
                Change::Shift => {
                    "the largest exponent taken away before the exponentials, as softmax has it".into()
                }
                Change::Scale(power) => Inline::new()
                    .text("the loss times ")
                    .math(Layout::power_of_two(i64::from(power)))
                    .text(", which the result is divided by in a wider format"),
            };
            text.text(": the length is ")
                .math(length(&repair.held))
                .text(", relative error ")
                .math(repair.held.error.map_or_else(Layout::new, error))
        });
        let lines: Vec<Inline> = repairs
            .map(|line| Inline::new().role(Role::Good, "repair, carried out").text(": ").then(line))
            .collect();
        self.blocks.push(Block::List(lines));
    }

    /// What was lost first, where a derivative is wrong.
    fn causes(&self, found: &ArrayInFormat) -> Vec<Inline> {
        let format = found.carried.format.name;
        let mut lines = Vec::new();
        for (quantity, seen) in &found.lost {
            let name = self.setter.quantity(*quantity);
            let Seen { overflow, underflow, absorbed, .. } = seen;
            if let Some((out_of_range, count)) = overflow {
                lines.push(Self::beyond("overflow", &name, out_of_range, *count, format));
            }
            if let Some((absorbed, sums)) = absorbed {
                lines.push(absorption(&name, absorbed, *sums, found.carried.accumulate.name));
            }
            if let Some((out_of_range, count)) = underflow {
                lines.push(Self::beyond("underflow", &name, out_of_range, *count, format));
            }
        }
        lines.truncate(MOST_LOSSES);
        lines
    }

    fn beyond(what: &str, name: &Layout, out_of_range: &OutOfRange, count: usize, format: &str) -> Inline {
        let operands: Vec<Layout> = out_of_range.operands.iter().map(|operand| number(*operand)).collect();
        let carried = match (out_of_range.operation, operands.as_slice()) {
            (Calculation::Product, [one, other]) => {
                Layout::sequence(&[one.clone(), Layout::text(" times "), other.clone()])
            }
            (Calculation::Quotient, [one, other]) => {
                Layout::sequence(&[one.clone(), Layout::text(" / "), other.clone()])
            }
            (Calculation::Function(id, primes), [of]) => {
                let row = chainrule_symbolic::function::TABLE.get(id.index());
                let name = row.map_or("a function", |row| row.name);
                let name = format!("{name}{}", "'".repeat(usize::from(primes)));
                of.called_by(&Layout::text(name))
            }
            (_, [first, ..]) => {
                Layout::sequence(&[Layout::text("the sum from "), first.clone(), Layout::text(" on")])
            }
            (_, []) => Layout::text("a result"),
        };
        let more = match count {
            1 => String::new(),
            count => format!("; {count} times in all"),
        };
        Inline::new()
            .role(Role::Bad, what.to_owned())
            .text(" in ")
            .math(name.clone())
            .text(format!(", entry {}: ", out_of_range.entry + 1))
            .math(carried)
            .text(" is ")
            .math(number(out_of_range.held))
            .text(format!(" in {format}{more}"))
    }
}

/// Whether the word softmax, or logsumexp, stands in a definition as it is written.
pub(in super::super) fn has_softmax(report: &ArrayReport) -> bool {
    let mut stack: Vec<WholeId> = report.defined.iter().map(|definition| definition.written).collect();
    while let Some(id) = stack.pop() {
        let whole = report.arrays.whole(id);
        if matches!(whole, Whole::Word { word: Word::Softmax | Word::LogSumExp, .. }) {
            return true;
        }
        stack.extend(report.arrays.parts(whole));
    }
    false
}

fn absorption(name: &Layout, absorbed: &Absorbed, sums: usize, format: &str) -> Inline {
    let Absorbed { index, of, sum, term, count, entry } = *absorbed;
    let more = match count {
        1 => String::new(),
        count => format!("; {count} additions of this sum change nothing"),
    };
    let sums = if sums == 1 { String::new() } else { format!("; the same in {} more sums", sums - 1) };
    Inline::new()
        .role(Role::Bad, "absorption inside a sum")
        .text(" in ")
        .math(name.clone())
        .text(format!(", entry {}: from term {index} of {of} on a term no longer counts, ", entry + 1))
        .math(number(sum))
        .text(" + ")
        .math(number(term))
        .text(" = ")
        .math(number(sum))
        .text(format!(" in {format}{more}{sums}"))
}

fn number(float: f64) -> Layout {
    match Rational::from_f64(float) {
        Some(exact) => {
            let layout = value::number(&Value::Exact(exact), Some(DIGITS));
            if float < 0.0 { layout.fenced() } else { layout }
        }
        None if float.is_nan() => Layout::text("NaN"),
        None => Layout::text(if float < 0.0 { "-infinity" } else { "infinite" }),
    }
}

fn length(held: &HeldArray) -> Layout {
    if held.infinite + held.not_a_number > 0 { Layout::text("infinite") } else { number(held.length) }
}

fn error(float: f64) -> Layout {
    Rational::from_f64(float)
        .map_or_else(Layout::new, |exact| value::number(&Value::Exact(exact), Some(FEW_DIGITS)))
}

/// `3 of 64`
fn share(count: usize, of: usize) -> String {
    if count == 0 { "0".to_owned() } else { format!("{count} of {of}") }
}
