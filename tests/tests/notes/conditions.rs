//! What a page says of its letters: matrices that are symmetric, letters with a condition, quantities it does not define.

use chainrule_notes::{Line, Verdict};

use super::notes;

fn counted(lines: &[Line]) -> (usize, usize) {
    let is_right = |line: &&Line| line.verdict.is_right();
    let is_wrong = |line: &&Line| line.verdict == Verdict::Wrong;
    (lines.iter().filter(is_right).count(), lines.iter().filter(is_wrong).count())
}

/// A page, and how many of its lines are right and wrong. The gradient of xᵀAx is (A + Aᵀ)x: 2Ax of a symmetric matrix
/// alone.
const PAGES: &[(&str, usize, usize)] = &[
    (
        r"Let $L = x^\top A x$ with $x \in \mathbb{R}^n$, $A \in \mathbb{R}^{n \times n}$ and $A^T = A$. Then $\frac{\partial L}{\partial x} = 2 A x$.",
        1,
        0,
    ),
    (
        r"Let $L = x^\top A x$ with $x \in \mathbb{R}^n$ and a symmetric matrix $A \in \mathbb{R}^{n \times n}$. Then $\frac{\partial L}{\partial x} = 2 A x$.",
        1,
        0,
    ),
    (
        r"Let $L = x^\top A x$ with $x \in \mathbb{R}^n$ and a symmetric positive definite $A \in \mathbb{R}^{n \times n}$. Then $\frac{\partial L}{\partial x} = 2 A x$.",
        1,
        0,
    ),
    (
        r"Let $L = x^\top A x$ with $x \in \mathbb{R}^n$, where $A$ is symmetric. Then $\frac{\partial L}{\partial x} = 2 A x$.",
        1,
        0,
    ),
    (
        r"With $x \in \mathbb{R}^n$ and $A, B \in \mathbb{R}^{n \times n}$, where $A$ and $B$ are symmetric, $L = \frac{x^\top A x}{x^\top B x}$ has $\frac{\partial L}{\partial x} = \frac{2}{x^\top B x}(A x - L B x)$.",
        1,
        0,
    ),
    // Of no matrix, of one that is said not to be symmetric, and of a symmetric one with the factor left out.
    (
        r"Let $L = x^\top A x$ with $x \in \mathbb{R}^n$ and $A \in \mathbb{R}^{n \times n}$. Then $\frac{\partial L}{\partial x} = 2 A x$.",
        0,
        1,
    ),
    (
        r"Let $L = x^\top A x$ with $x \in \mathbb{R}^n$ and $A \in \mathbb{R}^{n \times n}$, where $A$ is not symmetric. Then $\frac{\partial L}{\partial x} = 2 A x$.",
        0,
        1,
    ),
    (
        r"Let $L = x^\top A x$ with $x \in \mathbb{R}^n$ and a skew symmetric matrix $A \in \mathbb{R}^{n \times n}$. Then $\frac{\partial L}{\partial x} = 2 A x$.",
        0,
        1,
    ),
    (
        r"Let $L = x^\top A x$ with $x \in \mathbb{R}^n$ and a symmetric matrix $A \in \mathbb{R}^{n \times n}$. Then $\frac{\partial L}{\partial x} = A x$.",
        0,
        1,
    ),
    // With QᵀQ = I it holds; that is not judged.
    (
        r"With $x \in \mathbb{R}^n$, $Q \in \mathbb{R}^{n \times n}$ and $Q^\top Q = I$: $\|Q x\|^2 = \|x\|^2$.",
        0,
        0,
    ),
    (
        r"With $w \in \mathbb{R}^n$, $A \in \mathbb{R}^{n \times n}$, $w^\top w = 1$ and $L = w^\top A w$: $\frac{\partial L}{\partial w} = (A + A^\top) w$.",
        1,
        0,
    ),
    // A power of a vector may be that of its entries, or of its length: nothing with one is called wrong.
    (
        r"$h_t = \tanh(W h_{t-1} + U x_t)$ with $W \in \mathbb{R}^{n \times n}$: $\frac{\partial h_t}{\partial h_{t-1}} = \operatorname{diag}(1 - h_t^2) W$.",
        1,
        0,
    ),
    (
        r"$h_t = \tanh(W h_{t-1} + U x_t)$ with $W \in \mathbb{R}^{n \times n}$: $\frac{\partial h_t}{\partial h_{t-1}} = \operatorname{diag}(1 + h_t^2) W$.",
        0,
        0,
    ),
    // How z comes from x is not said: the derivative is not 0.
    (
        r"With $x, z, c \in \mathbb{R}^n$, $W \in \mathbb{R}^{n \times n}$ and $L = c^\top z$: $\frac{\partial L}{\partial x} = W^\top c$.",
        0,
        0,
    ),
];

#[test]
fn conditions_on_letters_are_heeded() {
    for (page, right, wrong) in PAGES {
        assert_eq!(counted(&notes(page)), (*right, *wrong), "{page}");
    }
}

/// 0.166667 behind ≈ lies between 0.1666665 and 0.1666675: twice that, and half a unit of the last digit, is what may follow.
#[test]
fn numbers_behind_about_are_rounded_and_no_more() {
    for (page, verdict) in [
        (r"$g \approx 0.166667 \times 2 \approx 0.333333$", Verdict::RoundedOperands),
        (r"$g \approx 0.166667 \times 2 = 0.333333$", Verdict::RoundedOperands),
        (r"$g \approx 0.166667 \times 2 \approx 0.333334$", Verdict::Equal),
        (r"$g \approx 0.166667 \times 2 \approx 0.333331$", Verdict::Wrong),
        (r"$g \approx 0.166667 \times 2 \approx 0.333433$", Verdict::Wrong),
        // Nothing says that these are rounded, and the base of a power is taken as it is printed.
        (r"$g = 0.166667 \times 2 \approx 0.333333$", Verdict::Wrong),
        (r"$g \approx 1.5^{49} \approx 6.4 \times 10^8$", Verdict::Wrong),
        // In the next row, too.
        (
            r"$$\begin{aligned}g &\approx 0.166667 \times 2 \\ &\approx 0.333333\end{aligned}$$",
            Verdict::RoundedOperands,
        ),
    ] {
        let lines = notes(page);
        assert_eq!(lines.last().expect("a line").verdict, verdict, "{page}");
    }
}

/// In a table a bound says nothing of the sentence above it.
#[test]
fn a_cell_does_not_go_on_with_the_sentence_above() {
    let page =
        "The bound is $w/4 = 125$ for $w = 500$.\n\n| of | bound |\n| --- | --- |\n| $s$ | $\\le 1/4$ |\n";
    assert_eq!(counted(&notes(page)).1, 0);
}
