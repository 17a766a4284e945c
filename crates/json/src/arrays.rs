//! Vectors and matrices.

use chainrule_array::chain::{Adjoint, Jacobian};
use chainrule_array::{Letter, Line, QuantityId, ReadBy, Rules, Size, WholeId};
use chainrule_number::singular::LargestBound;
use chainrule_number::{Rational, Value, rounded_up};
use chainrule_render::Layout;
use chainrule_render::array::{ArraySetter, JacobianLayout, LetterNames};
use chainrule_work::array::{Array, ArrayFact, DerivedPart, EntryByHand};
use chainrule_work::{ArrayReport, LedgerRow, LostDirections, Map, Stretch};
use rustc_hash::FxHashMap;

use super::numerics::size;
use super::value::value;
use super::{Writer, schema, warning};

impl Writer<'_> {
    pub(super) fn arrays(&self, array_report: &ArrayReport) -> schema::Arrays {
        let setter = ArraySetter::new(&array_report.arrays, &array_report.immediate).in_layout(self.layout);
        let tell = ArrayWriter { writer: self, report: array_report, setter };
        let leaves = array_report.leaves.iter().map(|&leaf| tell.quantity(leaf, None, None));
        let defined = array_report.defined.iter().zip(&array_report.entries).map(|(definition, entry)| {
            let formula = Some(self.spelled(&tell.setter.whole(definition.written)));
            let entry = entry.as_ref().map(|entry| {
                let names = tell.setter.names_for(&entry.at);
                let left = tell.setter.quantity_with(definition.quantity, &entry.at, &names);
                tell.line(&left, &tell.setter.entry(entry.value, &names), &Rules::default())
            });
            tell.quantity(definition.quantity, formula, entry)
        });
        schema::Arrays {
            layout: match self.layout {
                JacobianLayout::Numerator => schema::ArrayLayout::Numerator,
                JacobianLayout::Denominator => schema::ArrayLayout::Denominator,
            },
            known: array_report.known.iter().map(|fact| tell.known(fact)).collect(),
            quantities: leaves.chain(defined).collect(),
            factors: array_report
                .calculus
                .jacobians
                .iter()
                .enumerate()
                .map(|(place, jacobian)| tell.factor(place, jacobian))
                .collect(),
            adjoints: array_report.calculus.adjoints.iter().map(|adjoint| tell.adjoint(adjoint)).collect(),
            derivations: array_report
                .derivations
                .iter()
                .map(|derivation| schema::ArrayDerivation {
                    of: tell.name(derivation.of),
                    by: tell.name(derivation.by),
                    adjoints: derivation.adjoints.clone(),
                    sizes: derivation.sizes.as_ref().map(|sizes| schema::ArraySizes {
                        lengths: sizes.norms.iter().map(|norm| value(norm, self.digits)).collect(),
                        layers: sizes.layers,
                        size: size(sizes.size),
                        exploding_above_log10: sizes.limits.exploding,
                        vanishing_below_log10: sizes.limits.vanishing,
                        ledger: sizes.ledger.iter().map(|row| tell.row(row)).collect(),
                        lost: sizes.lost.as_ref().map(|lost_directions| self.lost(lost_directions)),
                    }),
                    in_formats: derivation
                        .in_formats
                        .iter()
                        .map(|found| self.array_in_format(found, &tell.setter))
                        .collect(),
                    by_hand: derivation.by_hand.as_ref().map(|hand| tell.by_hand(hand)),
                    parts: derivation.parts.iter().map(|part| tell.part(part)).collect(),
                    refused: derivation.refusal.as_ref().map(|refusal| warning(&refusal.told)),
                    verified: schema::ArrayVerified {
                        lines: derivation.tally.lines,
                        readings: derivation.tally.readings,
                        directions: derivation.tally.directions,
                        refuted: derivation.tally.refuted,
                        untested: derivation.tally.untested,
                    },
                })
                .collect(),
            layers: array_report
                .layers
                .iter()
                .map(|table| schema::ArrayLayers {
                    of: array_report.arrays.quantity(table.of).name.clone(),
                    rows: table
                        .rows
                        .iter()
                        .map(|row| schema::ArrayLayer {
                            derivation: row.derivation,
                            gradient: value(&row.gradient, self.digits),
                            weight: value(&row.weight, self.digits),
                            ratio: row.ratio.as_ref().map(|ratio| value(ratio, self.digits)),
                        })
                        .collect(),
                })
                .collect(),
            files: array_report
                .files
                .iter()
                .map(|file| schema::ArrayFile {
                    name: file.name.clone(),
                    quantity: array_report.arrays.quantity(file.quantity).name.clone(),
                    sha256: file.sha256.clone(),
                })
                .collect(),
            ties: array_report.ties.iter().map(|&of| self.spelled(&tell.setter.whole(of))).collect(),
            ranges_read: array_report
                .ranges_read
                .iter()
                .map(|read| schema::ArrayRange {
                    of: array_report.arrays.quantity(read.of).name.clone(),
                    index: read.letter.clone(),
                    to: tell.size(read.size),
                })
                .collect(),
        }
    }
}

