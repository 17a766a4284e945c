//! Worksheets written in LaTeX: read as the plain worksheets that say the same, refused at the place where they are not.

use chainrule::diagnostic::Diagnostic;
use chainrule::{Judgement, Options, Outcome, run};
use chainrule_tests::{json, page};

fn worked(text: &str) -> Outcome {
    run("latex", text, &Options::default())
}

/// A worksheet in LaTeX and a plain one come to the same page and to the same numbers.
#[track_caller]
fn same(latex: &str, plain: &str) {
    let (one, other) = (worked(latex), worked(plain));
    assert!(one.diagnostics.is_empty(), "{latex}: {:?}", one.diagnostics);
    let (one, other) = (one.report.expect("a report"), other.report.expect("a report"));
    assert_eq!(page(&one).text(200, false, false), page(&other).text(200, false, false), "{latex}");
    // The spans and the texts of claims differ; what was found does not.
    let numbers = |text: String| {
        let wanted = ["\"value\"", "\"derivative\"", "\"verdict\""];
        let lines: Vec<String> = text
            .lines()
            .filter(|line| wanted.iter().any(|key| line.trim_start().starts_with(key)))
            .map(str::to_owned)
            .collect();
        lines
    };
    assert_eq!(numbers(json(&one)), numbers(json(&other)), "{latex}");
}

/// As the pages of chainrule itself break them.
#[test]
fn long_sums_go_on_in_the_next_row() {
    for latex in [
        "$$\\begin{aligned}L &= a^2 \\\\ &\\quad {} + b \\\\ &\\quad {} - 3ab\\end{aligned}$$",
        "$$\\begin{aligned}L &= a^2 \\\\ &\\quad + b \\\\ & - 3ab\\end{aligned}$$",
        "$L = a^2 {} + b {} - 3ab$",
        "$L = {} + a^{2} + b - 3ab$",
    ] {
        same(latex, "L = a^2 + b - 3*a*b");
    }
}

#[test]
fn a_claim_is_told_with_its_braces() {
    for claim in [r"dq/dx = \frac{4x^{2}}{2x}", r"\frac{dq}{dx} = 2 \cdot x^{1}", r"dq/dx = {2x}"] {
        let report = worked(&format!("q = x^2\nclaim ${claim}$")).report.expect("a report");
        assert_eq!(report.claims[0].text, claim);
        assert!(report.claims[0].holds(), "{claim}");
    }
}

#[test]
fn formulas_as_students_paste_them() {
    for (latex, plain) in [
        (r"$z = w \cdot x + b$", "z = w*x + b"),
        (r"$z = wx + b$", "z = w*x + b"),
        (r"\(z = w x + b\)", "z = w*x + b"),
        (r"\[ z = w \times x \]", "z = w*x"),
        (r"L = \frac{1}{2}(y-\hat{y})^2", "L = (1/2)*(y - y_hat)^2"),
        (r"L = \frac12 (y-\hat y)^2", "L = (1/2)*(y - y_hat)^2"),
        (r"L = \tfrac{1}{2} \left(y-\hat{y}\right)^{2}", "L = (1/2)*(y - y_hat)^2"),
        (r"$a = \sigma(z)$", "a = sigmoid(z)"),
        (r"a = \sigma\left(w \cdot x + b\right)", "a = sigmoid(w*x + b)"),
        ("a = e^{-x}", "a = exp(-x)"),
        (r"$a = e^{-x}$", "a = exp(-x)"),
        (r"a = \frac{1}{1 + e^{-z}}", "a = 1/(1 + exp(-z))"),
        (r"a = \frac{1}{1 + \exp(-z)}", "a = 1/(1 + exp(-z))"),
        (r"$a = \frac{1}{1 + exp(-z)}$", "a = 1/(1 + exp(-z))"),
        (r"z = w_{11}^{(1)} \cdot x", "z = w_{11}^{(1)}*x"),
        (r"$z = w_{11}^{(1)} x$", "z = w_{11}^{(1)}*x"),
        (r"$z = w^{(1)}_{11} x$", "z = w_{11}^{(1)}*x"),
        (r"$z = w^{[1]} x$", "z = w^{(1)}*x"),
        (r"$z = w_{11}^2 x$", "z = w_{11}^2*x"),
        (r"$\theta_1 = \alpha^2 \beta$", "theta_1 = alpha^2*beta"),
        (r"$y = \sqrt{x^2 + 1}$", "y = sqrt(x^2 + 1)"),
        (r"$y = \max(0, z)$", "y = max(0, z)"),
        (r"$y = |x| \tanh z$", "y = abs(x)*tanh(z)"),
        (r"$y = \ln x - \log(1 - x)$", "y = ln(x) - ln(1 - x)"),
        (r"$y = \sin^2 x$", "y = sin(x)^2"),
        (r"$y = x^{n+1}$", "y = x^(n+1)"),
        (r"$y = (a - b)(a + b)$", "y = (a - b)*(a + b)"),
        (r"$y = \frac{a}{b} \cdot \frac{c}{d_1}$", "y = (a/b)*(c/d_1)"),
        (r"$y = -x^2$", "y = -x^2"),
        (r"$y = (x^2)^3$", "y = (x^2)^3"),
        (r"$\varphi = 2 \pi r$", "phi = 2*pi*r"),
        (r"$w_{\text{new}} = w - \eta g$", "w_new = w - eta*g"),
        (r"$\mathrm{net} = w_1 x_1$", "net = w_1*x_1"),
        (r"y = \sum_{i=1}^{3} x_i^2", "y = sum(x[i]^2 for i in 1..3)"),
        (r"y = \prod_{k=1}^{2} (x_k + 1)", "y = prod(x[k] + 1 for k in 1..2)"),
    ] {
        same(latex, plain);
    }
}

