//! Subscripts and superscripts of Unicode.

/// Characters, each with its superscript behind it.
const ABOVE: &str = "(⁽)⁾+⁺-⁻0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹=⁼AᴬBᴮDᴰEᴱGᴳHᴴIᴵJᴶKᴷLᴸMᴹNᴺOᴼPᴾRᴿTᵀUᵁVⱽWᵂaᵃbᵇcᶜdᵈeᵉfᶠgᵍhʰiⁱjʲkᵏlˡmᵐnⁿoᵒpᵖrʳsˢtᵗuᵘvᵛwʷxˣyʸzᶻ′'⊤ᵀ";

/// Characters, each with its subscript behind it.
const BELOW: &str = "(₍)₎+₊-₋0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉=₌aₐeₑhₕiᵢjⱼkₖlₗmₘnₙoₒpₚrᵣsₛtₜuᵤvᵥxₓβᵦγᵧρᵨφᵩχᵪ";

fn found(pairs: &str, character: char) -> Option<char> {
    let mut characters = pairs.chars();
    while let (Some(plain), Some(script)) = (characters.next(), characters.next()) {
        if plain == character {
            return Some(script);
        }
    }
    None
}

/// A text as a superscript; nothing where Unicode lacks a character of it.
pub(super) fn all_superscript(text: &str) -> Option<String> {
    text.chars().map(|character| found(ABOVE, character)).collect()
}

/// A text as a subscript; nothing where Unicode lacks a character of it.
pub(super) fn all_subscript(text: &str) -> Option<String> {
    text.chars().map(|character| found(BELOW, character)).collect()
}

/// Digits, signs and brackets as superscripts.
pub(super) fn superscript(text: &str) -> String {
    text.chars().map(|character| found(ABOVE, character).unwrap_or(character)).collect()
}

/// A digit as a subscript.
pub(super) fn subscript(digit: char) -> char {
    found(BELOW, digit).unwrap_or(digit)
}

/// Whether a character is a subscript or a superscript.
pub(super) fn is_script(character: char) -> bool {
    let scripts = ABOVE.chars().skip(1).step_by(2).chain(BELOW.chars().skip(1).step_by(2));
    scripts.into_iter().any(|script| script == character)
}
