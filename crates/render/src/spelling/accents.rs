//! Accents of Unicode.

use super::scripts::is_script;
use crate::layout::Accent;

/// Letters, each with the letter that has the accent behind it, where Unicode has one.
const COMPOSED: &[(Accent, &str)] = &[
    (Accent::Hat, "aâcĉeêgĝhĥiîjĵoôsŝuûwŵyŷzẑAÂCĈEÊGĜHĤIÎJĴOÔSŜUÛWŴYŶZẐ"),
    (Accent::Bar, "aāeēgḡiīoōuūyȳAĀEĒGḠIĪOŌUŪYȲ"),
    (Accent::Tilde, "aãeẽiĩnñoõuũvṽyỹAÃEẼIĨNÑOÕUŨVṼYỸ"),
    (Accent::Dot, "aȧbḃcċdḋeėfḟgġhḣmṁnṅoȯpṗrṙsṡtṫwẇxẋyẏzżAȦBḂCĊDḊEĖFḞGĠHḢIİMṀNṄOȮPṖRṘSṠTṪWẆXẊYẎZŻ"),
    (Accent::TwoDots, "aäeëhḧiïoötẗuüwẅxẍyÿAÄEËHḦIÏOÖUÜWẄXẌYŸ"),
    (Accent::Check, "aǎcčdďeěgǧhȟiǐjǰkǩlľnňoǒrřsštťuǔzžAǍCČDĎEĚGǦHȞIǏKǨLĽNŇOǑRŘSŠTŤUǓZŽ"),
    (Accent::Breve, "aăeĕgğiĭoŏuŭAĂEĔGĞIĬOŎUŬ"),
    (Accent::Acute, "aácćeégǵiíkḱlĺmḿnńoópṕrŕsśuúwẃyýzźAÁCĆEÉGǴIÍKḰLĹMḾNŃOÓPṔRŔSŚUÚWẂYÝZŹ"),
    (Accent::Grave, "aàeèiìnǹoòuùwẁyỳAÀEÈIÌNǸOÒUÙWẀYỲ"),
];

/// The mark that follows a letter, and the word where there is more than a letter.
fn mark(accent: Accent) -> (char, &'static str) {
    match accent {
        Accent::Hat | Accent::WideHat => ('\u{302}', "hat"),
        Accent::Bar => ('\u{304}', "bar"),
        Accent::Overline => ('\u{305}', "overline"),
        Accent::Tilde | Accent::WideTilde => ('\u{303}', "tilde"),
        Accent::Dot => ('\u{307}', "dot"),
        Accent::TwoDots => ('\u{308}', "ddot"),
        Accent::Vector => ('\u{20D7}', "vec"),
        Accent::Check => ('\u{30C}', "check"),
        Accent::Breve => ('\u{306}', "breve"),
        Accent::Acute => ('\u{301}', "acute"),
        Accent::Grave => ('\u{300}', "grave"),
        Accent::Underline => ('\u{332}', "underline"),
    }
}

/// The word for an accent: `hat`.
pub(super) fn word(accent: Accent) -> &'static str {
    mark(accent).1
}

/// Something with an accent: on its letter where it has one, in words where it is more.
pub(super) fn accented(accent: Accent, inner: &str) -> String {
    let mut rest = inner.chars();
    let Some(first) = rest.next() else { return String::new() };
    if matches!(accent, Accent::Overline | Accent::Underline) && inner.chars().all(char::is_alphanumeric) {
        return inner.chars().flat_map(|letter| [letter, mark(accent).0]).collect();
    }
    if !first.is_alphanumeric() || !rest.clone().all(is_script) {
        return format!("{}({inner})", word(accent));
    }
    let combining = match accent {
        Accent::WideHat => Accent::Hat,
        Accent::WideTilde => Accent::Tilde,
        other @ (Accent::Hat
        | Accent::Bar
        | Accent::Overline
        | Accent::Tilde
        | Accent::Dot
        | Accent::TwoDots
        | Accent::Vector
        | Accent::Check
        | Accent::Breve
        | Accent::Acute
        | Accent::Grave
        | Accent::Underline) => other,
    };
    let pairs = COMPOSED.iter().find(|(composed, _)| *composed == combining).map_or("", |(_, pairs)| *pairs);
    let letters: Vec<char> = pairs.chars().collect();
    let composed = letters.chunks_exact(2).find(|pair| pair[0] == first).map(|pair| pair[1]);
    let head = composed.map_or(format!("{first}{}", mark(accent).0), String::from);
    format!("{head}{}", rest.as_str())
}
