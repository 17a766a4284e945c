//! The worksheet worked out by hand, in the types of the schema.

use chainrule_number::DecimalRounding;
use chainrule_number::Rational;

use super::{Writer, schema, value};
use chainrule_render::value::as_written;
use chainrule_work::by_hand::{ByHandReport, HandLine};

impl Writer<'_> {
    pub(super) fn by_hand(&self, report: &ByHandReport) -> schema::ByHand {
        let rounding = report.rounding;
        let lines = |lines: &[HandLine]| lines.iter().map(|line| self.hand_line(rounding, line)).collect();
        schema::ByHand {
            rounding: rounding.to_string(),
            definitions: lines(&report.definitions),
            derivations: report
                .derivations
                .iter()
                .map(|derivation| schema::HandDerivation {
                    factors: lines(&derivation.factors),
                    products: derivation
                        .products
                        .iter()
                        .map(|product| schema::HandProduct {
                            put_in: all_written(rounding, &product.put_in),
                            steps: all_written(rounding, &product.steps),
                            line: self.hand_line(rounding, &product.line),
                        })
                        .collect(),
                    result: self.hand_line(rounding, &derivation.result),
                })
                .collect(),
            left_out: report.left_out,
            updates: report.updates.iter().map(|update| self.hand_line(rounding, &update.new)).collect(),
        }
    }

    fn hand_line(&self, rounding: DecimalRounding, line: &HandLine) -> schema::HandLine {
        schema::HandLine {
            name: self.setter.expression(line.name).ascii(),
            written: line.written.as_ref().map(|number| written(rounding, number)),
            value: value::value(&line.value, self.digits),
            off: line.off.as_ref().map(Rational::to_string),
        }
    }
}

fn written(rounding: DecimalRounding, number: &Rational) -> String {
    as_written(rounding, number).ascii()
}

fn all_written(rounding: DecimalRounding, numbers: &[Vec<Rational>]) -> Vec<Vec<String>> {
    numbers.iter().map(|row| row.iter().map(|number| written(rounding, number)).collect()).collect()
}
