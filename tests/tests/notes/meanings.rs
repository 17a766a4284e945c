//! Names with several formulas, functions that letters stand for, and letters that stand for the entries of sums.

use chainrule_notes::{Line, Role, Verdict};

use super::notes;

/// The last lines of a page.
#[track_caller]
fn ends(page: &str, wanted: &[Verdict]) -> Vec<Line> {
    let lines = notes(page);
    let last = lines[lines.len() - wanted.len()..].to_vec();
    let found: Vec<Verdict> = last.iter().map(|line| line.verdict).collect();
    assert_eq!(found, wanted, "{page}: {last:?}");
    last
}

use Verdict::{NotDecided, Proved, Wrong};

#[test]
fn a_line_that_holds_by_an_earlier_formula_is_not_called_wrong() {
    let lines = ends(
        r"Let $a = \sigma(x)$ and $o = a v$. $$a = \sigma(-x)$$ $$\frac{\partial o}{\partial x} = a(1-a) v$$",
        &[NotDecided, NotDecided],
    );
    assert_eq!(lines[0].role, Role::Definition);
    assert!(lines[0].because.as_deref().is_some_and(|why| why.contains("line 1")), "{lines:?}");
    assert!(lines[1].because.as_deref().is_some_and(|why| why.contains("several meanings")), "{lines:?}");
    let page = r"First $L = (a-y)^2$. Later $L = \frac12(a-y)^2$ and ";
    ends(&format!(r"{page}$\frac{{\partial L}}{{\partial a}} = 2(a-y)$"), &[NotDecided]);
    ends(&format!(r"{page}$\frac{{\partial L}}{{\partial a}} = a-y$"), &[Proved]);
    ends(&format!(r"{page}$\frac{{\partial L}}{{\partial a}} = 3(a-y)$"), &[Wrong]);
}

#[test]
fn a_second_formula_with_a_slip_in_it_is_no_definition_without_a_word() {
    let page = r"Let $a = \sigma(z)$ and $L = \frac12 (a-y)^2$, $\delta = \frac{\partial L}{\partial z}$. $\delta = (a-y)\sigma'(z)$. ";
    ends(&format!(r"{page}$\delta = (y-a)\sigma'(z)$"), &[NotDecided]);
    ends(r"With $x \in \mathbb{R}^n$, $W \in \mathbb{R}^{m \times n}$: $y = W x$. $y = -W x$", &[NotDecided]);
    // Another formula altogether is another meaning.
    ends(r"Let $h = \sigma(x)$. Elsewhere $h = \tanh(w x + b)$.", &[Verdict::None]);
}

#[test]
fn letters_stand_for_the_entries_of_sums() {
    for sum in [r"\sum_{i=1}^{3}", r"\sum_i", r"\sum_{i=1}^n"] {
        let page = format!(r"Let $z = {sum} w_i x_i + b$ and $a = \sigma(z)$. ");
        ends(&format!(r"{page}$\frac{{\partial z}}{{\partial w_i}} = x_i$"), &[Proved]);
        ends(&format!(r"{page}$\frac{{\partial z}}{{\partial w_i}} = w_i$"), &[Wrong]);
        ends(&format!(r"{page}$\frac{{\partial a}}{{\partial w_i}} = a(1-a)x_i$"), &[Proved]);
        ends(&format!(r"{page}$\frac{{\partial a}}{{\partial w_i}} = (1-a)x_i$"), &[Wrong]);
    }
}

/// The sum runs through `x_i` too: its derivative is not 1/s.
#[test]
fn an_entry_of_a_sum_is_in_the_sum() {
    let page = r"Let $s = \sum_{i=1}^{3} x_i$ and $q_i = x_i/s$. ";
    ends(&format!(r"{page}$\frac{{\partial q_i}}{{\partial x_i}} = \frac{{s - x_i}}{{s^2}}$"), &[Proved]);
    ends(&format!(r"{page}$\frac{{\partial q_i}}{{\partial x_i}} = \frac{{1}}{{s}}$"), &[Wrong]);
    // Where i and j are the same it is another formula.
    ends(&format!(r"{page}$\frac{{\partial q_i}}{{\partial x_j}} = -\frac{{x_i}}{{s^2}}$"), &[NotDecided]);
    let page = r"Let $p_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$. ";
    ends(&format!(r"{page}$\frac{{\partial p_i}}{{\partial z_j}} = p_i(\delta_{{ij}} - p_j)$"), &[Proved]);
    ends(&format!(r"{page}$\frac{{\partial p_i}}{{\partial z_j}} = p_i(\delta_{{ij}} + p_j)$"), &[Wrong]);
    ends(&format!(r"{page}$\frac{{\partial p_i}}{{\partial z_i}} = p_i(1 - p_i)$"), &[Proved]);
}

/// What is said of the letter tells one sum from another.
#[test]
fn sums_over_some_and_over_all_are_not_the_same() {
    let lines = notes(r"$$a = \sum_{i \ne j} x_i - \sum_i x_i = 0$$");
    assert!(lines.iter().all(|line| !line.verdict.is_right()), "{lines:?}");
}

