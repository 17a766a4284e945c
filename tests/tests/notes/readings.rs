//! Which values are meant, which formula goes on from which, and what is no formula at all.

use chainrule_notes::{Line, Role, Verdict};

use super::notes;

/// The last lines of a page.
#[track_caller]
fn ends(page: &str, wanted: &[Verdict]) -> Vec<Line> {
    let lines = notes(page);
    let last = lines[lines.len().saturating_sub(wanted.len())..].to_vec();
    let found: Vec<Verdict> = last.iter().map(|line| line.verdict).collect();
    assert_eq!(found, wanted, "{page}: {last:?}");
    last
}

use Verdict::{Equal, NotDecided, PrintedDigits, Proved, RoundedOperands, Wrong};

/// What a relation says that is none: it has no left side.
const NOTHING: Verdict = Verdict::None;

/// w = 2 stood beside x = 3, and never beside x = 4.
#[test]
fn values_of_different_examples_are_not_mixed() {
    let page = "Let $w = 2$ and $x = 3$. Then $z = wx = 6$.\n\nNow $w = -2$ and $x = 3$: $z = wx = -6$.\n\n\
                With $x = 4$, $z = wx = -8$.\n\n";
    let lines = ends(&format!("{page}$$z = wx = 8$$"), &[NOTHING, Wrong]);
    assert_eq!(lines[1].slip.as_deref(), Some("the sign"));
    ends(&format!("{page}$$z = wx = -8$$"), &[NOTHING, Equal]);
    let lines = ends(&format!("{page}In the first example $w \\cdot x = 6$."), &[Equal]);
    assert_eq!(lines[0].because.as_deref(), Some("with the values of line 1"));
    ends("Let $w = 2$. Then $w = 5$. With $x = 3$ we have $w x = 6$.", &[Equal]);
}

/// What is chosen in a paragraph is meant in it, and not the result of the example above, copied.
#[test]
fn the_result_of_another_example_is_not_that_of_this_one() {
    let page = "Let $z = w x + b$.\n\nTake $w = 2$, $x = 3$, $b = 1$. Then $z = 7$.\n\n";
    ends(&format!("{page}Take $w = 2$, $x = 3$, $b = 4$. Then $z = 10$."), &[Equal]);
    for copied in [
        "Take $w = 2$, $x = 3$, $b = 4$. Then $z = 7$.",
        "With $b = 4$, $z = 7$.",
        "With $b = 4$:\n\n$$w x + b = 7$$",
        // Of the one example x, of the other b.
        "With $x = 5$, $b = 4$; $z = 11$.",
    ] {
        ends(&format!("{page}{copied}"), &[NotDecided]);
    }
    ends(&format!("{page}With $x = 5$, $b = 4$; $z = 14$."), &[Equal]);
}

/// Maximum likelihood and regression, with sums up to an open n: each true line beside a false one.
#[test]
fn derivatives_of_sums_that_end_at_a_letter_are_looked_at_with_a_few_terms() {
    let mean = r"Let $L = \sum_{i=1}^n (x_i - m)^2$. ";
    ends(&format!(r"{mean}$$\frac{{\partial L}}{{\partial m}} = -2\sum_{{i=1}}^n (x_i - m)$$"), &[Proved]);
    ends(&format!(r"{mean}$$\frac{{\partial L}}{{\partial m}} = 2\sum_{{i=1}}^n (x_i - m)$$"), &[Wrong]);
    let line = r"Let $J = \frac{1}{2n}\sum_{i=1}^n (a + b u_i - y_i)^2$. ";
    let right = r"\frac1n \sum_{i=1}^n (a + b u_i - y_i)";
    ends(&format!(r"{line}$$\frac{{\partial J}}{{\partial a}} = {right}$$"), &[Proved]);
    ends(&format!(r"{line}$$\frac{{\partial J}}{{\partial b}} = {right} u_i$$"), &[Proved]);
    ends(&format!(r"{line}$$\frac{{\partial J}}{{\partial b}} = {right}$$"), &[Wrong]);
    let normal = r"Let $\ell = -n \ln s - \frac{1}{2 s^2}\sum_{i=1}^n (t_i - \mu)^2$. ";
    let sum = r"\frac{1}{s^3}\sum_{i=1}^n (t_i - \mu)^2";
    ends(&format!(r"{normal}$$\frac{{\partial \ell}}{{\partial s}} = -\frac{{n}}{{s}} + {sum}$$"), &[Proved]);
    ends(&format!(r"{normal}$$\frac{{\partial \ell}}{{\partial s}} = \frac{{n}}{{s}} + {sum}$$"), &[Wrong]);
}