#[test]
fn whole_worksheets() {
    same(
        "$z = w \\cdot x + b$\n$a = \\sigma(z)$  # an activation\nL = \\frac{1}{2}(a-y)^2\n\
         given $w = 0.5$, $x = 2$, $b = -1$, $y = 1$\nderive \\frac{\\partial L}{\\partial w}\n",
        "z = w*x + b\na = sigmoid(z)\nL = (1/2)*(a-y)^2\ngiven w = 0.5, x = 2, b = -1, y = 1\nderive dL/dw\n",
    );
    // Formulas on lines of their own, and rows.
    same(
        "$$\nz = wx + b \\\\\na = \\tanh(z)\n$$\nderive $\\frac{da}{dw}$\n",
        "z = w*x + b; a = tanh(z); derive da/dw",
    );
    same(
        "\\begin{align}\nz &= wx + b \\\\\na &= \\tanh(z)\n\\end{align}\nderive \\frac{da}{dw}\n",
        "z = w*x + b; a = tanh(z); derive da/dw",
    );
    same("y = \\alpha x^3; derive \\frac{d^2 y}{dx^2}", "y = alpha*x^3; derive d^2y/dx^2");
    // A word of a plain line is one name in formulas too.
    same(
        "out = w*x\n$L = \\frac{1}{2}(t - out)^2$\nderive $\\frac{\\partial L}{\\partial w}$",
        "out = w*x\nL = (1/2)*(t - out)^2\nderive dL/dw",
    );
    same(
        "$f(u) = u^2 e^{u}$\n$y = f(3x)$\nderive $\\frac{dy}{dx}$",
        "f(u) = u^2*exp(u)\ny = f(3*x)\nderive dy/dx",
    );
    same(
        "given $\\alpha = 0.001$, $w = 1{,}000$\n$L = w^2$\nupdate w by \\alpha",
        "given alpha = 0.001, w = 1000\nL = w^2\nupdate w by alpha",
    );
    same(
        "given $w \\in [-3, 2]$\nL = \\sigma(w)\nderive \\frac{dL}{dw}",
        "given w in [-3, 2]\nL = sigmoid(w)\nderive dL/dw",
    );
    same(
        "given $-3 \\le w \\le 2$\nL = \\sigma(w)\nderive gradient of L",
        "given -3 <= w <= 2\nL = sigmoid(w)\nderive gradient of L",
    );
    // e is a name where the worksheet has one.
    same("e = 2*x\n$y = e^{2} \\cdot x$", "e = 2*x\ny = e^2*x");
}

#[test]
fn claims_hold_or_fail_as_plain_ones_do() {
    // (1/2)(0.5 - 0.75)² = 0.03125.
    let sheet = "$L = \\frac12 (t - o)^2$\ngiven $t = 0.5$, $o = 0.75$\n";
    for (claim, holds) in [
        (r"claim $L = \frac{1}{32}$", true),
        (r"claim $L = \frac{1}{31}$", false),
        (r"claim $L \approx 0.031$", true),
        (r"claim L \approx 0.032", false),
        (r"claim $L \approx 3.1 \times 10^{-2}$", true),
        (r"claim $L \approx 3.1 \cdot 10^{-3}$", false),
        (r"claim $\frac{\partial L}{\partial o} = 0.25$", true),
        (r"claim $\frac{\partial L}{\partial o} = -0.25$", false),
        (r"claim $\sigma'(o) \le \frac14$", true),
        (r"claim $0 < L < 0.01$", false),
    ] {
        let outcome = worked(&format!("{sheet}{claim}"));
        assert!(outcome.diagnostics.is_empty(), "{claim}: {:?}", outcome.diagnostics);
        let report = outcome.report.expect("a report");
        let is_proved = matches!(report.claims[0].judgement, Judgement::Proved(_));
        assert_eq!(is_proved, holds, "{claim}: {:?}", report.claims[0].judgement);
    }
}

/// Refused once, at exactly this part of the text, each of these pieces among the words.
#[track_caller]
fn refused(text: &str, place: &str, pieces: &[&str]) {
    let outcome = worked(text);
    let errors: Vec<&Diagnostic> =
        outcome.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).collect();
    let [error] = errors.as_slice() else { panic!("{text}: {errors:?}") };
    assert_eq!(&text[error.primary.span.range()], place, "{text}: {}", error.message);
    let words = [&error.message].into_iter().chain(&error.help).cloned().collect::<Vec<_>>().join("\n");
    for piece in pieces {
        assert!(words.contains(piece), "{text}: {piece} is not said: {words}");
    }
    assert!(outcome.report.is_none(), "{text}");
}

