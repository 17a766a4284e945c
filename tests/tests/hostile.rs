//! Hostile input: never a panic, every mark inside the text, nothing raw on the terminal, and an answer: the giants are
//! so large that whatever is more than linear in them does not end.
//!
//! The random part mutates good worksheets with a generator of its own, so that a run can be repeated by its seed:
//! `CHAINRULE_FUZZ=100000 cargo test --release --workspace --test hostile -- mutated --nocapture`.

use chainrule::diagnostic::{Style, render};
use chainrule::{Format, Options, Show, run};
use chainrule_tests::mutation::Random;
use chainrule_tests::{json, page};
use proptest::prelude::{ProptestConfig, any, proptest};

/// Reads a text and checks what must hold for any; answers the codes of what is said.
fn read(text: &str) -> Vec<&'static str> {
    let source = chainrule::diagnostic::Source::new("hostile", text);
    let reading = chainrule_parser::read(&source);
    assert!(
        reading.worksheet.is_some()
            || reading.diagnostics.iter().any(chainrule::diagnostic::Diagnostic::is_error)
    );
    for diagnostic in &reading.diagnostics {
        let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary);
        for span in labels.map(|label| label.span) {
            assert!(span.start <= span.end && span.end as usize <= text.len(), "{diagnostic:?}");
            assert!(text.get(span.range()).is_some(), "a mark cuts a character: {diagnostic:?}");
        }
    }
    let shown = render(&source, &reading.diagnostics, Style::Plain);
    assert!(shown.len() < 200_000, "{} bytes are shown", shown.len());
    let raw = |c: char| {
        (c.is_control() && c != '\n') || matches!(c, '\u{202A}'..='\u{202E}' | '\u{200B}'..='\u{200F}')
    };
    assert!(!shown.contains(raw), "something is shown raw");
    reading.diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect()
}

/// Pieces that worksheets are made of, good and bad.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "+",
    "-",
    "*",
    "/",
    "^",
    "=",
    "<=",
    "<",
    ">",
    "~=",
    ",",
    ";",
    "\n",
    "\r\n",
    "\r",
    " ",
    "'",
    "\"",
    "#",
    "|",
    "..",
    "~",
    "∂",
    "√",
    "Σ",
    "²",
    "⁽",
    "⁾",
    "⁻¹",
    "₁",
    "π",
    "σ",
    "∞",
    "≤",
    "∈",
    "−",
    "·",
    "\\",
    "given ",
    "derive ",
    "claim ",
    "update ",
    "notation ",
    "let ",
    " for ",
    " in ",
    " by ",
    " as ",
    " of ",
    "gradient of ",
    "dL/dw",
    "d^2L/dw^2",
    "∂L/∂w",
    "d",
    "L",
    "w",
    "x",
    "e",
    "sigmoid(",
    "sin^2(",
    "max(",
    "f(z) = ",
    "1/2x",
    "0.5",
    "1e9",
    "1e999999999",
    "1,000",
    "0x1F",
    "w_{11}^{(2)}",
    "a[l-1]",
    "a[1]",
    "_",
    "\u{0}",
    "\u{1b}[31m",
    "\u{202e}",
    "\u{200b}",
    "\u{feff}",
    "а",
    "é",
    "😀",
    "\u{301}",
    "𝑤",
];

/// The good worksheets.
fn worked() -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("worked");
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
        .iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "chain"))
        .map(|path| std::fs::read_to_string(path).expect("a worksheet"))
        .collect()
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// A good worksheet with a few changes.
fn mutated(sheets: &[String], random: &mut Random) -> String {
    let mut text = sheets[random.below(sheets.len())].clone();
    for _ in 0..=random.below(4) {
        let from = boundary(&text, random.below(text.len() + 1));
        let to = boundary(&text, from + random.below(8)).max(from);
        match random.below(4) {
            0 => text.replace_range(from..to, ""),
            1 => text.insert_str(from, PIECES[random.below(PIECES.len())]),
            2 => text.replace_range(from..to, PIECES[random.below(PIECES.len())]),
            _ => {
                let other = sheets[random.below(sheets.len())].clone();
                let start = boundary(&other, random.below(other.len()));
                let end = boundary(&other, start + random.below(30)).max(start);
                text.insert_str(from, &other[start..end]);
            }
        }
    }
    text
}

#[test]
fn mutated_worksheets() {
    let rounds = std::env::var("CHAINRULE_FUZZ").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(2_000);
    let sheets = worked();
    for seed in 1..=rounds {
        let text = mutated(&sheets, &mut Random(seed));
        assert!(std::panic::catch_unwind(|| read(&text)).is_ok(), "seed {seed}: {text:?}");
    }
}