/// The next paragraph says nothing of where a line holds.
#[test]
fn where_a_line_holds_is_said_in_its_paragraph() {
    let line = r"Let $y = x^3$. $$\frac{dy}{dx} = 2x^2$$";
    ends(&format!("{line}\n\nFor $x = 2$ the curve is steep."), &[Wrong, NOTHING]);
    ends(&format!("{line} for $x = 0$."), &[NotDecided, NOTHING]);
}

#[test]
fn a_number_rounded_within_a_product_follows_from_the_head_of_its_line() {
    let page =
        r"At $c = 0.5$, $o = 0.8$: $o(1-\tanh^2 c) = 0.8 \cdot (1 - 0.4621^2) = 0.8 \cdot 0.7864 = 0.629$.";
    ends(page, &[RoundedOperands, RoundedOperands, PrintedDigits]);
    ends(
        &page.replace("0.7864", "0.7964").replace("0.629", "0.637"),
        &[RoundedOperands, Wrong, PrintedDigits],
    );
}

#[test]
fn the_value_in_the_same_sentence_is_meant() {
    let page = r"First $\beta = 0.9$. ";
    ends(&format!(r"{page}With $\beta = 0.999$, $1 - \beta^{{10}} \approx 0.00996$."), &[PrintedDigits]);
    ends(&format!(r"{page}With $\beta = 0.999$, $1 - \beta^{{10}} \approx 0.0995$."), &[Wrong]);
    // In another sentence the first one may be.
    ends(&format!(r"{page}With $\beta = 0.999$ it is slow. Yet $1 - \beta^{{10}} = 0.0995$."), &[NotDecided]);
    // Both values stand in one sentence.
    ends(r"From $w = 2$ to $w = 3$, the product $w \cdot 5 = 10$ becomes $w \cdot 5 = 15$.", &[Equal, Equal]);
}

#[test]
fn numbers_that_are_put_in_may_be_rounded() {
    ends(r"With $\beta = 0.9$, $1 - \beta^{10} = 1 - 0.3487 = 0.6513$.", &[RoundedOperands, Equal]);
    ends(r"With $\beta = 0.9$, $1 - \beta^{10} = 1 - 0.359 = 0.641$.", &[Wrong, Equal]);
    // 0.45 needs no rounding, and bases of powers are none.
    ends(r"$0.5 \cdot 0.9 = 0.40 + 0.04$", &[Wrong]);
    ends(r"With $a = 1.25$, $a^{10} = 1.3^{10}$.", &[Wrong]);
}

#[test]
fn what_stands_in_the_words_is_no_formula_further_up() {
    for page in [
        "The sum is $2 + 3 = 5$ and the product $= 6$.",
        "We have $x = 3$, so twice that $= 6$.",
        "Batch size $= 32$, learning rate $= 10^{-3}$.",
        r"We have $a = 3$ and a rate $\approx 10^{-3}$.",
        "If $n = 3$ the error is $< 0.1$",
        "We get $q = 3$\n\n# Heading\n- item: $= 5$",
        "The bound is $$x = 3$$\n\n# Heading\n\n$$= 5$$",
    ] {
        let lines = ends(page, &[NOTHING]);
        assert_eq!(lines[0].role, Role::None, "{page}");
    }
    ends(r"accuracy $= \frac{90}{100} = 0.9$, error rate $= 1 - 0.9 = 0.2$", &[NOTHING, Wrong]);
    // Nothing but a link stands between these.
    ends("We have $2 + 3 = 5$ and hence $= 6$.", &[Wrong]);
    ends("$$2 + 3$$ $$x = 2 + 3$$ which comes to $$= 6$$", &[Wrong]);
}

