//! `xlogy` with a target that is 0: 0, as libraries have it, where the product as written has no number.

use super::{has, shown};

#[test]
fn a_target_of_zero_leaves_no_trace_in_a_cross_entropy_of_xlogy() {
    let two = "L = -(xlogy(t, p) + xlogy(u, q))\ngiven t = 0, p = 0, u = 1, q = 1/2\n";
    has(&format!("{two}derive dL/dq"), &["= -2"], &["error", "no number"]);
    has("L = xlogy(t, p)*k\ngiven t = 0, p = 0, k = 2\nderive dL/dk", &["= 0"], &["error", "no number"]);
    has("L = -xlogy(0, p) + k^2\ngiven p = 0, k = 2\nderive dL/dk", &["= 4"], &["error", "no number"]);
    // The slopes by what stands in it have none: a program divides 0 by 0, and moves off the zero.
    let (_, said, code) = shown(&format!("{two}derive dL/dp"));
    assert!(
        code == 2
            && said.contains("a program gives NaN: 0·∞")
            && !said.contains("[-")
            && !said.contains("no number below"),
        "{said}"
    );
    let (_, said, _) = shown("L = -xlogy(t, p)\ngiven t = 0, p = 0\nderive dL/dt");
    assert!(said.contains("a program gives ∞") && !said.contains("is 0 above"), "{said}");
    // As a product it is what a program makes of it.
    let (_, said, code) = shown("L = -t*ln(p)\ngiven t = 0, p = 0\nderive L");
    assert!(code == 2 && said.contains("a program gives NaN"), "{said}");
}