/// Fractions of no more binary digits are written as they are, and other bounds rounded up to so many digits.
const SHORT_BITS: u64 = 48;
const BOUND_DIGITS: usize = 17;

impl Writer<'_> {
    fn lost(&self, lost_directions: &LostDirections) -> schema::ArrayLost {
        let [largest, smallest] =
            [&lost_directions.largest, &lost_directions.smallest].map(|end| value(end, self.digits));
        schema::ArrayLost {
            lost: lost_directions.lost,
            of: lost_directions.of,
            after: lost_directions.after,
            first: lost_directions.first,
            largest,
            smallest,
        }
    }
}

fn read_by(notes: &[ReadBy]) -> Vec<String> {
    notes.iter().map(|note| note.id().to_owned()).collect()
}

struct ArrayWriter<'w> {
    writer: &'w Writer<'w>,
    report: &'w ArrayReport,
    setter: ArraySetter<'w>,
}

impl ArrayWriter<'_> {
    fn quantity(
        &self,
        quantity: QuantityId,
        formula: Option<schema::Expression>,
        entry: Option<schema::ArrayLine>,
    ) -> schema::ArrayQuantity {
        let declared = self.report.arrays.quantity(quantity);
        schema::ArrayQuantity {
            name: declared.name.clone(),
            shape: declared.shape.axes().iter().map(|&size| self.size(size)).collect(),
            formula,
            entry,
            numbers: self.numbers(quantity),
        }
    }

    /// A size: a number, or its letter.
    fn size(&self, size: Size) -> String {
        match size {
            Size::Number(count) => count.to_string(),
            Size::Letter(letter) => self.report.arrays.size_names()[letter.0 as usize].clone(),
        }
    }

    fn numbers(&self, quantity: QuantityId) -> Option<schema::ArrayNumbers> {
        self.report.numbers.get(&quantity).map(|array| self.array(array))
    }

    fn array(&self, array: &Array<Value>) -> schema::ArrayNumbers {
        let value = |value: &Value| super::value::value(value, self.writer.digits);
        schema::ArrayNumbers { sizes: array.axes.clone(), entries: array.entries.iter().map(value).collect() }
    }

    /// An entry or a line of a derivative.
    fn part(&self, part: &DerivedPart) -> schema::ArrayPart {
        let [left, right] = [part.left, part.right].map(|side| self.writer.spelled(&self.setter.whole(side)));
        let numbers = part.numbers.as_ref().map(|array| self.array(array));
        schema::ArrayPart { at: part.at.clone(), left, right, numbers }
    }

    fn line(&self, left: &Layout, right: &Layout, rules: &Rules) -> schema::ArrayLine {
        schema::ArrayLine {
            left: self.writer.spelled(left),
            right: self.writer.spelled(right),
            rules: rules.all().iter().map(|rule| rule.id().to_owned()).collect(),
        }
    }

    fn lines(&self, left: &Layout, names: &LetterNames, lines: &[Line]) -> Vec<schema::ArrayLine> {
        let lines = lines.iter();
        lines.map(|line| self.line(left, &self.setter.entry(line.after, names), &line.rules)).collect()
    }

    fn factor(&self, place: usize, jacobian: &Jacobian) -> schema::ArrayFactor {
        let letters: Vec<Letter> = jacobian.at.iter().chain(&jacobian.by).copied().collect();
        let names: LetterNames = self.setter.names_for(&letters);
        let [of, by] = [(jacobian.child, &jacobian.at), (jacobian.parent, &jacobian.by)]
            .map(|(quantity, letters)| self.setter.quantity_with(quantity, letters, &names));
        let left = self.setter.local_derivative(jacobian.child, jacobian.parent, &of, &by);
        schema::ArrayFactor {
            of: self.writer.spelled(&self.setter.quantity(jacobian.child)),
            by: self.writer.spelled(&self.setter.quantity(jacobian.parent)),
            lines: self.lines(&left, &names, &jacobian.lines),
            whole: jacobian.reading.map(|reading| self.whole(reading, jacobian.child, jacobian.parent)),
            read_by: read_by(&jacobian.read_by),
            norm_at_most: self.report.bounds.get(&place).and_then(|bound| {
                Some(self.bound(&bound.amount.as_number()?, Some(bound.is_strict), &bound.rules))
            }),
        }
    }

    fn bound(
        &self,
        value: &Rational,
        strict: Option<bool>,
        rules: &[&'static chainrule_work::claim::ProofRule],
    ) -> schema::ArrayBound {
        let rules = rules.iter().map(|rule| schema::ProofRule { id: rule.id, title: rule.title });
        schema::ArrayBound { value: self.above(value), strict, rules: rules.collect() }
    }

    /// A bound from above: short fractions as they are, others rounded up.
    fn above(&self, value: &Rational) -> schema::Value {
        let is_short = value.bits() <= SHORT_BITS;
        let number = if is_short { value.clone() } else { rounded_up(value, BOUND_DIGITS) };
        super::value::value(&Value::Exact(number), self.writer.digits)
    }

    fn row(&self, row: &LedgerRow) -> schema::ArrayLedgerRow {
        let value = |value: &Value| super::value::value(value, self.writer.digits);
        schema::ArrayLedgerRow {
            ways: row.ways,
            factor: row.factor.as_ref().map(|factor| {
                let (all, between) = match &factor.stretch {
                    Some(Stretch::All(values)) => (Some(values.iter().map(value).collect()), None),
                    Some(Stretch::Largest { at_least, at_most, by }) => {
                        let by = match by {
                            LargestBound::Frobenius => "frobenius",
                            LargestBound::RowsAndColumns => "rows-and-columns",
                        };
                        let [at_least, at_most] = [at_least, at_most].map(value);
                        (None, Some(schema::ArrayLargest { at_least, at_most, by: by.to_owned() }))
                    }
                    None => (None, None),
                };
                schema::ArrayLedgerFactor {
                    factor: self.writer.spelled(&self.factor_of(factor.map)),
                    sizes: factor.sizes,
                    each_entry: matches!(factor.map, Map::EachEntry(_)),
                    norm_at_most: factor.at_most.as_ref().map(|(most, rules)| self.bound(most, None, rules)),
                    singular_values: all,
                    largest_between: between,
                }
            }),
            bound_so_far: row.bound_so_far.as_ref().map(|number| self.above(number)),
        }
    }

    fn factor_of(&self, map: Map) -> Layout {
        match map {
            Map::Jacobian { place, is_transposed } => {
                let jacobian = &self.report.calculus.jacobians[place];
                let [of, by] =
                    [jacobian.child, jacobian.parent].map(|quantity| self.setter.quantity(quantity));
                let name = self.setter.local_derivative(jacobian.child, jacobian.parent, &of, &by);
                if is_transposed { self.setter.transposed(&name) } else { name }
            }
            Map::Left(whole) | Map::Right(whole) | Map::EachEntry(whole) => self.setter.whole(whole),
        }
    }

    /// A derivative as a whole, in the layout asked for.
    fn whole(&self, reading: WholeId, of: QuantityId, by: QuantityId) -> schema::Expression {
        let turned = self.report.turned.get(&reading).copied().filter(|_| self.setter.turns(of, by));
        self.writer.spelled(&self.setter.whole(turned.unwrap_or(reading)))
    }

    fn known(&self, fact: &ArrayFact) -> schema::ArrayKnown {
        match *fact {
            ArrayFact::Slope { function, argument, range, .. } => schema::ArrayKnown::Slope {
                of: self.writer.spelled(&self.setter.slope_of(function, argument)),
                least: range.lower.value().map(|end| end.to_string()),
                most: range.upper.value().map(|end| end.to_string()),
            },
            ArrayFact::Probabilities { of, below_one, .. } => schema::ArrayKnown::Probabilities {
                of: self.writer.spelled(&self.setter.quantity(of)),
                below_one,
            },
            ArrayFact::Symmetric(factor) => schema::ArrayKnown::Symmetric { factor },
        }
    }

    fn by_hand(&self, entry_by_hand: &EntryByHand) -> schema::ArrayEntryByHand {
        let numbers: FxHashMap<_, Layout> = entry_by_hand
            .numbers
            .iter()
            .map(|(&id, value)| (id, chainrule_render::value::number(value, self.writer.digits)))
            .collect();
        let names = LetterNames::default();
        schema::ArrayEntryByHand {
            at: entry_by_hand.at.clone(),
            symbols: self.writer.spelled(&self.setter.entry(entry_by_hand.symbols, &names)),
            numbers: self
                .writer
                .spelled(&self.setter.with_numbers(&numbers).entry(entry_by_hand.symbols, &names)),
            value: value(&entry_by_hand.value, self.writer.digits),
        }
    }

    /// A quantity by its name; a derivative, which has none, as it is written.
    fn name(&self, quantity: QuantityId) -> String {
        match &self.report.arrays.quantity(quantity).name {
            name if name.is_empty() => self.setter.quantity(quantity).ascii(),
            name => name.clone(),
        }
    }

    fn adjoint(&self, adjoint: &Adjoint) -> schema::ArrayAdjoint {
        let free = adjoint.free();
        let names = self.setter.names_for(&free);
        let left = self.setter.quantity_with(adjoint.name, &free, &names);
        schema::ArrayAdjoint {
            of: self.writer.spelled(&self.setter.quantity(adjoint.of)),
            by: self.writer.spelled(&self.setter.quantity(adjoint.by)),
            through: adjoint.through.clone(),
            lines: self.lines(&left, &names, &adjoint.lines),
            whole: adjoint.reading.map(|reading| self.whole(reading, adjoint.of, adjoint.by)),
            read_by: read_by(&adjoint.read_by),
            in_full: adjoint
                .in_full
                .filter(|full| Some(*full) != adjoint.reading)
                .map(|full| self.whole(full, adjoint.of, adjoint.by)),
            numbers: self.numbers(adjoint.name),
        }
    }
}