#[test]
fn code_and_addresses_are_no_formulas() {
    for page in [
        "<pre>\ntext $1 = 2$\n</pre>",
        "and <code>$1 = 3$</code> and",
        "Text:\n\n    $1 = 4$\n    $1 = 5$\n",
        "[a link](http://x.y/$1=5$) and [another](a/$1=2$), https://x.y/$1=3$",
        "- item\n\n      so\n\n            $1 = 4$\n",
    ] {
        assert_eq!(notes(page), [], "{page}");
    }
    for page in [
        "- item\n\n    $1 = 7$",
        "1. item\n\n    $1 = 7$",
        "Text\n    $1 = 7$",
        "!!! note\n\n    $1 = 7$",
        "the interval [0, 1]($1 = 7$)",
        "    code\n\n$1 = 7$",
    ] {
        ends(page, &[Wrong]);
    }
}

#[test]
fn a_letter_before_brackets_that_hold_it_is_a_factor() {
    let page = "Let $V(p) = p(1-p)$. ";
    ends(&format!("{page}$V(0.1) = 0.09$"), &[Equal]);
    ends(&format!("{page}$V(0.1) = 0.9$"), &[Wrong]);
    ends(r"$\frac{d}{dp} p(1-p) = 1 - 2p$", &[Proved]);
    ends(r"$\frac{d}{dp} p(1-p) = 1 + 2p$", &[Wrong]);
    ends("$q(1-q) = q - q^2$", &[Proved]);
    ends("Let $D(p) = p(1-q) + q$. $D(0.5) = 0.5 + 0.5q$", &[Proved]);
    // A distribution stays a function.
    ends(r"The entropy $H(p)$ with $H(p) = p(x) \log p(x)$. $p(1-x) = p - p x$", &[NOTHING]);
}

#[test]
fn a_run_of_letters_whose_number_is_their_product_is_a_product() {
    let lines = ends("$w = 2$, $x = 3$. Then $wx = 6$. And $wx = 7$.", &[Equal, Wrong]);
    assert_eq!(lines[1].value.as_deref(), Some("6"));
    // A learning rate is one name.
    ends("$l = 2$, $r = 3$ and $lr = 0.1$", &[NOTHING]);
}

/// From a page of `CS231n`.
#[test]
fn a_derivative_beside_a_function_with_an_index_is_that_of_it() {
    let page = r"With $x = 4, y = -3$, $f(x,y) = -12$.
$f(x,y) = x + y \rightarrow \frac{\partial f}{\partial x} = 1 \hspace{0.2in} \frac{\partial f}{\partial y} = 1$
$f(x) = \frac{1}{x} \hspace{1in} \rightarrow \hspace{1in} \frac{df}{dx} = -1/x^2$
";
    let with = |line: &str| format!("{page}{line}");
    ends(&with(r"$f_c(x) = c + x \hspace{1in} \rightarrow \hspace{1in} \frac{df}{dx} = 1$"), &[Equal]);
    ends(&with(r"$f_a(x) = ax \hspace{1in} \rightarrow \hspace{1in} \frac{df}{dx} = a$"), &[Proved]);
    ends(&with(r"$f_a(x) = ax \hspace{1in} \rightarrow \hspace{1in} \frac{df}{dx} = x$"), &[Wrong]);
    // Behind it the letter is what it was.
    let line = r"$f_c(x) = c + x \rightarrow \frac{df}{dx} = 1$ and $\frac{df}{dx} = -1/x^2$";
    ends(&with(line), &[Proved]);
}

#[test]
fn the_base_of_a_logarithm_may_stand_behind_it() {
    ends(r"So $\log 100 = 2$ (base 10).", &[Equal]);
    ends(r"So $\log 100 = 3$ (base 10).", &[Wrong]);
    ends(r"So $\log 8 = 3$ in base 2, and $\log 8 = 3$.", &[Equal, Wrong]);
    ends(r"$6 \cdot 30 = 180 \text{ min}$", &[Equal]);
}

