//! How large the derivatives are, from the loss back.

use chainrule_render::{Block, Inline, Layout, Role, Row, Table, value};
use chainrule_work::found::Size;
use chainrule_work::{ArrayDerivation, ArraySizes};

use super::ArrayPage;
use super::numbers::DIGITS;

impl ArrayPage<'_> {
    pub(super) fn sizes(&mut self, array_derivation: &ArrayDerivation) {
        let Some(sizes) = array_derivation.sizes.as_ref().filter(|sizes| sizes.norms.len() > 1) else {
            return;
        };
        self.paragraph("Their sizes, from the number back: the length of all entries together.".into());
        let report = self.report;
        let digits = Some(self.digits.unwrap_or(DIGITS));
        let rows = array_derivation.adjoints.iter().zip(&sizes.norms).map(|(&place, norm)| {
            let name = report.calculus.adjoints[place].name;
            let shape = &report.arrays.quantity(name).shape;
            Row::Cells(vec![
                self.setter.quantity(name),
                if shape.is_number() { Layout::text("1") } else { self.setter.shape(shape) },
                value::number(norm, digits),
            ])
        });
        let rows = rows.collect();
        let titles = ["derivative", "shape", "length"].map(Inline::from).to_vec();
        self.blocks.push(Block::Table(Table { titles, rows }));
        self.verdict(sizes);
    }

    fn verdict(&mut self, sizes: &ArraySizes) {
        let (role, word) = match sizes.size {
            Size::Zero => return,
            Size::Healthy => (Role::Good, "healthy"),
            Size::Vanishing => (Role::Bad, "vanishing"),
            Size::Exploding => (Role::Bad, "exploding"),
        };
        let layers = match sizes.layers {
            1 => "1 layer".to_owned(),
            layers => format!("{layers} layers"),
        };
        let bound = |size| Layout::power_of_ten(size, 0);
        let text = Inline::new().role(role, word);
        let text = match sizes.norms.last() {
            // The table says how large it is.
            Some(last) if sizes.size != Size::Healthy => {
                text.text(": about ").math(Layout::power_of_ten(last.log10_abs(), 1)).text(" through ")
            }
            Some(_) | None => text.text(", through "),
        };
        let text = text.text(format!("{layers} (exploding above ")).math(bound(sizes.limits.exploding));
        let text = text.text(", vanishing below ").math(bound(sizes.limits.vanishing)).text(").");
        self.paragraph(text);
    }
}
