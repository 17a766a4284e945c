//! Letters for indices.

/// Names for indices, none of them a name of the worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letters {
    /// Of a product over layers.
    pub layer: String,
    /// Of a product within a sum.
    pub inner: String,
    /// Of a sum over steps.
    pub time: String,
    /// Of the sum around it.
    pub outer: String,
    /// Of a sum over members that stand side by side.
    pub beside: String,
    /// Of the members that a derivation is asked for.
    pub member: String,
}

impl Letters {
    /// Letters that are not taken; `preferred` is the worksheet's, for the layers and for the steps alike: a product over layers
    /// and a sum over steps stand side by side, never one in the other.
    pub fn new(preferred: Option<&str>, is_taken: impl Fn(&str) -> bool) -> Self {
        let preferred = preferred.filter(|letter| !is_taken(letter)).map(str::to_owned);
        let mut used: Vec<String> = preferred.iter().cloned().collect();
        let mut free = |wanted: [&str; 4]| {
            let numbered = (2..).map(|number| format!("{}_{number}", wanted[0]));
            let all = wanted.iter().map(|&letter| letter.to_owned()).chain(numbered);
            let is_free = |letter: &String| !is_taken(letter) && !used.contains(letter);
            let letter = all.into_iter().find(is_free).unwrap_or_default();
            used.push(letter.clone());
            letter
        };
        Self {
            layer: preferred.clone().unwrap_or_else(|| free(["l", "k", "i", "j"])),
            inner: free(["k", "j", "i", "p"]),
            time: preferred.unwrap_or_else(|| free(["t", "r", "v", "q"])),
            outer: free(["s", "m", "n", "u"]),
            beside: free(["t", "r", "v", "q"]),
            member: free(["m", "n", "i", "j"]),
        }
    }
}
