//! Whole pages, read from beginning to end.

use chainrule_notes::{Line, Role, Verdict};

use super::{notes, page};

/// The lines of a page on which something is wrong, with the slips.
fn wrong_on(name: &str) -> Vec<(usize, Option<String>)> {
    let wrong = page(name).into_iter().filter(|line| line.verdict == Verdict::Wrong);
    wrong.map(|line| (line.line, line.slip)).collect()
}

#[track_caller]
fn expect(name: &str, seeded: &[(usize, Option<&str>)]) {
    let found = wrong_on(name);
    let lines = |all: Vec<usize>| all;
    assert_eq!(
        lines(found.iter().map(|(line, _)| *line).collect()),
        lines(seeded.iter().map(|(line, _)| *line).collect()),
        "{name}: {found:?}"
    );
    for ((line, slip), (_, wanted)) in found.iter().zip(seeded) {
        if let Some(wanted) = wanted {
            assert!(slip.as_deref().is_some_and(|slip| slip.contains(wanted)), "{name}:{line}: {slip:?}");
        }
    }
}

#[test]
fn pages_with_seeded_errors() {
    expect(
        "two-layers.md",
        &[
            (12, Some("digits are exchanged")),
            (24, Some("sign of one term")),
            (30, Some("slope of a function is left out")),
            (33, Some("decimal point")),
        ],
    );
    expect("chain.tex", &[(12, None), (18, Some("sign of one term")), (19, Some("sign of one term"))]);
    expect(
        "rates.qmd",
        &[(6, Some("decimal point")), (12, Some("decimal point")), (20, Some("digits are exchanged"))],
    );
    expect("notebook.ipynb", &[(9, Some("base of the logarithm")), (26, Some("sign"))]);
    expect(
        "cells.md",
        &[
            (19, Some("digits are exchanged")),
            (28, Some("digits are exchanged")),
            (34, Some("decimal point")),
            (37, None),
        ],
    );
    expect(
        "depth.qmd",
        &[
            (16, Some("decimal point")),
            (22, Some("decimal point")),
            (24, Some("decimal point")),
            (36, Some("decimal point")),
        ],
    );
    expect(
        "optimisers.md",
        &[
            (13, Some("digits are exchanged")),
            (22, Some("digits are exchanged")),
            (38, Some("digits are exchanged")),
            (42, None),
        ],
    );
    expect(
        "losses.md",
        &[(5, Some("sign")), (15, Some("a factor too many")), (17, None), (22, Some("digits are exchanged"))],
    );
    expect("gates.md", &[(6, None), (8, Some("square")), (12, Some("decimal point")), (16, None)]);
}

/// Pages as they are written for a course, with ten errors each.
#[test]
fn whole_pages_with_ten_errors_each() {
    expect(
        "depth-by-hand.md",
        &[
            (20, Some("factor of 2")),
            (25, Some("factor of 2")),
            (35, Some("decimal point")),
            (45, Some("decimal point")),
            (58, Some("decimal point")),
            (67, Some("decimal point")),
            (74, None),
            (80, Some("decimal point")),
            (84, Some("decimal point")),
            (92, None),
        ],
    );
    expect(
        "two-two-one.md",
        &[
            (11, Some("digits are exchanged")),
            (21, Some("digits are exchanged")),
            (27, Some("factor of 2")),
            (41, Some("sign")),
            (49, Some("digits are exchanged")),
            (57, Some("decimal point")),
            (67, Some("sign")),
            (71, Some("decimal point")),
            (83, Some("index")),
            (91, Some("slope of a function is left out")),
        ],
    );
    expect(
        "softmax-and-steps.md",
        &[
            (11, Some("digits are exchanged")),
            (21, Some("sign")),
            (31, Some("base of the logarithm")),
            (36, Some("base of the logarithm")),
            (47, Some("factor of 2")),
            (57, Some("digits are exchanged")),
            (65, Some("decimal point")),
            (73, Some("power is off by one")),
            (91, Some("decimal point")),
            (99, Some("decimal point")),
        ],
    );
}

#[test]
fn a_derivative_with_a_name_of_its_own_is_taken_where_it_is_defined() {
    let page = "$z_3 = v_1 h_1 + c$, $o = \\sigma(z_3)$, $L = \\frac12 (y-o)^2$\n\n$\\delta_3 = \\frac{\\partial L}{\\partial z_3}$\n\n";
    for (line, verdict) in [
        (r"$\frac{\partial L}{\partial v_1} = \delta_3 h_1$", Verdict::Proved),
        (r"$\frac{\partial L}{\partial c} = \delta_3$", Verdict::Proved),
        (r"$\frac{\partial L}{\partial h_1} = \delta_3 v_1$", Verdict::Proved),
        (r"$\frac{\partial L}{\partial v_1} = \delta_3 v_1$", Verdict::Wrong),
        (r"$\frac{\partial L}{\partial c} = -\delta_3$", Verdict::Wrong),
    ] {
        let lines = notes(&format!("{page}{line}\n"));
        assert_eq!(lines.last().map(|line| line.verdict), Some(verdict), "{line}: {lines:?}");
    }
}

#[test]
fn what_is_built_on_a_wrong_line_says_so() {
    let lines = page("gates.md");
    let built: Vec<(usize, Verdict, Option<usize>)> = lines
        .iter()
        .filter(|line| line.line == 18)
        .map(|line| (line.column, line.verdict, line.built_on))
        .collect();
    assert_eq!(built[1], (7, Verdict::Equal, Some(16)));
    assert_eq!(built[2], (15, Verdict::Equal, Some(16)));
}

