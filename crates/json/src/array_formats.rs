//! What programs in number formats make of arrays.

use chainrule_render::array::ArraySetter;
use chainrule_work::found::{Seen, SumOrder};
use chainrule_work::{ArrayInFormat, Change, HeldArray};

use super::{Writer, schema};

impl Writer<'_> {
    pub(super) fn array_in_format(
        &self,
        in_format: &ArrayInFormat,
        setter: &ArraySetter<'_>,
    ) -> schema::ArrayInFormat {
        let order = match in_format.carried.order {
            SumOrder::Left => "left".to_owned(),
            SumOrder::Pairwise => "pairwise".to_owned(),
            SumOrder::Blocks(size) => format!("blocks:{size}"),
        };
        let lost = in_format.lost.iter().flat_map(|(quantity, seen)| {
            let of = self.spelled(&setter.quantity(*quantity));
            losses(&of, seen)
        });
        schema::ArrayInFormat {
            format: in_format.carried.format.name.to_owned(),
            accumulate: in_format.carried.accumulate.name.to_owned(),
            sum_order: order,
            held: in_format.held.iter().map(|held| held.as_ref().map(held_array)).collect(),
            lost: lost.collect(),
            repairs: in_format
                .repairs
                .iter()
                .map(|repair| {
                    let (change, by) = match repair.change {
                        Change::Accumulate(format) => ("accumulate", Some(format.name.to_owned())),
                        Change::Shift => ("shift", None),
                        Change::Pairwise => ("pairwise", None),
                        Change::Scale(power) => ("scale", Some(power.to_string())),
                    };
                    schema::ArrayRepair { change: change.to_owned(), by, held: held_array(&repair.held) }
                })
                .collect(),
        }
    }
}

fn losses(of: &schema::Expression, seen: &Seen) -> Vec<schema::ArrayLoss> {
    let beyond =
        [("overflow", &seen.overflow), ("underflow", &seen.underflow), ("subnormal", &seen.subnormal)];
    let mut all: Vec<schema::ArrayLoss> = beyond
        .into_iter()
        .filter_map(|(kind, occurrence)| {
            let (out_of_range, count) = occurrence.as_ref()?;
            Some(schema::ArrayLoss {
                of: of.clone(),
                kind: kind.to_owned(),
                entry: out_of_range.entry + 1,
                operands: out_of_range.operands.clone(),
                term: None,
                count: *count,
            })
        })
        .collect();
    if let Some((absorbed, sums)) = &seen.absorbed {
        all.push(schema::ArrayLoss {
            of: of.clone(),
            kind: "absorption".to_owned(),
            entry: absorbed.entry + 1,
            operands: vec![absorbed.sum, absorbed.term],
            term: Some([absorbed.index, absorbed.of]),
            count: *sums,
        });
    }
    all
}

fn held_array(held: &HeldArray) -> schema::HeldArray {
    schema::HeldArray {
        entries: held.entries,
        zero: held.zero,
        subnormal: held.subnormal,
        infinite: held.infinite,
        not_a_number: held.not_a_number,
        length: held.length,
        relative_error: held.error,
        wrong: held.is_wrong,
    }
}
