//! Vectors and matrices.

use chainrule_array::chain::{Adjoint, Jacobian};
use chainrule_array::{Letter, QuantityId, Rules, Size};
use chainrule_number::Value;
use chainrule_render::Layout;
use chainrule_render::array::{ArraySetter, LetterNames};
use chainrule_work::ArrayReport;

use super::numerics::size;
use super::value::value;
use super::{Writer, schema};

impl Writer<'_> {
    pub(super) fn arrays(&self, array_report: &ArrayReport) -> schema::Arrays {
        let tell = ArrayWriter {
            writer: self,
            report: array_report,
            setter: ArraySetter::new(&array_report.arrays, &array_report.immediate),
        };
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
            quantities: leaves.chain(defined).collect(),
            factors: array_report.calculus.jacobians.iter().map(|jacobian| tell.factor(jacobian)).collect(),
            adjoints: array_report.calculus.adjoints.iter().map(|adjoint| tell.adjoint(adjoint)).collect(),
            derivations: array_report
                .derivations
                .iter()
                .map(|derivation| schema::ArrayDerivation {
                    of: array_report.arrays.quantity(derivation.of).name.clone(),
                    by: array_report.arrays.quantity(derivation.by).name.clone(),
                    adjoints: derivation.adjoints.clone(),
                    sizes: derivation.sizes.as_ref().map(|sizes| schema::ArraySizes {
                        lengths: sizes.norms.iter().map(|own| value(own, self.digits)).collect(),
                        layers: sizes.layers,
                        size: size(sizes.size),
                    }),
                    verified: schema::ArrayVerified {
                        lines: derivation.tally.lines,
                        readings: derivation.tally.readings,
                        directions: derivation.tally.directions,
                        refuted: derivation.tally.refuted,
                        untested: derivation.tally.untested,
                    },
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
        }
    }
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
        let own = self.report.arrays.quantity(quantity);
        let size = |size: &Size| match size {
            Size::Number(count) => count.to_string(),
            Size::Letter(letter) => self.report.arrays.size_names()[letter.0 as usize].clone(),
        };
        schema::ArrayQuantity {
            name: own.name.clone(),
            shape: own.shape.axes().iter().map(size).collect(),
            formula,
            entry,
            numbers: self.numbers(quantity),
        }
    }

    fn numbers(&self, quantity: QuantityId) -> Option<schema::ArrayNumbers> {
        let array = self.report.numbers.get(&quantity)?;
        let value = |value: &Value| super::value::value(value, self.writer.digits);
        Some(schema::ArrayNumbers {
            sizes: array.axes.clone(),
            entries: array.entries.iter().map(value).collect(),
        })
    }

    fn line(&self, left: &Layout, right: &Layout, rules: &Rules) -> schema::ArrayLine {
        schema::ArrayLine {
            left: self.writer.spelled(left),
            right: self.writer.spelled(right),
            rules: rules.all().iter().map(|rule| rule.id().to_owned()).collect(),
        }
    }

    fn factor(&self, jacobian: &Jacobian) -> schema::ArrayFactor {
        let letters: Vec<Letter> = jacobian.at.iter().chain(&jacobian.by).copied().collect();
        let names: LetterNames = self.setter.names_for(&letters);
        let [of, by] = [(jacobian.child, &jacobian.at), (jacobian.parent, &jacobian.by)]
            .map(|(quantity, letters)| self.setter.quantity_with(quantity, letters, &names));
        let left = self.setter.local_derivative(jacobian.child, jacobian.parent, &of, &by);
        schema::ArrayFactor {
            of: self.writer.spelled(&self.setter.quantity(jacobian.child)),
            by: self.writer.spelled(&self.setter.quantity(jacobian.parent)),
            lines: jacobian
                .lines
                .iter()
                .map(|line| self.line(&left, &self.setter.entry(line.after, &names), &line.rules))
                .collect(),
            whole: jacobian.reading.map(|reading| self.writer.spelled(&self.setter.whole(reading))),
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
            lines: adjoint
                .lines
                .iter()
                .map(|line| self.line(&left, &self.setter.entry(line.after, &names), &line.rules))
                .collect(),
            whole: adjoint.reading.map(|reading| self.writer.spelled(&self.setter.whole(reading))),
            in_full: adjoint
                .in_full
                .filter(|full| Some(*full) != adjoint.reading)
                .map(|full| self.writer.spelled(&self.setter.whole(full))),
            numbers: self.numbers(adjoint.name),
        }
    }
}
