//! What is read two ways is refused or warned about, with both readings; what is read is read in one way only.

mod calls;
mod told;

use chainrule::Report;
use chainrule_tests::page;
use chainrule_tests::reading::{read, refused, said, warned, worked};
use proptest::prelude::{ProptestConfig, proptest};

fn as_text(report: &Report) -> String {
    page(report).text(400, false, false)
}

fn as_latex(report: &Report) -> String {
    page(report).latex(false)
}

#[test]
fn a_function_is_never_derived_as_if_it_were_a_quantity() {
    refused(
        "f(x) = x^2; derive df/dx",
        "E0301",
        &["`f` is a function", "`y = f(x)`", "`dy/dx`", "`f = x^2`"],
    );
    refused("f(x) = x^2; y = f(x); derive df/dx", "E0301", &["`u = f(x)`", "`du/dx`"]);
    let loss = "L(w, b, x, y) = (w*x + b - y)^2";
    refused(&format!("{loss}; derive dL/dw"), "E0301", &["`u = L(w, b, x, y)`", "`L = (w*x + b - y)^2`"]);
    refused("f(x) = x^2; y = f(3); claim df/dx = 0", "E0301", &["`f` is a function"]);
    refused("f(x) = x^2; y = f(w); given df/dx = 3; derive dy/dw", "E0301", &["`f` is a function"]);
    refused("f(x) = x^2; derive gradient of f", "E0301", &["`f` is a function"]);
    refused("f(x) = x^2; derive d^2f/dx^2", "E0301", &["`f` is a function"]);
    refused("f(x) = x^2; derive ∂f/∂x", "E0301", &["`f` is a function"]);
    refused("f(x) = x^2; y = f(w); derive dy/df", "E0301", &["`f` is a function"]);
    // The parameter of a function is no quantity either.
    refused("f(x) = x^2; y = f(w); derive dy/dx", "E0301", &["`x`"]);
    // Nor are the functions that are built in, whatever they are called.
    refused("a = sigmoid(z); derive dsigmoid/dz", "E0301", &["`da/dz`", "`sigmoid'(z)`"]);
    refused("a = σ(z); derive dσ/dz", "E0301", &["`da/dz`"]);
    refused("a = tanh(z); derive da/dtanh", "E0301", &["`tanh` is a function"]);
    read("f(x) = x^2; y = f(x); given x = 3; derive dy/dx", &["∂y/∂x = 6"]);
    read("f = x^2; given x = 3; derive df/dx", &["∂f/∂x = 6"]);
    read("f(x) = x^2; y = f(w)*x; given x = 3, w = 2; derive dy/dx", &["∂y/∂x = 4"]);
}

#[test]
fn a_transpose_is_no_power() {
    for (text, base) in [
        ("z = W^T*x; given W = 2, T = 3, x = 5", "W"),
        ("z = x^T*y", "x"),
        ("z = x^T y", "x"),
        ("z = w_1^{T} x", "w_1"),
        ("z = (a + b)^T*x", "(a + b)"),
        ("z = sum(w[i]^T*x[i] for i in 1..3)", "w[i]"),
        ("let T = 3; z = gamma^T", "gamma"),
        ("z = x^T*A*x; derive dz/dx", "x"),
    ] {
        let (transpose, power) = (format!("transpose of `{base}`"), format!("`{base}^(T)`"));
        refused(text, "E0212", &[&transpose, &power]);
    }
    refused("z = W^-T*x", "E0212", &["inverse transpose of `W`", "`W^(-T)`"]);
    refused("z = W^{-T}*x", "E0212", &["inverse transpose of `W`", "`W^(-T)`"]);
    read("z = W^(T)*x; given W = 2, T = 3, x = 5; derive dz/dx", &["z = W^(T)·x", "∂z/∂x = 8"]);
    read("z = 2^T; given T = 3; derive dz/dT", &[]);
    read("z = sum(x^T for T in 1..3); given x = 2; derive dz/dx", &["∂z/∂x = 17"]);
    read("z = beta^t; given beta = 2, t = 3; derive dz/dbeta", &["∂z/∂β = 12"]);
}

