//! A letter or a word before a bracket, and words of English between formulas: none of them is a factor in silence.

use chainrule_tests::reading::{read, refused};

#[test]
fn what_looks_like_a_call_is_no_product() {
    // In LaTeX as on plain lines.
    for line in
        ["$a = f(wx + b)$", "$a = g(wx + b)$", r"$a = \phi(wx + b)$", "a = f(w*x + b)", "a = f (w*x + b)"]
    {
        refused(&format!("{line}\nderive da/dw"), "E0208", &["for a product"]);
    }
    // A space before the bracket makes no factor of a misspelt function.
    refused("z = w*x; a = sigmod (z); derive da/dw", "E0302", &["did you mean `sigmoid`"]);
    refused("y = ln (x) + Exp (x); derive dy/dx", "E0302", &["`exp`"]);
    // Factors stay factors.
    read("y = w (x + 1); given x = 2; derive dy/dw", &["∂y/∂w = 3"]);
    read("$y = w(x + 1)$; given x = 2; derive dy/dw", &["∂y/∂w = 3"]);
    read("y = f (x + 1); given f = 2; derive dy/dx", &["∂y/∂x = 2"]);
    read("y = f (x + 1) + f; given x = 2; derive dy/df", &["∂y/∂f = 4"]);
    read("y = cost (x + 1); given cost = 3; derive dy/dx", &["∂y/∂x = 3"]);
    read("a = tanh (z); given z = 0; derive da/dz", &["∂a/∂z = 1"]);
}

#[test]
fn words_between_formulas_are_no_factors() {
    for (line, written) in [
        ("y = x plus w", "`y = x + w`"),
        ("y = x minus w", "`y = x - w`"),
        ("y = x times w", "`y = x * w`"),
        ("y = x over w", "`y = x / w`"),
        ("y = x squared", "`y = x^2`"),
        ("y = (x + w) squared", "`y = (x + w)^2`"),
    ] {
        refused(&format!("{line}\nderive dy/dx"), "E0201", &[written]);
    }
    for (claim, help) in [
        ("dy/dx at x = 3 = 6", "given x = 3"),
        ("dy/dx = 2*x at x = 3", "given x = 3"),
        ("dy/dx = 2*x when x = 3", "given x = 3"),
        ("dy/dx = 2*x if x > 0", "given w > 0"),
        ("dy/dx = 2*x and y = x^2", "a claim for each"),
    ] {
        refused(&format!("y = x^2\nclaim {claim}"), "E0201", &[help]);
    }
    // Quantities may have such names.
    read("y = x over; given over = 3; derive dy/dx", &["∂y/∂x = 3"]);
}