/// The whole way, from text to page, for fewer of them.
#[test]
fn mutated_worksheets_worked_out() {
    let rounds: u64 =
        std::env::var("CHAINRULE_FUZZ").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(500);
    let sheets = worked();
    for seed in 1..=rounds / 10 {
        let text = mutated(&sheets, &mut Random(seed + 1_000_000_007));
        let worked_out = std::panic::catch_unwind(|| {
            let outcome = run("hostile", &text, &Options::default());
            for diagnostic in &outcome.diagnostics {
                assert!(diagnostic.primary.span.end as usize <= text.len());
            }
            if let Some(report) = outcome.report {
                assert!(!page(&report).text(80, false, false).contains('\u{1b}'));
                page(&report).latex(true);
                json(&report);
            }
        });
        assert!(worked_out.is_ok(), "seed {seed}: {text:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in any::<String>()) {
        read(&text);
    }

    #[test]
    fn any_pieces(pieces in proptest::collection::vec(0..PIECES.len(), 0..60)) {
        let text: String = pieces.into_iter().map(|piece| PIECES[piece]).collect();
        read(&text);
    }

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        if let Err(wrong) = chainrule_parser::decode("hostile", bytes) {
            render(&wrong.source, &[wrong.diagnostic], Style::Plain);
        }
    }
}

/// Giants: each is answered, with this code where one is named.
#[test]
fn giants() {
    const MANY: usize = 100_000;
    let nested = |open: &str, close: &str| format!("y = {}x{}", open.repeat(MANY), close.repeat(MANY));
    let giants: Vec<(&str, String, Option<&str>)> = vec![
        ("parentheses", nested("(", ")"), Some("E0701")),
        ("calls", nested("sin(", ")"), Some("E0703")),
        ("signs", nested("-", ""), Some("E0701")),
        ("roots", nested("√", ""), Some("E0701")),
        ("powers", nested("x^", ""), Some("E0701")),
        ("divisions", nested("x/", ""), Some("E0701")),
        ("squares", format!("y = x{}", "^2".repeat(MANY)), Some("E0701")),
        ("open brackets", format!("y = {}", "([{".repeat(MANY / 2)), Some("E0202")),
        ("closing brackets", format!("y = x{}", ")]}".repeat(MANY / 2)), Some("E0203")),
        ("square brackets", nested("[", "]"), Some("E0201")),
        ("a long name", format!("y = {}", "a".repeat(10_000_000)), Some("E0704")),
        ("many digits", format!("y = {}", "7".repeat(10_000_000)), Some("E0702")),
        ("an exponent", "y = 1e999999999".to_owned(), Some("E0702")),
        ("many terms", format!("y = x{}", "+x".repeat(5_000_000)), Some("E0703")),
        ("a long comment", format!("y = x # {}", "a".repeat(10_000_000)), None),
        ("blanks", format!("y = x{}", " ".repeat(10_000_000)), None),
        ("empty lines", "\n".repeat(10_000_000), Some("E0106")),
        ("many mistakes", "y = )\n".repeat(100_000), Some("E0705")),
        ("many strangers", "$".repeat(300_000), None),
        ("many duplicates", "y = x\n".repeat(100_000), Some("E0401")),
        ("many statements", "y = x\n".repeat(1_000_000), Some("E0703")),
        ("many bars", "|".repeat(300_000), Some("E0105")),
        ("unclosed braces", "a_{".repeat(300_000), Some("E0201")),
        ("unclosed members", "a[".repeat(300_000), None),
        ("unclosed labels", "a^{(".repeat(1_000_000), None),
        ("unclosed labels of names", "a^{(b) ".repeat(300_000), None),
        ("unclosed raised labels", "a⁽".repeat(300_000), None),
        ("labels and nothing behind them", "a^{(1)}_{".repeat(300_000), None),
        ("primes", format!("y = sin{}(x)", "'".repeat(MANY)), Some("E0209")),
        ("complaints in one line", format!("y = {}", "! ".repeat(MANY)), None),
        ("distributions", format!("given {}", "~".repeat(MANY)), None),
        ("derivatives of nothing beside shapes", format!("x in R^3\ny = {}", "d/d".repeat(MANY / 4)), None),
        ("products beside shapes", format!("x in R^3\ny = {}x", "x*".repeat(MANY)), None),
        ("shapes in a shape", "x in R^(".repeat(MANY), None),
        ("fractions of LaTeX beside shapes", format!("x in R^3\ny = {}", "\\frac{".repeat(MANY)), None),
        (
            "parameters",
            {
                let names: Vec<String> = (0..MANY).map(|name| format!("a{name}")).collect();
                format!("f({}) = a1", names.join(","))
            },
            None,
        ),
        (
            "functions of functions",
            {
                let functions: String =
                    (0..60).map(|at| format!("f{}(x) = f{at}(f{at}(x))\n", at + 1)).collect();
                format!("f0(x) = x + 1\n{functions}y = f60(x)")
            },
            Some("E0701"),
        ),
        ("a circle", (0..MANY).map(|at| format!("a{at} = a{}\n", (at + 1) % MANY)).collect(), Some("E0402")),
        (
            "a circle of functions",
            (0..20_000).map(|at| format!("f{at}(x) = f{}(x)\n", (at + 1) % 20_000)).collect(),
            Some("E0402"),
        ),
        (
            "a circle of constants",
            (0..20_000).map(|at| format!("let a{at} = a{}\n", (at + 1) % 20_000)).collect(),
            Some("E0402"),
        ),
        ("values", (0..MANY).map(|at| format!("given a{at} = {at}\n")).collect(), None),
    ];
    for (what, text, code) in giants {
        let codes = read(&text);
        if let Some(code) = code {
            assert!(codes.contains(&code), "{what}: {:?}", codes.first());
        }
    }
}

