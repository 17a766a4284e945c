//! Gradients, Hessians and identities of vectors and matrices, each beside a false one.

use chainrule_notes::Verdict;
use chainrule_notes::Verdict::{NotDecided, Proved, Wrong};

use super::judged;

/// `J(w)` is the quantity J, said with what it depends on.
#[test]
fn losses_are_written_with_what_they_depend_on() {
    judged(
        "Let $X \\in \\mathbb{R}^{n \\times d}$, $y \\in \\mathbb{R}^n$ and $J(w) = \\frac12 \\|Xw - y\\|^2$.",
        &[
            ("\\nabla_w J = X^\\top(Xw - y)", Proved),
            ("\\nabla_w J(w) = X^\\top(Xw - y)", Proved),
            ("\\nabla J(w) = X^\\top(Xw - y)", Proved),
            ("\\nabla J = X^\\top(y - Xw)", Wrong),
            ("\\frac{\\partial J}{\\partial w} = X^\\top (y - Xw)", Wrong),
            ("\\frac{\\partial J(w)}{\\partial w} = X^\\top (Xw - y)", Proved),
            ("\\nabla^2 J(w) = X^\\top X", Proved),
            ("\\nabla_w^2 J(w) = X X^\\top", Wrong),
            ("\\nabla^2 J = 2 X^\\top X", Wrong),
        ],
    );
    judged(
        "The penalty is $J(w) = \\|w\\|^2$.",
        &[("\\frac{\\partial J}{\\partial w} = w", Wrong), ("\\nabla_w J(w) = 2w", Proved)],
    );
    // Put to something else it is a function.
    judged("Let $f(x) = x^2$ and $A^\\top = A$.", &[("f(3) = 9", Verdict::Equal), ("f(3) = 8", Wrong)]);
}

#[test]
fn the_identity_is_no_free_matrix() {
    judged(
        "Let $A \\in \\mathbb{R}^{n \\times n}$ be invertible and $I$ the identity matrix.",
        &[
            ("\\nabla_A \\operatorname{tr}(A) = I", Proved),
            ("\\nabla_A \\operatorname{tr}(A) = 2I", Wrong),
            ("A^{-1}A = I", Proved),
            ("(A + I)(A - I) = A^2 - I", Proved),
            ("(A + I)(A - I) = A^2 + I", Wrong),
        ],
    );
    judged(
        "Let $x \\in \\mathbb{R}^n$.",
        &[
            ("\\nabla_x (x^\\top x) = 2 I x", Proved),
            ("\\nabla_x^2 (x^\\top x) = 2 I_n", Proved),
            ("\\nabla_x^2 (x^\\top x) = \\mathbf{I}", Wrong),
        ],
    );
    // A condition stays one.
    judged("Let $Q \\in \\mathbb{R}^{n \\times n}$ with $Q^\\top Q = I$.", &[("Q Q^\\top = I", NotDecided)]);
}

/// A capital letter that is declared is no function, whatever its letter.
#[test]
fn declared_matrices_stand_before_brackets() {
    judged(
        "Let $P \\in \\mathbb{R}^{n \\times n}$, $Q \\in \\mathbb{R}^{m \\times n}$, $x, y \\in \\mathbb{R}^n$ and $f = (x - y)^\\top P (x - y)$.",
        &[
            ("\\nabla_x f = (P + P^\\top)(x - y)", Proved),
            ("\\nabla_x f = (P - P^\\top)(x - y)", Wrong),
            ("\\nabla_x \\|Q (x - y)\\|^2 = 2 Q^\\top Q (x - y)", Proved),
            ("\\nabla_x \\|Q (x - y)\\|^2 = Q^\\top Q (x - y)", Wrong),
        ],
    );
}

/// An inner product is a number: times a vector, and taken from every entry of one.
#[test]
fn inner_products_are_numbers() {
    judged(
        "Let $z, g \\in \\mathbb{R}^n$, $p = \\operatorname{softmax}(z)$ and $L = g^\\top p$.",
        &[
            ("\\nabla_z L = p \\odot g - p^\\top g \\cdot p", Proved),
            ("\\nabla_z L = p \\odot (g - p^\\top g)", Proved),
            ("\\nabla_z L = p \\odot (g + p^\\top g)", Wrong),
            ("\\nabla_z L = p \\odot g + p^\\top g \\cdot p", Wrong),
        ],
    );
}

/// What is false for all, and holds with one change, is a mistake; `AB = BA` is a condition.
#[test]
fn rules_that_are_nearly_right_are_wrong() {
    judged(
        "Let $A, B \\in \\mathbb{R}^{n \\times n}$.",
        &[
            ("(AB)^\\top = A^\\top B^\\top", Wrong),
            ("(AB)^\\top = B^\\top A^\\top", Proved),
            ("(AB)^{-1} = A^{-1} B^{-1}", Wrong),
            ("AB = BA", Verdict::None),
        ],
    );
    judged("Let $A \\in \\mathbb{R}^{n \\times n}$.", &[("A^\\top A = A A^\\top", Verdict::None)]);
}

/// A sum is judged with what it depends on too, and a prime is the slope by that.
#[test]
fn losses_that_are_sums_are_written_with_what_they_depend_on() {
    judged(
        "$$\nJ(\\theta) = \\frac{1}{2}\\sum_{i=1}^m (\\theta x_i - y_i)^2\n$$",
        &[
            ("J'(\\theta) = \\sum_{i=1}^m (\\theta x_i - y_i) y_i", Wrong),
            ("J'(\\theta) = \\sum_{i=1}^m (\\theta x_i - y_i) x_i", Proved),
            ("\\frac{dJ}{d\\theta} = \\sum_{i=1}^m (\\theta x_i - y_i) x_i", Proved),
            ("\\frac{d J(\\theta)}{d\\theta} = \\sum_{i=1}^m (\\theta x_i + y_i) x_i", Wrong),
        ],
    );
    judged(
        "$$\nJ(a, b) = \\sum_{i=1}^m (a + b x_i - y_i)^2\n$$",
        &[
            ("\\frac{\\partial J}{\\partial b} = 2\\sum_{i=1}^m (a + b x_i - y_i) x_i", Proved),
            ("\\frac{\\partial J}{\\partial b} = 2\\sum_{i=1}^m (a + b x_i - y_i)", Wrong),
        ],
    );
}

/// The sign of a transpose may stand upright.
#[test]
fn transposes_are_written_in_many_ways() {
    for sign in [
        "\\top",
        "T",
        "\\intercal",
        "{\\mathrm{T}}",
        "\\mathsf{T}",
        "\\mathsf T",
        "{\\text{T}}",
        "{\\textsf{T}}",
        "{\\mathtt{T}}",
    ] {
        judged(
            "Let $A \\in \\mathbb{R}^{n \\times n}$.",
            &[
                (&format!("\\nabla_x (x^{sign} A x) = (A + A^{sign}) x"), Proved),
                (&format!("\\nabla_x (x^{sign} A x) = (A - A^{sign}) x"), Wrong),
            ],
        );
    }
}