#[test]
fn a_function_s_other_name_before_a_name_is_no_product() {
    refused("a = sigma z", "E0212", &["`sigma(z)`", "`sigma*z`"]);
    refused("a = σ z; derive da/dz", "E0212", &["`σ(z)`", "`σ*z`"]);
    refused("a = 2 σ z[1]", "E0212", &["`σ(z[1])`"]);
    refused("a = arctan z", "E0212", &["`arctan(z)`"]);
    refused("a = ReLU z", "E0212", &["`relu(z)`"]);
    refused("a = softmax z", "E0212", &["`softmax(z)`", "`softmax*z`"]);
    read("x = mu + sigma eps; given sigma = 2; derive dx/deps", &["∂x/∂eps = 2"]);
    read("a = x sigma; derive da/dx", &["= σ           factors collected"]);
}

#[test]
fn powers_that_may_be_labels_are_warned_about() {
    let sheet = "O_{11} = x w_{11}^1; Z = O_{11} w_{11}^2 + b_2; O_{21} = σ(Z); L(O_{21}); derive dL/dw_{11}";
    warned(sheet, "W0811", &["`w_{11}^{(1)}`", "`w_{11}^{(2)}`"]);
    warned("z = w_{11}^1*x + w_{12}^2*y; derive dz/dx", "W0811", &["`w_{11}^{(1)}`", "`w_{12}^{(2)}`"]);
    warned("z = w₁₁¹*x; a = z*w₁₁²; derive da/dx", "W0811", &["`w₁₁^{(1)}`"]);
    warned("z = b_{1}^{1} + b_{1}^{3}; derive dz/db_1", "W0811", &["`b_{1}^{(3)}`"]);
    warned("z = w_{ij}^1 + w_{ij}^2; derive dz/dw_ij", "W0811", &["`w_{ij}^{(2)}`"]);
    read("z = w_{11}^{(1)}*x; a = z*w_{11}^{(2)}; derive da/dx", &[]);
    read("L = x1^2 + x1^3 + x2^2; derive dL/dx1", &[]);
    read("y = c0 + c1*x^1 + c2*x^2; derive dy/dx", &[]);
}

#[test]
fn definitions_that_nothing_sees_are_warned_about() {
    warned(
        "y_hat_1 = w*x; L = (y_hat1 - y)^2; derive dL/dw",
        "W0812",
        &["did you mean `y_hat_1` where `y_hat1`"],
    );
    warned("z = w*x; L = (y - a)^2; derive dL/dw", "W0812", &["`z` is computed"]);
    warned(
        "z = x^2; L = Z; given x = 2; derive dL/dx",
        "W0812",
        &["`Z` has no definition", "did you mean `z`"],
    );
    warned("z = w*x; a = tanh(z); L = (y - A)^2; derive dL/dw", "W0812", &["did you mean `a` where `A`"]);
    warned("z = w*x; L = (y - a)^2; derive gradient of L", "W0812", &["`z` is computed"]);
    // What is computed from what is asked for lies behind the question.
    read("z = w*x; a = sigmoid(z); L = (a - y)^2; derive da/dw", &[]);
    read("z = w*x; m = z^2; L = (z - y)^2; derive dL/dw; given w = 1, x = 2; claim m = 4", &[]);
    read("z = w*x; L = (z - y)^2", &[]);
    read("z = w*x; a = sigmoid(Z); given sigmoid'(Z) = 0.1; derive da/dZ, dz/dw", &[]);
}

#[test]
fn beside_an_error_nothing_is_said_to_be_unused() {
    let (codes, words) = said("z = W^T*x; given W = 2, T = 3, x = 5, alpha = 0.1");
    assert_eq!(codes, ["E0212"], "{words}");
    let (codes, words) = said("L = w*; given w = 1, alpha = 0.1, dL/dw = 2");
    assert!(codes.iter().all(|code| code.starts_with('E')), "{words}");
}

/// What LaTeX makes of each of some names, as they stand in an equation of a worksheet.
fn in_print(names: &[String]) -> Vec<String> {
    let text = format!("zz = {}", names.join(" + "));
    let outcome = worked(&text);
    let report = outcome.report.unwrap_or_else(|| panic!("{text}: {:?}", outcome.diagnostics));
    let latex = as_latex(&report);
    let start = latex.find(r"\mathrm{zz} &= ").expect("the equation");
    let equation = latex[start..].split(r"\end{align*}").next().expect("the end of the equation");
    let broken = [r"\mathrm{zz} &= ", r"\\", r"&\quad {}", "\n"];
    let line = broken.iter().fold(equation.to_owned(), |line, sign| line.replace(sign, ""));
    line.split(" + ").map(|name| name.trim().to_owned()).collect()
}