/// Ng's pages: nothing is said of g, and nothing that is derived by stands behind it.
#[test]
fn an_open_function_hides_no_false_derivative() {
    let page = r"Let $a = g(z)$, $p = \sigma(wa)$, $L = -\log p$. ";
    let lines = ends(&format!(r"{page}$\frac{{\partial L}}{{\partial w}} = (1-p) a$"), &[Wrong]);
    assert_eq!(lines[0].slip.as_deref(), Some("the sign"));
    ends(&format!(r"{page}$\frac{{\partial L}}{{\partial w}} = (p-1) a$"), &[Proved]);
    // What g is put to may depend on w.
    let page = r"Let $z = wx$, $a = g(z)$, $p = \sigma(wa)$, $L = -\log p$. ";
    ends(&format!(r"{page}$\frac{{\partial L}}{{\partial w}} = (p-1) a$"), &[NotDecided]);
    ends(&format!(r"{page}$\frac{{\partial L}}{{\partial w}} = (p-1) (a + w g'(z) x)$"), &[NotDecided]);
    let page = r"Let $z^{[1]} = w^{[1]} x$, $a^{[1]} = g(z^{[1]})$, $z^{[2]} = w^{[2]} a^{[1]}$, $L = (z^{[2]} - y)^2$. ";
    ends(
        &format!(r"{page}$\frac{{\partial L}}{{\partial w^{{[2]}}}} = 2(z^{{[2]}} - y)a^{{[1]}}$"),
        &[Proved],
    );
    ends(&format!(r"{page}$\frac{{\partial L}}{{\partial w^{{[2]}}}} = (z^{{[2]}} - y)a^{{[1]}}$"), &[Wrong]);
    ends(&format!(r"{page}$\frac{{\partial L}}{{\partial w^{{[1]}}}} = 2(z^{{[2]}} - y)$"), &[NotDecided]);
}

#[test]
fn equations_that_hold_nowhere_are_wrong() {
    ends(r"Let $\zeta(x) = \ln(1+e^x)$. $\zeta(-x) = -\zeta(x)$", &[Wrong]);
    ends("$(x-2)(x-3) = x^2 - 6x + 5$", &[Wrong]);
    ends("$(x-2)(x-3) = x^2 - 5x + 6$", &[Proved]);
    ends("Solve $(x-1)^2 = x^2 - 3x + 7$.", &[NOTHING]);
    // These hold somewhere, or are to be solved.
    for page in [r"$e^x = 2 - x$", r"$\tanh(x) + 1 = 2\sigma(x)$", "$x^2 = 2x$", "$w x + b = 0$"] {
        let lines = notes(page);
        assert!(lines.iter().all(|line| line.verdict == NOTHING), "{lines:?}");
    }
}

/// What stands behind `&&` or words in a row is a remark, and the row below goes on from the row.
#[test]
fn rows_go_on_from_rows_and_not_from_remarks() {
    let beginning = "Let $z = wx$, $a = \\sigma(z)$ and $L = \\frac12(a - y)^2$.\n\n$$\n\\begin{aligned}\n\
                     \\frac{\\partial L}{\\partial w} &= (a - y)\\,\\sigma'(z)\\,x";
    for remark in [
        " && \\text{since } \\frac{\\partial L}{\\partial a} = a - y",
        " \\quad \\text{since } \\frac{\\partial L}{\\partial a} = a - y",
        "\\text{, because } \\sigma'(z) = a(1-a)",
        " && \\text{with } z = wx",
        ", \\quad z = wx",
        "",
    ] {
        let right = format!("{beginning}{remark} \\\\\n&= (a - y) a (1 - a) x\n\\end{{aligned}}\n$$\n");
        ends(&right, &[Proved]);
        let wrong = format!("{beginning}{remark} \\\\\n&= a - y\n\\end{{aligned}}\n$$\n");
        ends(&wrong, &[Wrong]);
    }
    let two = "$$\n\\begin{aligned}\n(x+1)^2 &= x^2 + 2x + 1 & (x-1)^2 &= x^2 - 2x + 1 \\\\\n\
               &= x(x+2) + 1 & &= x(x-2) + 1\n\\end{aligned}\n$$\n";
    ends(two, &[Proved, Proved, Proved, Proved]);
    let two = two.replace("x(x-2) + 1", "x(x+2) + 1");
    ends(&two, &[Proved, Proved, Proved, Wrong]);
}

