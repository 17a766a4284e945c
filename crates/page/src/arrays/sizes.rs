//! How large the derivatives are, from the loss back.

use chainrule_render::{Inline, Layout, Role};
use chainrule_work::found::Size;
use chainrule_work::{ArrayDerivation, ArraySizes};

use super::ArrayPage;

impl ArrayPage<'_> {
    pub(super) fn sizes(&mut self, derivation: &ArrayDerivation) {
        self.norm_facts(derivation);
        if self.is_told_in_table(derivation) {
            return;
        }
        let Some(sizes) = derivation.sizes.as_ref().filter(|sizes| sizes.norms.len() > 1) else {
            self.in_formats(derivation);
            return;
        };
        self.ledger(derivation, sizes);
        self.verdict(sizes);
        self.largest_loss(derivation, sizes);
        if let Some(lost) = &sizes.lost {
            self.directions(derivation, lost, sizes);
        }
        self.bound_beside(sizes);
        self.in_formats(derivation);
    }

    fn verdict(&mut self, sizes: &ArraySizes) {
        let (role, word) = match sizes.size {
            Size::Zero => {
                let text = Inline::new().role(Role::Bad, "zero").text(": exactly 0 at these numbers.");
                return self.paragraph(text);
            }
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
        let text = text.text(", vanishing below ").math(bound(sizes.limits.vanishing)).text(")");
        let text = match rate(sizes).filter(|_| sizes.size != Size::Healthy) {
            Some(rate) => text.text(format!("; about a factor of {rate} a layer.")),
            None => text.text("."),
        };
        self.paragraph(text);
    }
}

/// By how much a layer multiplies, from the first length to the last, to two digits.
fn rate(sizes: &ArraySizes) -> Option<String> {
    let (first, last) = (sizes.norms.first()?, sizes.norms.last()?);
    let gap = last.told_log10_abs()? - first.told_log10_abs()?;
    #[expect(clippy::cast_precision_loss, reason = "a number of layers")]
    let layers = sizes.layers as f64;
    let rate = 10f64.powf(gap / layers);
    (sizes.layers > 1 && rate.is_finite()).then(|| match rate {
        10.0.. => format!("{rate:.0}"),
        1.0.. => format!("{rate:.1}"),
        0.01.. => format!("{rate:.2}"),
        _ => format!("10^{:.1}", rate.log10()),
    })
}
