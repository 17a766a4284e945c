//! Claims between arrays in the types of the schema.

use chainrule_render::array::ArraySetter;
use chainrule_work::ArrayReport;
use chainrule_work::array::{ArrayDifference, ArrayDoubt, ArrayGround, LikelySlip, SlipKind};

use super::value::value;
use super::{Writer, schema};

impl Writer<'_> {
    pub(super) fn array_ground(&self, ground: &ArrayGround) -> schema::Because {
        let (finding, left) = match ground {
            ArrayGround::SameFunction(_) => (schema::ArrayFound::SameFunction, None),
            ArrayGround::SameForSigns(_) => (schema::ArrayFound::SameForSigns, None),
            ArrayGround::SameButAtKinks(_) => (schema::ArrayFound::SameButAtKinks, None),
            ArrayGround::SameAtSizes(_) => (schema::ArrayFound::SameAtSizes, None),
            ArrayGround::SameAtGiven(_) => (schema::ArrayFound::SameAtGiven, None),
            ArrayGround::ExactNumbers => (schema::ArrayFound::ExactNumbers, None),
            ArrayGround::EveryEntry => (schema::ArrayFound::EveryEntry, None),
            ArrayGround::AsPrinted(last) => (schema::ArrayFound::AsPrinted, Some(value(last, self.digits))),
        };
        schema::Because::Arrays { found: schema::ArrayFinding { left, ..found(finding) } }
    }

    pub(super) fn array_difference(&self, difference: &ArrayDifference) -> schema::Because {
        let of_arrays = self.report.arrays.as_ref();
        let leaves = of_arrays.map_or_else(Vec::new, |report| {
            let leaf = |(leaf, numbers): &(_, chainrule_work::array::Array<_>)| schema::ArrayLeaf {
                of: report.arrays.quantity(*leaf).name.clone(),
                numbers: schema::ArrayNumbers {
                    sizes: numbers.axes.clone(),
                    entries: numbers.entries.iter().map(|number| value(number, self.digits)).collect(),
                },
            };
            difference.leaves.iter().map(leaf).collect()
        });
        let found = schema::ArrayFinding {
            at: difference.at.clone(),
            left: Some(value(&difference.left, self.digits)),
            right: difference.right.as_ref().map(|right| value(right, self.digits)),
            leaves,
            slip: of_arrays.and_then(|report| Some(self.slip(report, difference.slip.as_ref()?))),
            ..found(schema::ArrayFound::Differ)
        };
        schema::Because::Arrays { found }
    }

    fn slip(&self, report: &ArrayReport, slip: &LikelySlip) -> schema::ArraySlip {
        let setter = ArraySetter::new(&report.arrays, &report.immediate);
        let (old, new) = match slip.replaced {
            Some([old, new]) => (Some(setter.whole(old)), setter.whole(new)),
            None => (None, setter.whole_at(slip.whole, &slip.letters())),
        };
        schema::ArraySlip {
            kind: slip_kind(slip.kind),
            holds_with: self.spelled(&new),
            in_place_of: old.map(|old| self.spelled(&old)),
        }
    }
}

pub(super) fn array_doubt(doubt: ArrayDoubt) -> schema::Because {
    let found = found(match doubt {
        ArrayDoubt::NoRule => schema::ArrayFound::NoRule,
        ArrayDoubt::AgreeWhereTried => schema::ArrayFound::AgreeWhereTried,
        ArrayDoubt::TooLarge => schema::ArrayFound::TooLarge,
        ArrayDoubt::NothingTried => schema::ArrayFound::NothingTried,
        ArrayDoubt::AgreeAsFarAsCertain => schema::ArrayFound::AgreeAsFarAsCertain,
        ArrayDoubt::WithoutNumber => schema::ArrayFound::WithoutNumber,
        ArrayDoubt::NoDecimal => schema::ArrayFound::NoDecimal,
        ArrayDoubt::TooFewDigits => schema::ArrayFound::TooFewDigits,
    });
    schema::Because::Arrays { found }
}

fn found(finding: schema::ArrayFound) -> schema::ArrayFinding {
    schema::ArrayFinding { finding, at: Vec::new(), left: None, right: None, leaves: Vec::new(), slip: None }
}

fn slip_kind(kind: SlipKind) -> schema::SlipKind {
    match kind {
        SlipKind::Transposed => schema::SlipKind::Transposed,
        SlipKind::OtherSign => schema::SlipKind::OtherSign,
        SlipKind::TwoMissing => schema::SlipKind::TwoMissing,
        SlipKind::TwoTooMany => schema::SlipKind::TwoTooMany,
        SlipKind::SizeNotDividedBy => schema::SlipKind::SizeNotDividedBy,
        SlipKind::SizeTooMany => schema::SlipKind::SizeTooMany,
        SlipKind::FactorsSwapped => schema::SlipKind::FactorsSwapped,
        SlipKind::FactorsSwappedAndTransposed => schema::SlipKind::FactorsSwappedAndTransposed,
        SlipKind::FactorsSwappedOneTransposed => schema::SlipKind::FactorsSwappedOneTransposed,
        SlipKind::Transpose => schema::SlipKind::Transpose,
        SlipKind::Inverse => schema::SlipKind::Inverse,
        SlipKind::EntrywiseMeant => schema::SlipKind::EntrywiseMeant,
        SlipKind::ProductMeant => schema::SlipKind::ProductMeant,
        SlipKind::OtherAxis => schema::SlipKind::OtherAxis,
        SlipKind::SignOfTerm => schema::SlipKind::SignOfTerm,
        SlipKind::SlopeMeant => schema::SlipKind::SlopeMeant,
        SlipKind::FunctionMeant => schema::SlipKind::FunctionMeant,
        SlipKind::SlopeMissing => schema::SlipKind::SlopeMissing,
    }
}