#[test]
fn a_function_depends_on_the_letters_of_its_formula() {
    let page = r"Let $f(x) = v\tanh(wx)$, $L = \frac12(f(x)-y)^2$. ";
    ends(&format!(r"{page}$\frac{{\partial L}}{{\partial v}} = (f(x) - y)\tanh(wx)$"), &[Proved]);
    ends(&format!(r"{page}$\frac{{\partial L}}{{\partial v}} = (f(x) - y)\tanh(x)$"), &[Wrong]);
}

#[test]
fn a_slope_that_the_formulas_prove_hides_nothing() {
    let page = r"Let $y = \beta x + g$. $\frac{\partial y}{\partial g} = 1$. ";
    ends(&format!(r"{page}$\frac{{\partial y}}{{\partial x}} = 2\beta$"), &[Wrong]);
    ends(&format!(r"{page}$\frac{{\partial y}}{{\partial x}} = \beta$"), &[Proved]);
}

#[test]
fn what_a_function_is_about_is_no_second_formula() {
    let page = r"Near $0$ we have $f(x) = e^x$. $$f(x) \approx 1 + x + \frac{x^2}{2}$$ ";
    ends(&format!("{page}$f'(x) = e^x$"), &[Proved]);
    ends(&format!("{page}$f'(x) = -e^x$"), &[Wrong]);
}

#[test]
fn a_formula_may_say_which_function_a_letter_stands_for() {
    let page = r"Let $\phi = \tanh$. ";
    assert!(notes(page).iter().all(|line| line.role == Role::Definition && line.verdict == Verdict::None));
    ends(&format!(r"{page}$\phi'(z) = 1 - \phi(z)^2$"), &[Proved]);
    ends(&format!(r"{page}$\phi'(z) = 1 + \phi(z)^2$"), &[Wrong]);
    let page = r"Let $f = \sigma$. ";
    ends(&format!(r"{page}$f'(z) = f(z)(1 - f(z))$"), &[Proved]);
    ends(&format!(r"{page}$f'(z) = f(z)(1 + f(z))$"), &[Wrong]);
}

/// Two letters that sums end at are two numbers, and what holds for a few terms alone is not the same.
#[test]
fn sizes_are_told_apart() {
    let page = r"Let $L = \frac1m\sum_{i=1}^m x_i^2 + \frac1n\sum_{j=1}^n y_j^2$. ";
    ends(&format!(r"{page}$\frac{{\partial L}}{{\partial x_i}} = \frac{{2 x_i}}{{m}}$"), &[Proved]);
    let right = |page: &str| notes(page).last().is_some_and(|line| line.verdict.is_right());
    assert!(!right(&format!(r"{page}$\frac{{\partial L}}{{\partial x_i}} = \frac{{2 x_i}}{{n}}$")));
    ends(&format!(r"{page}$\frac{{\partial L}}{{\partial y_j}} = \frac{{2 y_j}}{{n}}$"), &[Proved]);
    assert!(!right(&format!(r"{page}$\frac{{\partial L}}{{\partial y_j}} = \frac{{2 y_j}}{{m}}$")));
    let page = r"Let $s = \sum_{i=1}^n x_i$, $q = \sum_{i=1}^3 y_i$. ";
    assert!(!right(&format!(r"{page}$\frac{{\partial s}}{{\partial x_i}} + q = \frac{{n}}{{3}} + q$")));
    // At n = 2 and 3 these are the same.
    let page = r"Let $p_i = \frac{x_i}{\sum_{k=1}^n x_k}$ and $u = \sum_{i=1}^n p_i + (n-2)(n-3)(n-4)$. ";
    assert!(!right(&format!(r"{page}$\frac{{\partial u}}{{\partial x_i}} + u = 1$")));
}

/// A letter before a single letter in brackets is no factor.
#[test]
fn letters_that_are_put_to_a_letter_are_functions() {
    for page in [
        "Let $u(x)$ and $v(x)$ be differentiable. $$\\frac{d}{dx} u(x)^2 = 2 u(x)$$",
        "Let $u(x)$ be differentiable. $$\\frac{d}{dx} u(x) = u$$",
        "Let $a = \\rho(z)$ with an activation $\\rho$ and $z = w x$. $$\\frac{\\partial a}{\\partial w} = \\rho x$$",
        "We have $\\zeta(x) - \\zeta(-x) = x$. $$\\frac{d}{dx}\\zeta(x) = \\sigma(x)$$",
        "$$w(2x) = 2 w(x)$$",
    ] {
        let lines = notes(page);
        let last = lines.last().expect("a line");
        assert!(!last.verdict.is_right() && last.verdict != Verdict::Wrong, "{page}: {last:?}");
    }
    // Products stay products.
    let page = "$$p(1 - p) = p - p^2$$\n\nLet $a = 2$, $b = 3$.\n\n$$a(b) = 6$$";
    for line in notes(page) {
        assert_ne!(line.verdict, Verdict::Wrong, "{line:?}");
    }
}
