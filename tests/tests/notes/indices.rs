//! Lines in letters for indices, each beside one with a wrong index.

use chainrule_notes::Verdict::{NotDecided, Proved, Wrong};

use super::judged;

/// What an index is, is said by its standing below a sum, not by its letter.
#[test]
fn classes_are_counted_by_any_letter() {
    judged(
        "$$\nq_c = \\frac{e^{z_c}}{\\sum_k e^{z_k}}, \\qquad L = -\\sum_c g_c \\log q_c\n$$",
        &[
            ("\\frac{\\partial q_c}{\\partial z_c} = q_c(1 - q_c)", Proved),
            ("\\frac{\\partial q_c}{\\partial z_c} = q_c(1 + q_c)", Wrong),
            ("\\frac{\\partial q_c}{\\partial z_k} = q_c(\\delta_{ck} - q_k)", Proved),
            ("\\frac{\\partial q_c}{\\partial z_k} = q_c(\\delta_{ck} + q_k)", Wrong),
            ("\\frac{\\partial L}{\\partial z_c} = q_c - g_c", NotDecided),
            ("\\sum_{c=1}^3 x_c = x_1 + x_2 + x_3", Proved),
        ],
    );
}

#[test]
fn layers_by_entries() {
    judged(
        "$z_i = \\sum_j W_{ij}x_j + b_i$, $a_i = \\sigma(z_i)$, $L = \\frac12\\sum_i (a_i - y_i)^2$",
        &[
            ("\\frac{\\partial L}{\\partial a_i} = a_i - y_i", Proved),
            ("\\frac{\\partial L}{\\partial z_i} = (a_i - y_i)a_i(1-a_i)", Proved),
            ("\\frac{\\partial L}{\\partial b_i} = (a_i - y_i)a_i(1+a_i)", Wrong),
            ("\\frac{\\partial L}{\\partial W_{ij}} = (a_i - y_i)a_i(1-a_i)x_j", Proved),
            ("\\frac{\\partial L}{\\partial W_{ij}} = (a_i - y_i)a_i(1-a_i)x_i", Wrong),
            ("\\frac{\\partial z_i}{\\partial x_j} = W_{ij}", Proved),
            ("\\frac{\\partial z_i}{\\partial x_j} = W_{ji}", Wrong),
            ("\\frac{\\partial L}{\\partial x_j} = \\sum_i (a_i - y_i)a_i(1-a_i)W_{ij}", Proved),
        ],
    );
}