/// What stands in brackets in a sentence is passed over by the formula behind them.
#[test]
fn a_formula_goes_on_behind_a_remark_in_brackets() {
    let beginning = "Let $a = \\sigma(z)$ and $L = \\frac12(a - y)^2$. We have $\\frac{\\partial L}{\\partial z} = (a-y)a(1-a)$ (since $\\sigma'(z) = a(1-a)$)";
    ends(&format!("{beginning} $= (a-y)(a-a^2)$."), &[Proved]);
    ends(&format!("{beginning} $= (a-y)(a+a^2)$."), &[Wrong]);
}

/// From courses as they stand: lines that are right.
#[test]
fn right_lines_of_courses() {
    for page in [
        "Start with $w_1 = w_2 = w_3 = 0$.",
        "Let $p_q = p_k = p_v = p_o / h$.",
        "Let $f(x) = x^2$. Then $\\frac{df}{dx}(x) = 2x$.",
        "Let $f(x) = x^2$. Then $\\frac{df}{dx}(3) = 6$.",
        "The vectors are orthogonal if $\\theta = \\pi/2$, which is the same thing as $\\cos(\\theta) = 0$.",
        "We observe $f(x_1) = 1.2$. Suppose we also observe $f(x_2) = 1.4$.",
        "Let $A \\in \\mathbb{R}^{m \\times n}$ and $x \\in \\mathbb{R}^n$. $\\nabla_x Ax = A^\\top$",
        "The model can output values $< 0$ or $> 1$, which is strange.",
        "Let $\\sigma = 0.1$ be the deviation. $1 - \\sigma(x) = \\sigma(-x)$",
        "Let $\\sigma = 0.1$ be the deviation. $\\frac{d}{dx}\\sigma(x) = \\sigma(x)(1 - \\sigma(x))$",
        "The error is $e = y - t$. The sigmoid is $g(z) = \\frac{1}{1 + e^{-z}}$, with $g'(z) = g(z)(1 - g(z))$.",
        "$A = \\begin{bmatrix}2 & 1\\\\2 & 3\\end{bmatrix}$. We have $A = W D W^{-1}$. Now $W = \\begin{bmatrix}1 & 1\\\\-1 & 2\\end{bmatrix}$ and $D = \\begin{bmatrix}1 & 0\\\\0 & 4\\end{bmatrix}$.\n\nAs an example let $A = \\begin{bmatrix}1 & 0\\\\0 & 5\\end{bmatrix}$.",
        "where $\\text{sign}(x)=\\begin{cases}+1, & x \\geq 0\\\\-1, & x<0\\\\\\end{cases}$",
        "$\\rho = 1 \\Leftrightarrow Y = aX + b$ with $a > 0$.\n\n$\\rho = -1 \\iff Y = aX + b$ with $a < 0$.",
        "The ratio is $128:192:96:64 = 4:6:3:2$.",
        "Let $a = w + x + y + z$.\n\nNote that $\\frac{d}{dx}(ax^2) = 2ax$.",
    ] {
        for line in notes(page) {
            assert_ne!(line.verdict, Wrong, "{page}: {line:?}");
        }
    }
    for page in [
        "$\\cos(\\pi/2) = 0$",
        "Let $a = \\sqrt2$. Then $a^2 = 2$.",
        "Let $r = \\frac{1}{\\sqrt2}$. Then $2r^2 = 1$.",
        "Let $b = \\sqrt3 - 1$ and $c = \\sqrt3 + 1$. Then $b c = 2$.",
        "Let $\\theta = \\pi$. Then $\\sin\\theta = 0$.",
        "Let $\\theta = \\pi/2$. Then $\\cos\\theta = 0$.",
    ] {
        ends(page, &[Equal]);
    }
    ends("Let $a = \\sqrt2$. Then $a^2 = 2.2$.", &[Wrong]);
    ends("Let $f(x) = x^2$. Then $\\frac{df}{dx}(3) = 6$.", &[Equal]);
    ends("Let $f(x) = x^2$. Then $\\frac{df}{dx}(x) = 3x$.", &[Wrong]);
    ends("Let $f(x) = x^2$. Then $\\frac{df}{dx}(3) = 5$.", &[Wrong]);
    ends("Let $a = w + x + y + z$.\n\nNote that $\\frac{d}{dx}(ax^2) = 3ax$.", &[Wrong]);
}
