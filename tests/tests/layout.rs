//! Worksheets laid out by `chainrule fmt`: what they say stays, comments stay, and a second time changes nothing.

use std::path::PathBuf;

use chainrule::diagnostic::Source;
use chainrule::{Options, run};
use chainrule_parser::{layout, markdown};
use chainrule_tests::{page, root};
use proptest::prelude::{ProptestConfig, any, proptest};

/// All worksheets of the project: worked examples, and the blocks of the documentation.
fn worksheets() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("tests/worked"), root().join("docs/src"), root().join("tests/errors")];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).expect("a folder");
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        paths.sort();
        for path in paths {
            let name = path.to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "chain") {
                let Ok(text) = std::fs::read_to_string(&path) else { continue };
                found.push((name, text));
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let text = std::fs::read_to_string(&path).expect("a page");
                let blocks = markdown::worksheets(&name, &text);
                found.extend(blocks.into_iter().map(|source| (name.clone(), source.text().to_owned())));
            }
        }
    }
    found
}

/// What a worksheet comes to, and what is said of it, without the places.
fn meaning(text: &str) -> (Vec<(String, String)>, Option<String>) {
    let outcome = run("layout", text, &Options::default());
    let said = outcome
        .diagnostics
        .iter()
        .map(|diagnostic| (diagnostic.code.id.to_owned(), diagnostic.message.clone()))
        .collect();
    // Claims stand on a page as they were typed: the spaces in them are no part of what they say.
    let words =
        |text: String| text.chars().filter(|c| !c.is_whitespace() && *c != '─' && *c != '═').collect();
    (said, outcome.report.map(|report| words(page(&report).text(120, false, false))))
}

fn comments(text: &str) -> Vec<String> {
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let all = text.lines().filter_map(|line| line.split_once('#')).map(|(_, rest)| words(rest));
    all.collect()
}

#[test]
fn every_worksheet_of_the_project_says_the_same_afterwards() {
    let all = worksheets();
    assert!(all.len() > 120, "{}", all.len());
    let mut laid_out = 0;
    for (name, text) in all {
        let Ok(formatted) = layout(&text) else { continue };
        laid_out += 1;
        assert_eq!(layout(&formatted).as_ref(), Ok(&formatted), "{name}: a second time");
        let (before, after) = (meaning(&text), meaning(&formatted));
        // What is said of a worksheet that can't be worked out may speak of its spaces.
        if before.1.is_some() {
            assert_eq!(after, before, "{name}:\n{formatted}");
        }
        assert_eq!(comments(&formatted), comments(&text), "{name}:\n{formatted}");
        assert!(
            formatted.lines().all(|line| line.trim_end() == line),
            "{name}: white space at the end of a line"
        );
    }
    assert!(laid_out > 110, "{laid_out}");
}