#[test]
fn what_has_two_readings_is_refused_with_both() {
    refused(
        "$O_{11} = x \\cdot w_{11}^1$\n$Z = O_{11} \\cdot w_{11}^2$\nderive $\\frac{\\partial Z}{\\partial x}$",
        "w_{11}^1",
        &["w_{11}^{(1)}` and `w_{11}^{(2)}", "powers of one quantity"],
    );
    refused("$L = (target - y)^2$", "target", &[r"\text{target}", "t a r g e t"]);
    refused("$y = 1/2x$", "x", &["two factors or one"]);
}

#[test]
fn what_is_not_read_is_marked_where_it_stands() {
    refused(r"y = \foo{x} + 1", r"\foo", &["not read"]);
    refused(r"y = \begin{cases} x \\ 0 \end{cases}", r"\begin", &["cases", "max"]);
    refused(r"$z = \mathbf{W}^T x$", "^", &["transpose"]);
    refused(r"$y = \lim x$", r"\lim", &["limits"]);
    refused(r"$z = \sum_i w_i x_i$", r"\sum_i w_i x_i", &["limits"]);
    refused("$y = 2x\nz = x", "$", &["without dollar signs"]);
    refused(r"$y \gg 2 x$", r"\gg", &["says nothing"]);
    refused(r"$y = e + x$", "e", &[r"\exp(1)"]);
}

#[test]
fn errors_of_meaning_stand_at_the_place_of_the_formula() {
    refused(
        "$z = w \\cdot x$\nderive $\\frac{\\partial z}{\\partial q}$",
        r"\frac{\partial z}{\partial q}",
        &["q"],
    );
    refused("$z = w \\cdot x$\n$z = \\tanh(x)$", "z", &[]);
}

/// Papers write the rectifier with braces, and the largest of several as one.
#[test]
fn signs_that_papers_write_without_digits() {
    same(r"$y = \max\{0,x\}$", "y = max(0, x)");
    same(r"$y = \max(a,b,c)$", "y = max(max(a, b), c)");
    same(r"$y = x^{1/3}$", "y = x^(1/3)");
    refused(r"$y = \sqrt[3]{x}$", r"\sqrt[3]{x}", &["`x^{1/3}`"]);
    refused(r"$y = \sec x$", r"\sec x", &[r"\frac{1}{\cos x}"]);
    refused(r"$y = 50\% x$", r"50\%", &["`1/2`"]);
    refused("$y = x'$", "x'", &["by what"]);
}

#[test]
fn functions_without_brackets_reach_over_one_factor_or_are_refused() {
    same(r"$y = \sin 2x$", "y = sin(2*x)");
    same(r"$y = \tanh wx$", "y = tanh(w*x)");
    same(r"$y = \sin \omega t$", "y = sin(omega*t)");
    same("sigma = 2*q\n$y = \\sigma x$", "sigma = 2*q\ny = sigma*x");
    same(r"$y = \sigma \cdot x$", "y = sigma*x");
    refused(r"$y = \sin x y$", r"\sin x y", &[r"\sin(x y)", r"\sin(x) y"]);
    refused(r"$y = \sigma x$", r"\sigma x", &[r"\sigma(x)", r"\sigma \cdot x"]);
}

/// Recurrences with `t-1` below, and members by their numbers in other lines.
#[test]
fn recurrences_have_families() {
    same(
        "$h_t = \\tanh(w h_{t-1} + u x_t)$ for t in 1..3\nderive $\\frac{\\partial h_3}{\\partial w}$",
        "h[t] = tanh(w*h[t-1] + u*x[t]) for t in 1..3\nderive dh[3]/dw",
    );
    same(
        "$w_{t+1} = w_t - \\eta g_t$ for t in 0..3\nderive $\\frac{\\partial w_{4}}{\\partial w_0}$",
        "w[t+1] = w[t] - eta*g[t] for t in 0..3\nderive dw[4]/dw[0]",
    );
    same(
        "$p_{ij} = w_{ij} x_j$ for i in 1..2, j in 1..2\nL = p[1,1] + p[1,2] + p[2,1] + p[2,2]\nderive $\\frac{\\partial L}{\\partial w_{12}}$",
        "p[i,j] = w[i,j]*x[j] for i in 1..2, j in 1..2\nL = p[1,1] + p[1,2] + p[2,1] + p[2,2]\nderive dL/dw[1,2]",
    );
    // A name with a number below is a name where no formula makes it a family.
    same("$y = w_1 x$\nderive $\\frac{dy}{dw_1}$", "y = w_1*x\nderive dy/dw_1");
}

#[test]
fn a_calligraphic_letter_comes_back_as_one() {
    let report =
        worked("$\\mathcal{L} = (w-1)^2$\nderive $\\frac{\\partial \\mathcal{L}}{\\partial w}$").report;
    let page = page(&report.expect("a report")).latex(false);
    assert!(page.contains(r"\mathcal{L}") && !page.contains("cal}}"), "{page}");
}
