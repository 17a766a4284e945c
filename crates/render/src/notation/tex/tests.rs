use super::super::{Refusal, Refused};
use super::tex;

#[test]
fn typesetting_is_let_in_and_written_again() {
    for (text, latex) in [
        (r"\hat{y}", r"\hat{y}"),
        (r"\hat y", r"\hat{y}"),
        ("w_{11}^{(2)}", "w_{11}^{(2)}"),
        ("w^{(2)}_{11}", "w_{11}^{(2)}"),
        ("w_1^2", "w_{1}^{2}"),
        (r"\mathbf{W}_h", r"\mathbf{W}_{h}"),
        (r"\mathbf W", r"\mathbf{W}"),
        (r"\mathrm{net}_{h1}", r"\mathrm{net}_{h1}"),
        ("y'", r"y^{\prime}"),
        ("y''_i", r"y_{i}^{\prime\prime}"),
        (r"\boldsymbol{\theta}", r"\boldsymbol{\theta}"),
        ("θ", r"\theta"),
        (r"\mathcal{L}", r"\mathcal{L}"),
        ("z_{x_{1}}", "z_{x_{1}}"),
        ("x_\\alpha", r"x_{\alpha}"),
        (r"\sqrt{a+b}", r"\sqrt{a+b}"),
        (r"a\,b\;c\ d", r"a\,b\;c\ d"),
        (r"\text{net in}_1", r"\text{net in}_{1}"),
        ("ab", "ab"),
        ("{ab}_1", "{ab}_{1}"),
        (r"\operatorname{ReLU}", r"\operatorname{ReLU}"),
        (r"\overline{AB}", r"\overline{AB}"),
        ("x!", "x!"),
        ("|x|", r"\vert x\vert"),
        (r"a^{\top}", r"a^{\top}"),
    ] {
        let layout = tex(text).unwrap_or_else(|refused| panic!("{text}: {refused:?}"));
        let again = layout.latex();
        assert_eq!(again, latex, "{text}");
        assert_eq!(tex(&again.replace(r"\vert", "|")).expect("what was written is read").latex(), latex);
    }
}

#[test]
fn everything_else_is_refused_where_it_stands() {
    let command = |name: &str| Refusal::Command(name.to_owned());
    let lacks = |what: &str| Refusal::Unfinished(what.to_owned());
    for (text, why, at) in [
        (r"\input{/etc/passwd}", command("input"), r"\input"),
        (r"x + \def\x{}", command("def"), r"\def"),
        (r"\csname input\endcsname", command("csname"), r"\csname"),
        (r"\href{x}{y}", command("href"), r"\href"),
        (r"\begin{x}", command("begin"), r"\begin"),
        (r"a\\b", command("\\"), r"\\"),
        (r"a\$b", command("$"), r"\$"),
        (r"\(x\)", command("("), r"\("),
        ("a\\", command(""), "\\"),
        ("^^5cinput", Refusal::NoBase, "^"),
        ("x^^5c", lacks("^"), "^"),
        ("a$b", Refusal::Character('$'), "$"),
        ("a%b", Refusal::Character('%'), "%"),
        ("a&b", Refusal::Character('&'), "&"),
        ("a#1", Refusal::Character('#'), "#"),
        ("a~b", Refusal::Character('~'), "~"),
        ("a`b", Refusal::Character('`'), "`"),
        ("<script>", Refusal::Character('<'), "<"),
        ("a\u{202E}b", Refusal::Character('\u{202E}'), "\u{202E}"),
        ("a\tb", Refusal::Character('\t'), "\t"),
        (r"x + \hat", lacks(r"\hat"), r"\hat"),
        (r"\hat}", lacks(r"\hat"), r"\hat"),
        (r"\hat\bar{y}", lacks(r"\hat"), r"\hat"),
        (r"x_\hat{y}", lacks("_"), "_"),
        (r"\text", lacks(r"\text"), r"\text"),
        (r"\text{a_b}", Refusal::Character('_'), "_"),
        (r"\text{a\b}", Refusal::Character('\\'), "\\"),
        (r"\text{ab", Refusal::Open, "{"),
        ("{a", Refusal::Open, "{"),
        ("{a}}", Refusal::Closed, "}"),
        (r"\hat{}", Refusal::Nothing, "{}"),
        ("a_{ }", Refusal::Nothing, "{ }"),
        ("a_1_2", Refusal::DoubleScript, "_"),
        ("a'^2", Refusal::DoubleScript, "^"),
        ("a^2'", Refusal::DoubleScript, "'"),
        ("_1", Refusal::NoBase, "_"),
        (r"a\,_1", Refusal::NoBase, "_"),
        ("a^", lacks("^"), "^"),
        (" ", Refusal::Empty, " "),
    ] {
        let Refused { why: said, at: place } = tex(text).expect_err(text);
        assert_eq!((&said, &text[place]), (&why, at), "{text}");
    }
    assert_eq!(tex(&"x".repeat(201)).expect_err("too long").why, Refusal::TooLong);
    assert_eq!(tex("{a}}").expect_err("closed twice").at, 3..4);
}

#[test]
fn nesting_is_no_recursion() {
    let deep = format!("{}x{}", "{".repeat(99), "}".repeat(99));
    assert_eq!(tex(&deep).expect("a letter in braces").latex(), "x");
}