#[test]
fn the_canonical_layout() {
    for (text, laid_out) in [
        ("z=w*x+b", "z = w*x + b\n"),
        ("  z =w * x+b ;a= sigmoid( z )\n", "z = w*x + b\na = sigmoid(z)\n"),
        ("given w=2,x = -1 ,b=1e-3", "given w = 2, x = -1, b = 1e-3\n"),
        ("L=-(a-y)^2\nderive  dL/dw", "L = -(a - y)^2\nderive dL/dw\n"),
        ("a[l]=sigmoid(w[l]*a[l - 1]) for l in 1 .. N - 1", "a[l] = sigmoid(w[l]*a[l-1]) for l in 1..N-1\n"),
        ("#a comment\n\n\n\nz = x#another\n\n", "# a comment\n\nz = x  # another\n"),
        ("\u{feff}z = x\r\n\r\nderive dz/dx\r\n", "z = x\r\n\r\nderive dz/dx\r\n"),
        ("y = 2 x\nf(x) = x^2", "y = 2 x\nf(x) = x^2\n"),
        ("claim 0<=a<=1/4", "claim 0 <= a <= 1/4\n"),
        ("update w by 0.1  for 10 steps", "update w by 0.1 for 10 steps\n"),
        ("  $z = w \\cdot x$  \nderive   dz/dw", "$z = w \\cdot x$\nderive dz/dw\n"),
        ("y = a*(b +\n  c # why\n )", "y = a*(b +\n  c # why\n )\n"),
        ("A in R^(2×2)\ngiven A=[1,0;0 ,0]", "A in R^(2×2)\ngiven A = [1, 0; 0, 0]\n"),
        ("h in R^2;x in R^3\nz=[h;x]", "h in R^2\nx in R^3\nz = [h; x]\n"),
        ("x in R^3\ny=sum(1 ./ x)", "x in R^3\ny = sum(1 ./x)\n"),
        ("", ""),
        ("# nothing else", "# nothing else\n"),
    ] {
        assert_eq!(layout(text).as_deref(), Ok(laid_out), "{text}");
        assert_eq!(layout(laid_out).as_deref(), Ok(laid_out), "{text}: a second time");
    }
    // A long line is broken where it may be.
    let long = format!("y = {}", vec!["alpha*beta"; 20].join(" + "));
    let laid_out = layout(&long).expect("it is read");
    assert!(laid_out.lines().all(|line| line.len() <= 120) && laid_out.lines().count() == 3, "{laid_out}");
    assert_eq!(meaning(&laid_out), meaning(&long));
    for unreadable in ["y = (x", "y = x $ 2", "y = \"a"] {
        assert!(layout(unreadable).is_err(), "{unreadable}");
    }
}

/// Worksheets with declared shapes that are read are laid out, say the same afterwards, and change once.
#[test]
fn sheets_with_shapes_are_laid_out() {
    let mut count = 0;
    for list in ["papers.txt", "textbooks.txt", "matrix_claims.txt"] {
        let path = format!("{}/oracle/{list}", env!("CARGO_MANIFEST_DIR"));
        let all = std::fs::read_to_string(&path).expect("a list of worksheets");
        for block in all.split("\n\n") {
            let lines = block.lines().skip_while(|line| line.starts_with('#') || line.is_empty()).skip(1);
            let written: Vec<String> = lines
                .map(|line| {
                    line.strip_prefix('+').map_or_else(|| line.to_owned(), |claim| format!("claim{claim}"))
                })
                .filter(|line| !line.starts_with('-'))
                .collect();
            let text = written.join("\n") + "\n";
            let is_read =
                |text: &str| chainrule_parser::read(&Source::new("layout", text)).worksheet.is_some();
            if !is_read(&text) {
                continue;
            }
            let laid_out = layout(&text).unwrap_or_else(|wrong| panic!("{wrong:?}: {text}"));
            assert!(is_read(&laid_out), "{laid_out}");
            assert_eq!(layout(&laid_out).as_ref(), Ok(&laid_out), "a second time: {text}");
            count += 1;
        }
    }
    assert!(count > 250, "{count} worksheets");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Spaces and line ends put anywhere between tokens change nothing.
    #[test]
    fn spaces_do_not_matter(widths in proptest::collection::vec(any::<u8>(), 40)) {
        let tokens = [
            "z", "=", "w", "*", "x", "+", "b", "\n", "a", "=", "sigmoid(", "-", "z", ")", ";", "given", "w", "=",
            "-", "2", ",", "x", "=", "3", "#c\n", "derive", "da/dw", ",", "da/dx", "\n",
        ];
        let mut text = String::new();
        for (token, width) in tokens.iter().zip(widths) {
            text.push_str(token);
            text.push_str(&" ".repeat(usize::from(width % 3) + usize::from(token.ends_with(char::is_alphabetic))));
        }
        let laid_out = "z = w*x + b\na = sigmoid(-z)\ngiven w = -2, x = 3  # c\nderive da/dw, da/dx\n";
        assert_eq!(layout(&text).as_deref(), Ok(laid_out), "{text}");
    }
}