#[test]
fn a_page_on_vanishing_gradients_from_beginning_to_end() {
    let lines = page("vanishing.md");
    let at = |number: usize| -> Vec<&Line> { lines.iter().filter(|line| line.line == number).collect() };
    let wrong: Vec<&Line> = lines.iter().filter(|line| line.verdict == Verdict::Wrong).collect();
    let [slip] = wrong.as_slice() else { panic!("{wrong:?}") };
    assert_eq!(slip.line, 11);
    assert_eq!(slip.value.as_deref(), Some("2e-13"));
    assert_eq!(slip.slip.as_deref(), Some("the decimal point: the number is one place too small"));
    // What is about 0 is 0 to the digits printed, and said not to be 0.
    assert!(at(13)[0].because.as_deref().is_some_and(|because| because.contains("is not 0")));
    // The sign is the sigmoid by the page's own words, so that its range is proved.
    assert!(at(21).iter().all(|line| line.verdict == Verdict::Proved), "{:?}", at(21));
    assert!(at(23).iter().all(|line| line.verdict == Verdict::Proved), "{:?}", at(23));
    assert!(at(25).iter().all(|line| line.verdict == Verdict::Proved), "{:?}", at(25));
    let unread = at(29)[0];
    assert_eq!(unread.verdict, Verdict::NotRead);
    assert!(
        unread
            .because
            .as_deref()
            .is_some_and(|because| because.contains("comparison stands inside brackets"))
    );
    assert_eq!((at(33)[0].role, at(33)[0].verdict), (Role::Substitution, Verdict::Equal));
    assert_eq!(at(34)[0].verdict, Verdict::Equal);
}

#[test]
fn a_notation_line_names_the_sigmoid() {
    let text =
        "<!-- notation sigmoid as \"\\ominus\" -->\n\n$$\\ominus(z) \\le 1$$\n\n$$\\ominus(0) = 0.5$$\n";
    let lines = notes(text);
    assert!(lines.iter().all(|line| line.verdict.is_right()), "{lines:?}");
}

#[test]
fn the_chain_rule_itself_is_known_where_nothing_else_is() {
    let lines = notes(
        r"$\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a} \frac{\partial a}{\partial z} \frac{\partial z}{\partial w}$",
    );
    assert_eq!((lines[0].role, lines[0].verdict), (Role::Claim, Verdict::Proved), "{lines:?}");
    assert!(lines[0].because.as_deref().is_some_and(|why| why.contains("L → a → z → w")));
    // Links that do not meet say nothing sure: the names may be those of a page that is not whole.
    let lines = notes(
        r"$\frac{\partial L}{\partial w} = \frac{\partial L}{\partial a} \frac{\partial z}{\partial w}$",
    );
    assert_eq!(lines[0].verdict, Verdict::NotDecided, "{lines:?}");
}

#[test]
fn what_holds_where_words_say_so_is_no_error() {
    for text in [
        r"$\frac{d}{dw}\left(\lambda |w|\right) = \lambda$ for $w > 0$",
        r"$|x| = x$ if $x \ge 0$",
        r"$$0.25^n < 0.001 \text{ for } n = 5$$",
        r"$$\sqrt{x^2} = x \quad \text{for } x > 0$$",
    ] {
        let lines = notes(text);
        assert!(lines.iter().all(|line| line.verdict != Verdict::Wrong), "{text}: {lines:?}");
    }
    let lines = notes(r"$\frac{d}{dw}\left(w^2\right) = w$ for all $w$");
    assert_eq!(lines[0].verdict, Verdict::Wrong, "{lines:?}");
}

#[test]
fn a_letter_with_several_meanings_is_not_held_to_the_nearest() {
    let text = "$$\\sigma(x) = \\frac{1}{1+e^{-x}}$$\n\n$$\\sigma(x) = \\max(0, x)$$\n\nSwish: $$f(x) = x \\cdot \\sigma(x) = \\frac{x}{1 + e^{-x}}$$\n";
    let lines = notes(text);
    assert!(lines.iter().all(|line| line.verdict != Verdict::Wrong), "{lines:?}");
    // With one meaning alone it is.
    let text = "$$\\phi(x) = \\max(0, x)$$\n\n$$f(x) = x \\cdot \\phi(x) = \\frac{x}{1 + e^{-x}}$$\n";
    assert!(notes(text).iter().any(|line| line.verdict == Verdict::Wrong));
}

#[test]
fn what_is_no_claim_is_never_wrong() {
    for text in [
        "$w x + b = 0$ and $k(1-p) = (n-k)p$",
        "$x = 2$ and later $x = 3$",
        "$i = 1, 2, 3$",
        "$w = w - \\alpha g$ with $w \\gets w - 0.1$",
        "the equations (1) and (2), $(1) = (2)$",
        "$\\frac{\\partial L}{\\partial w} = 0$",
        "if $x > 0$, $|w| < 4$",
        "$y = f(x)$, $\\hat{y} = \\sigma(z)$ and $L = (y - \\hat{y})^2$",
        "$\\frac{\\partial L}{\\partial w} = \\frac{\\partial L}{\\partial a} \\frac{\\partial a}{\\partial w}$",
        "$(y - \\hat{y})^2 = (y - \\sigma(z))^2$",
        "$\\sigma(x) = \\tanh(x)$ or $\\sigma(x) = \\max(0, x)$, and then $\\sigma(-1) = 0$",
        "$$ f = x y \\hspace{0.5in} \\frac{\\partial f}{\\partial x} = y \\hspace{0.5in} \\frac{\\partial f}{\\partial y} = x $$",
        "It costs $5 and $10, which is $15.",
    ] {
        let wrong: Vec<Line> =
            notes(text).into_iter().filter(|line| line.verdict == Verdict::Wrong).collect();
        assert!(wrong.is_empty(), "{text}: {wrong:?}");
    }
}
