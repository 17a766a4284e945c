//! Spellings of programs, courses and speech that have one reading are read; where there are two, both are shown.

use chainrule::diagnostic::Diagnostic;
use chainrule::{Options, Outcome, run};
use chainrule_tests::page;

fn worked(text: &str) -> Outcome {
    run("reading", text, &Options::default())
}

/// The codes of what is said, and all words of it.
fn said(text: &str) -> (Vec<&'static str>, String) {
    let outcome = worked(text);
    let codes = outcome.diagnostics.iter().map(|own| own.code.id).collect();
    let words = |own: &Diagnostic| {
        let parts = [own.message.clone()].into_iter().chain(own.help.clone());
        parts.collect::<Vec<String>>().join("\n")
    };
    (codes, outcome.diagnostics.iter().map(words).collect::<Vec<String>>().join("\n"))
}

/// Refused with this code alone, each of these pieces among the words.
fn refused(text: &str, code: &str, pieces: &[&str]) {
    let (codes, words) = said(text);
    assert!(!codes.is_empty() && codes.iter().all(|own| *own == code), "{text}: {codes:?} {words}");
    for piece in pieces {
        assert!(words.contains(piece), "{text}: {piece} is not said: {words}");
    }
    assert!(worked(text).report.is_none(), "{text} is evaluated");
}

/// Nothing is said; the page holds each of these pieces.
fn read(text: &str, pieces: &[&str]) {
    let outcome = worked(text);
    assert!(outcome.diagnostics.is_empty(), "{text}: {:?}", said(text));
    let report = outcome.report.expect("a report");
    let page = page(&report).text(400, false, false);
    for piece in pieces {
        assert!(page.contains(piece), "{text}: {piece} is not on the page:\n{page}");
    }
}

#[test]
fn operators_of_programs_are_read() {
    read("y = x**2; derive dy/dx; given x = 3", &["y = x²", "∂y/∂x = 6"]);
    // Powers group from the right: 2^(3^2).
    read("y = 2**x**2*k; derive dy/dk; given x = 3", &["∂y/∂k = 512"]);
    read("y = x**-2; derive dy/dx; given x = 2", &["∂y/∂x = -0.25"]);
    read("y = x.^2.*3./w; derive dy/dx; given x = 3, w = 2", &["∂y/∂x = 9"]);
    // MATLAB groups these from the left, Julia from the right.
    for text in ["y = 2.^x.^2", "y = 2.^(x + 1).^2", "y = 2.^-x.^2", "y = 2^x.^2"] {
        refused(&format!("{text}; derive dy/dx"), "E0212", &["`(a^b)^c`", "`a^(b^c)`"]);
    }
    read("y = x.^2 - w.^2; derive dy/dx; given x = 3", &["∂y/∂x = 6"]);
    read("y = (x.^2).^3; derive dy/dx; given x = 1", &["∂y/∂x = 6"]);
    read("y = 2.*x; derive dy/dx", &["∂y/∂x = ∂(2·x)/∂x"]);
    read(
        "y = np.exp(2*z) + torch.nn.functional.relu(z); derive dy/dz; given z = 0.5",
        &["∂y/∂z ≈ 6.43656365691809"],
    );
    read("y = np.log(x); derive dy/dx; given x = 4", &["y = ln(x)", "∂y/∂x = 0.25"]);
    // What libraries do not agree on is not guessed.
    for other in ["np.max(a, b)", "tf.nn.leaky_relu(a)", "jax.nn.gelu(a)", "np.foo(a)", "pd.exp(a)"] {
        let (codes, _) = said(&format!("y = {other}; derive dy/da"));
        assert!(codes.contains(&"E0105"), "{other}: {codes:?}");
    }
}

#[test]
fn names_as_courses_write_them_are_read() {
    read("ŷ = w*x; L = (ŷ - y)^2; derive dL/dw; given w = 2, x = 3, y = 1", &["10 × 3", "= 30"]);
    // One name in two spellings.
    read("L = (y_hat - y)^2; ŷ = w*x; derive dL/dw; given w = 2, x = 3, y = 1", &["10 × 3", "= 30"]);
    read("ŷ₁ = w*x; L = (y_hat1 - y)^2; derive dL/dw; given w = 2, x = 3, y = 1", &["10 × 3", "= 30"]);
    read("a = w^{[1]}*x; b = w^{(1)}*a; derive db/dx; given w^{[1]} = 3", &["3 × 3", "= 9"]);
    read("a = w⁽²⁾₁₁*x; derive da/dx; given w_{11}^{(2)} = 5", &["∂a/∂x = 5"]);
    refused("y = größe*x; derive dy/dx", "E0105", &["is no letter of a worksheet"]);
}

