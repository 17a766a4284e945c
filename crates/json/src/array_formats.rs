//! What programs in number formats make of arrays.

use chainrule_render::array::ArraySetter;
use chainrule_work::found::{Seen, SumOrder};
use chainrule_work::{ArrayInFormat, Change, HeldArray};

use super::{Writer, schema};

impl Writer<'_> {
    pub(super) fn array_in_format(
        &self,
        own: &ArrayInFormat,
        setter: &ArraySetter<'_>,
    ) -> schema::ArrayInFormat {
        let order = match own.carried.order {
            SumOrder::Left => "left".to_owned(),
            SumOrder::Pairwise => "pairwise".to_owned(),
            SumOrder::Blocks(size) => format!("blocks:{size}"),
        };
        let lost = own.lost.iter().flat_map(|(quantity, seen)| {
            let of = self.spelled(&setter.quantity(*quantity));
            losses(&of, seen)
        });
        schema::ArrayInFormat {
            format: own.carried.format.name.to_owned(),
            accumulate: own.carried.accumulate.name.to_owned(),
            sum_order: order,
            held: own.held.iter().map(|held| held.as_ref().map(held_array)).collect(),
            lost: lost.collect(),
            repairs: own
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
        .filter_map(|(kind, own)| {
            let (own, count) = own.as_ref()?;
            Some(schema::ArrayLoss {
                of: of.clone(),
                kind: kind.to_owned(),
                entry: own.entry + 1,
                operands: own.operands.clone(),
                term: None,
                count: *count,
            })
        })
        .collect();
    if let Some((own, sums)) = &seen.absorbed {
        all.push(schema::ArrayLoss {
            of: of.clone(),
            kind: "absorption".to_owned(),
            entry: own.entry + 1,
            operands: vec![own.sum, own.term],
            term: Some([own.index, own.of]),
            count: *sums,
        });
    }
    all
}

fn held_array(own: &HeldArray) -> schema::HeldArray {
    schema::HeldArray {
        entries: own.entries,
        zero: own.zero,
        subnormal: own.subnormal,
        infinite: own.infinite,
        not_a_number: own.not_a_number,
        length: own.length,
        relative_error: own.error,
        wrong: own.is_wrong,
    }
}