/// Powers of powers whose exponents no machine word holds, and products of such: in formulas, in claims and beside arrays.
#[test]
fn towers_of_powers() {
    let tower = |base: &str, power: &str, count: usize| {
        format!("{}{base}{}", "(".repeat(count), format!("){power}").repeat(count))
    };
    let high =
        [tower("v", "^10", 25), tower("v", "^1000000000", 3), tower("v", "^-10", 25), "v^(10^18)".into()];
    for high in high {
        let each = high.replace('v', "x").replace('^', ".^");
        for text in [
            format!(
                "v = x1/x2\ny = {high}*v\ngiven x1 = 1.5, x2 = 0.5\nderive dy/dx1\nclaim y ~= 2\nclaim v = 3"
            ),
            format!("y = {high}*{high}\nderive dy/dv\nclaim y >= 0\nclaim abs(dy/dv) <= 1"),
            format!("given v in [0, 2]\ny = {high}/{high}\nclaim y <= 3\nclaim {high}*{high} = {high}^2"),
            format!("x in R^3\nL = sum({each} .* {each})\nderive dL/dx\nclaim dL/dx >= 0"),
            format!("x in R^3\nv = sum(x)\nL = {high}*{high}/v\ngiven x = [1, 2, 3]\nderive dL/dx"),
        ] {
            run("towers.chain", &text, &Options::default());
        }
    }
}

/// Numbers that exponents hold and digits never could, wherever a number can stand, with everything that is asked about one.
#[test]
fn numbers_of_giant_exponents() {
    let numbers = [
        "((((((500)^64)^64)^64)^64)^64)^64",
        "-(7^(3^(3^(3^2))))",
        "((((((1/3)^99)^99)^99)^99)^99)^99",
        "exp(1e15)",
        "exp(-1e15)",
        "1e30",
        "-1e30",
        "2^(10^17)",
        "1e-9999",
    ];
    let worksheets = [
        "a = sigmoid(z); z = w*x; L = (a - y)^2\ngiven w = NUMBER, x = 3, y = 1\nderive gradient of L\nupdate w by 0.1 for 3 steps in f16",
        "L(a); a = w*x; given dL/da = NUMBER, x = NUMBER, w in [0, 1]; derive dL/dw, dL/dx",
        "Z = O*w; O = sigmoid(v); L(Z); given dL/dZ = NUMBER, dO/dv = 0.2, w = NUMBER; derive dL/dv; claim dL/dv > 3",
        "y = x^n; given x = NUMBER, n = 2; derive dy/dx; claim y <= NUMBER; claim dy/dx ~= 2.00 as rounded",
        "given x in [-1, NUMBER]; claim x^3 + exp(x) < NUMBER*x",
        "p = exp(s)/(exp(s) + exp(t)); given s = NUMBER, t = 1; derive dp/ds; claim f16(p) = 1; claim p ~= 1",
        "y = erf(x)*sin(x)*ln(abs(x) + 1)*x^0.3*atan(x)*sqrt(abs(x)); given x = NUMBER; derive dy/dx; claim y = 1",
        "let N = NUMBER; y = N*x; given x = 1/3; derive dy/dx",
        "y = sum(x^k for k in 1..3); given x = NUMBER; derive dy/dx; claim y in [0, 1]",
    ];
    let rounded = |digits: &str| Options { rounding: digits.parse().ok(), ..Options::default() };
    let formats = ["e4m3", "bf16", "tf32", "f64"].map(|name| Format::find(name).expect("a format"));
    for options in [
        Options { formats: formats.to_vec(), top_paths: Some(2), ..Options::default() },
        Options { full: true, digits: Some(40), ..rounded("3sf") },
        rounded("4dp"),
        Options { show: Show::everything(), ..Options::default() },
    ] {
        for worksheet in worksheets {
            for number in numbers {
                let text = worksheet.replace("NUMBER", number);
                let outcome = run("giant", &text, &options);
                render(&outcome.source, &outcome.diagnostics, Style::Plain);
                let Some(report) = outcome.report else { continue };
                let document = chainrule::page(&report, &options);
                let length = document.text(80, false, false).len() + document.latex(true).len();
                let length = length + chainrule::json(&report, &options).len();
                assert!(length < 10_000_000, "{length} bytes of {text}");
            }
        }
    }
}