#[test]
fn a_function_without_brackets_is_read_where_it_reaches_one_way() {
    read("y = sin x; derive y by x; given x = 0", &["y = sin(x)", "∂y/∂x = 1"]);
    read("y = 2 sin x cos x; derive y by x; given x = 0", &["sin(x)·cos(x)", "∂y/∂x = 2"]);
    read("y = 3*cos x + 1; derive y by x; given x = 0", &["y = 3·cos(x) + 1", "∂y/∂x = 0"]);
    read("y = sin^2 x; derive y by x", &["y = sin(x)²"]);
    for (text, function, argument) in [
        ("y = sin x*w; derive dy/dx", "sin", "x"),
        ("y = sin x/w; derive dy/dx", "sin", "x"),
        ("y = ln x^2; derive dy/dx", "ln", "x"),
        ("y = sin x²; derive dy/dx", "sin", "x"),
        ("y = cos 2x; derive dy/dx", "cos", "2"),
        ("y = sin x w; derive dy/dx", "sin", "x"),
        ("y = tanh x(1 + w); derive dy/dx", "tanh", "x"),
    ] {
        let (one, other) = (format!("`{function}({argument})`"), format!("`{function}({argument}…)`"));
        refused(text, "E0212", &[&one, &other]);
    }
    // Other functions keep their brackets.
    refused("y = sigmoid x; derive dy/dx", "E0201", &["`sigmoid` is a function"]);
}

#[test]
fn questions_as_people_ask_them_are_read() {
    read("y = w*x^2; derive y by x; given w = 2, x = 3", &["∂y/∂x = 12"]);
    read("y = w*x^2; derive dy/dw, y by x; given w = 2, x = 3", &["∂y/∂w = 9", "∂y/∂x = 12"]);
    read("y = x^2; derive dy/dx at x = 3", &["∂y/∂x = 6"]);
    read("y = w*x^2; derive y by x at x = 3; given w = 2", &["∂y/∂x = 12"]);
    // `at` is a name where it is one.
    read("at = x^2; y = 3*at; derive dy/dx; given x = 1", &["3 × 2", "= 6"]);
    refused("y = x^2; derive dy/dx at x = 3; given x = 4", "E0501", &["given a value twice"]);
    refused("y = x^2; derive dy/dx at x = 3, dy/dx at x = 4", "E0501", &["given a value twice"]);
    refused("L = w^2; derive L with respect to w", "E0601", &["write `derive dL/dw`"]);
}

#[test]
fn one_number_is_given_to_several_names() {
    read("z = w1*x + w2; derive dz/dx; given w1 = w2 = 50, x = 2; claim z = 150", &["∂z/∂x = 50", "holds"]);
    read("z = a + b + c; derive dz/da; given a = b = c = 1/3; claim z = 1", &["holds: z = 1"]);
    refused("z = a + b; derive dz/da; given a = 1 and b = 2", "E0201", &["by commas"]);
}

#[test]
fn a_call_of_what_nothing_defines_is_no_quantity() {
    for text in ["a = f(2*z); derive da/dz", "a = φ(z) + φ(y); derive da/dz", "y = w(x); derive dy/dx"] {
        refused(text, "E0208", &["nothing says what function", "define it", "for a product"]);
    }
    refused("w = 2*k; a = w(z); derive da/dz", "E0208", &["`w` is a quantity", "`w*(z)`"]);
}

#[test]
fn a_loss_by_its_name_is_written_out_in_the_order_of_its_library() {
    refused("L = BCELoss(a, y); derive dL/da", "E0302", &["`L = -(y*ln(a) + (1 - y)*ln(1 - a))`"]);
    refused(
        "L = binary_cross_entropy(a, y); derive dL/da",
        "E0302",
        &["`L = -(y*ln(a) + (1 - y)*ln(1 - a))`"],
    );
    refused(
        "L = binary_crossentropy(y, a); derive dL/da",
        "E0302",
        &["`L = -(y*ln(a) + (1 - y)*ln(1 - a))`"],
    );
    refused("L = 2*MSE(y, a + 1); derive dL/da", "E0302", &["`L = 2*(y - (a + 1))^2`"]);
    refused("y = 2/sec(x); derive dy/dx", "E0302", &["`y = 2/(1/cos(x))`"]);
}
