//! Hostile notes: they end, and say why nothing was read.

use chainrule_notes::{FileKind, Kind, Verdict, check};

use super::notes;

#[test]
fn hostile_notes_end_and_say_why() {
    let deep = format!("$${}x{} = 1$$", "(".repeat(20_000), ")".repeat(20_000));
    let braces = format!("$${}$$", "{".repeat(100_000));
    let long = format!("$x = {}1$", "1+".repeat(3_000_000));
    let dollars = "$a ".repeat(2_000_000);
    let fences = "```chain\n".to_owned() + &"y = x\n".repeat(10);
    let endless = r"\newcommand{\a}{\a\a} $\a = 1$ \newcommand{\b}{\b} $\b = 2$".to_owned();
    let script = "$x<script>alert(1)</script> = 2$ and $\u{202e}y = 3$".to_owned();
    let unclosed = "$$ 1 + 1 = 3\n\nand more\n\n\\[ 2 = 2".to_owned();
    for text in [deep, braces, long, dollars, fences, endless, script, unclosed] {
        let report = check("notes.md", Kind::Notes(FileKind::Markdown), &text);
        let out = chainrule_notes::text(std::slice::from_ref(&report));
        assert!(out.chars().all(|c| c == '\n' || !c.is_control()), "no control character is echoed");
        assert!(chainrule_notes::json(std::slice::from_ref(&report)).starts_with('{'));
        assert!(chainrule_notes::junit(&[report]).starts_with("<?xml"));
    }
    // What cannot all be read or listed is said so, once.
    let page = notes(&"$x = 1$ ".repeat(250_000));
    assert!(page.len() <= 200_001, "{}", page.len());
    assert!(
        page.last()
            .is_some_and(|line| line.because.as_deref().is_some_and(|why| why.contains("split the file")))
    );
    let page = notes(&"\\begin{align}".repeat(10_000));
    assert_eq!(page.len(), 100);
    assert!(page[99].because.as_deref().is_some_and(|why| why.contains("not listed")), "{:?}", page[99]);
    let text: String =
        (10_000..20_000).map(|digits| format!("$0.{digits} \\times 7 = 0.3{digits}$\n")).collect();
    let report = check("notes.md", Kind::Notes(FileKind::Markdown), &text);
    assert_eq!(report.exit_code(), 1);
    let page = notes(r"$\sum_{i=1}^{90}\sum_{j=1}^{90} ij = 1$");
    assert_eq!(page[0].verdict, Verdict::NotDecided, "{page:?}");
    assert_eq!(check("notes.md", Kind::Notes(FileKind::Markdown), "```chain\ny = x\n").exit_code(), 2);
    // Braces that are closed, but not where a formula ends.
    let far = notes(&format!("$${}x{}$$\n", "{".repeat(200_000), "}".repeat(200_000)));
    assert!(
        far[0].because.as_deref().is_some_and(|because| because.contains("too long to be read")),
        "{far:?}"
    );
    let never = notes("$$ 1 + 1 = 3\n\nand more");
    assert_eq!(never[0].verdict, Verdict::NotRead);
    assert!(never[0].because.as_deref().is_some_and(|because| because.contains("never closed")));
}