#[test]
fn two_names_never_look_alike_in_print() {
    for pair in [
        ["a6", "a[6]"],
        ["w2[3]", "w[2,3]"],
        ["w3^{(2)}", "w^{(2)}[3]"],
        ["y_hat2", "y_hat[2]"],
        ["y_hat1", "y1_hat"],
        ["w1_11", "w_1_11"],
        ["g_", "g__"],
        ["g1_", "g_"],
        ["net_h1", "net_h[1]"],
        ["x_mu1", "x_mu[1]"],
    ] {
        let printed = in_print(&pair.map(str::to_owned));
        assert_eq!(printed.len(), 2, "{printed:?}");
        assert_ne!(printed[0], printed[1], "{pair:?}");
    }
    // Nothing changes where nothing could be mistaken.
    assert_eq!(in_print(&["a5".to_owned(), "a[6]".to_owned()]), ["a_{5}", "a_{6}"]);
    refused(r#"y = a*x; notation a as "x"; derive dy/da"#, "E0606", &["`a` would look like `x`"]);
    refused(r#"y = a*x; notation a as "{x}\,"; derive dy/da"#, "E0606", &["`a` would look like `x`"]);
    refused(r#"y = a*b; notation a as "u"; notation b as "u""#, "E0606", &["would look like"]);
    refused(r#"y = a*y_hat; notation a as "\hat{y}"; derive dy/da"#, "E0606", &["`y_hat`"]);
    refused(r#"y = a*w11^{(2)}; notation a as "w^{(2)}_{11}"; derive dy/da"#, "E0606", &["`w11^{(2)}`"]);
    read(r#"y = a*x; notation a as "\hat{x}"; derive dy/da"#, &[]);
    read(r#"y = a*x; notation a as "x"; notation x as "u"; derive dy/da"#, &[]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Names made of a few parts, so that many of them are nearly alike.
    #[test]
    fn names_of_a_worksheet_are_printed_differently(
        picked in proptest::collection::btree_set((0usize..4, 0usize..7, 0usize..3, 0usize..4), 2..14)
    ) {
        let names: std::collections::BTreeSet<String> = picked
            .into_iter()
            .map(|(stem, tail, label, member)| {
                let stem = ["a", "ab", "alpha", "y_hat"][stem];
                let tail = ["", "1", "12", "_b", "_b1", "1_2", "_1_2"][tail];
                let label = ["", "^{(1)}", "^{(2)}"][label];
                let member = ["", "[1]", "[1,2]", "[12]"][member];
                format!("{stem}{tail}{label}{member}")
            })
            .collect();
        // A family has one number of indices.
        let mut counts = std::collections::BTreeMap::new();
        let names: Vec<String> = names
            .into_iter()
            .filter(|name| match name.split_once('[') {
                None => true,
                Some((family, indices)) => {
                    let (count, family) = (indices.matches(',').count(), family.split('^').next().unwrap_or(family));
                    *counts.entry(family.to_owned()).or_insert(count) == count
                }
            })
            .collect();
        // The index of a label counts: `a^{(1)}` and `a^{(1)}[2]` can't stand side by side.
        proptest::prop_assume!(worked(&format!("zz = {}", names.join(" + "))).report.is_some());
        let printed = in_print(&names);
        let different: std::collections::BTreeSet<&String> = printed.iter().collect();
        assert_eq!(different.len(), names.len(), "{names:?} {printed:?}");
    }
}

#[test]
fn a_power_of_a_power_of_ten_has_its_brackets() {
    let latex = |text: &str| as_latex(&worked(text).report.expect("a report"));
    for (text, piece) in [
        ("y = (1e-8)^2*x; derive dy/dx", r"(1 \times 10^{-8})^{2}"),
        ("y = (1e30)^x; derive dy/dx", r"(1 \times 10^{30})^{x}"),
        ("y = x*(2e-9)^(-3); derive dy/dx", r"(2 \times 10^{-9})^{-3}"),
        ("y = x*1e-30^k; derive dy/dx", r"(1 \times 10^{-30})^{k}"),
        ("y[l] = (1e-8)^l*x for l in 1..3; derive dy[2]/dx", r"(1 \times 10^{-8})^{2}"),
        ("y = 1e-9²*x; derive dy/dx", r"(1 \times 10^{-9})^{2}"),
    ] {
        let page = latex(text);
        assert!(page.contains(piece), "{text}: {page}");
        assert!(!page.contains("}^{"), "{text}: a double superscript: {page}");
    }
}
