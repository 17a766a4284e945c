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
