//! Functions by the names they have elsewhere, and how a worksheet writes them.

use chainrule_symbolic::function;

/// Those of two arguments, in small letters without underscores.
const TWO: &[&str] = &[
    "mse",
    "mseloss",
    "squarederror",
    "quadraticloss",
    "squaredloss",
    "l2loss",
    "mae",
    "l1loss",
    "maeloss",
    "bce",
    "bceloss",
    "crossentropy",
    "binarycrossentropy",
    "logloss",
    "pow",
    "power",
];

/// Losses of a difference, which may be written as their one argument or as two.
const HUBER: &[&str] = &["huber", "huberloss", "smoothl1", "smoothl1loss"];

fn plain(name: &str) -> String {
    name.replace('_', "").to_ascii_lowercase()
}

/// Whether a name is one that targets have.
fn is_target(name: &str) -> bool {
    let stem = name.split('[').next().unwrap_or(name);
    let stem = stem.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
    ["y", "t", "target", "targets", "label", "labels", "y_true", "truth"].contains(&stem)
}

/// How many arguments such a function has.
pub(crate) fn takes(name: &str) -> usize {
    let plain = plain(name);
    if matches!(plain.as_str(), "clip" | "clamp" | "clipbyvalue") {
        3
    } else if TWO.contains(&plain.as_str()) {
        2
    } else {
        1
    }
}

/// The formula for a call of a function that a worksheet has by no name, with its arguments put in. Without arguments it
/// has their letters.
pub(crate) fn formula(name: &str, arguments: &[&str]) -> Option<String> {
    let plain = plain(name);
    let takes = takes(name);
    let is_of_difference = HUBER.contains(&plain.as_str()) && arguments.len() <= 2;
    if !arguments.is_empty() && arguments.len() != takes && !is_of_difference {
        return None;
    }
    let argument = |place: usize, letter: &'static str| -> String {
        let argument = arguments.get(place).copied().unwrap_or(letter);
        let is_plain = argument.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']'));
        if is_plain { argument.to_owned() } else { format!("({argument})") }
    };
    let inner =
        |place: usize, letter: &'static str| arguments.get(place).copied().unwrap_or(letter).to_owned();
    Some(match plain.as_str() {
        "mse" | "mseloss" | "squarederror" | "quadraticloss" | "squaredloss" | "l2loss" => {
            format!("({} - {})^2", argument(0, "y"), argument(1, "a"))
        }
        "mae" | "l1loss" | "maeloss" => format!("abs({} - {})", argument(0, "y"), argument(1, "a")),
        "bce" | "bceloss" | "crossentropy" | "binarycrossentropy" | "logloss" => {
            // PyTorch's have what the network says first, the target second; Keras and texts the other way round. Names
            // that are those of targets tell which is which.
            let is_target = |place: usize| arguments.get(place).is_some_and(|argument| is_target(argument));
            let by_place = usize::from(plain == "bceloss" || name == "binary_cross_entropy");
            let target = match (is_target(0), is_target(1)) {
                (true, false) => 0,
                (false, true) => 1,
                (true, true) | (false, false) => by_place,
            };
            let (y, a) = (argument(target, "y"), argument(1 - target, "a"));
            format!("-({y}*ln({}) + (1 - {y})*ln(1 - {a}))", inner(1 - target, "a"))
        }
        _ if is_of_difference => {
            let z = match arguments {
                [one] => (*one).to_owned(),
                _ => format!("{} - {}", argument(0, "y"), argument(1, "a")),
            };
            format!("min(abs({z}), 1)*(abs({z}) - min(abs({z}), 1)/2)")
        }
        "pow" | "power" => format!("{}^{}", argument(0, "a"), argument(1, "b")),
        "square" | "sqr" | "abs2" => format!("{}^2", argument(0, "x")),
        "cbrt" => format!("{}^(1/3)", argument(0, "x")),
        "tg" => format!("tan({})", inner(0, "x")),
        "ctg" | "cot" => format!("(1/tan({}))", inner(0, "x")),
        "sec" => format!("(1/cos({}))", inner(0, "x")),
        "csc" | "cosec" => format!("(1/sin({}))", inner(0, "x")),
        "ld" | "lb" => format!("log2({})", inner(0, "x")),
        "logistic" | "sigm" | "expit" => format!("sigmoid({})", inner(0, "x")),
        "sgn" | "signum" => format!("sign({})", inner(0, "x")),
        "heaviside" => format!("step({})", inner(0, "x")),
        "expm1" => format!("(exp({}) - 1)", inner(0, "x")),
        "log1p" => format!("ln(1 + {})", argument(0, "x")),
        "fabs" | "absolute" => format!("abs({})", inner(0, "x")),
        "clip" | "clamp" | "clipbyvalue" => {
            format!("min(max({}, {}), {})", inner(0, "x"), inner(1, "a"), inner(2, "b"))
        }
        "relu6" => format!("min(max({}, 0), 6)", inner(0, "x")),
        "rectifier" | "ramp" => format!("relu({})", inner(0, "x")),
        "swish" => format!("silu({})", inner(0, "x")),
        _ => return None,
    })
}

/// Advice where no single formula stands for a call.
pub(crate) fn advice(name: &str) -> Option<&'static str> {
    Some(match name {
        "pow" | "power" => "write `a^b` for a power",
        "lg" => "write `log10(x)`, `log2(x)` or `ln(x)`",
        "mean" | "avg" | "average" => "write `mean(a, b, c)`, or `mean(x[i] for i in 1..3)`",
        "softmax" | "Softmax" => "write `softmax(z1, z2)[1]` for a component of it",
        "norm" => "write `sqrt(x1^2 + x2^2)`",
        "dot" | "matmul" | "inner" => "write the product out: `sum(w[i]*x[i] for i in 1..3)`",
        "grad" | "diff" | "D" => "write `derive dL/dw`",
        "CrossEntropyLoss" => {
            "it takes scores and applies softmax: write out `-ln(exp(z1)/(exp(z1) + exp(z2)))`"
        }
        "atan2" | "arctan2" => "write `atan(y/x)`, which is the angle where x is above 0",
        "floor" | "ceil" | "round" | "trunc" | "int" | "rint" | "argmax" | "argmin" => {
            "it is constant between its jumps: its derivative is 0 there, and none at the jumps"
        }
        "mod" | "fmod" | "remainder" => {
            "a remainder is the number less a constant between its jumps: write `x - 2*k`"
        }
        "dropout" | "Dropout" | "BatchNorm" | "batchnorm" | "LayerNorm" => {
            "it is a function of a whole layer: write out what it computes"
        }
        _ => return None,
    })
}

/// The arguments of a call as written, from its bracket on.
pub(crate) fn arguments(call: &str) -> Vec<&str> {
    let inner = call.trim().strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or("");
    let mut arguments = Vec::new();
    let (mut start, mut depth) = (0, 0usize);
    for (at, sign) in inner.char_indices() {
        match sign {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                arguments.push(inner[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    if !inner.trim().is_empty() {
        arguments.push(inner[start..].trim());
    }
    arguments
}

/// Whether a formula stands for calls of this name.
pub(crate) fn has_formula(name: &str) -> bool {
    formula(name, &[]).is_some()
}

/// Whether a name put before a bracket is a function in programs or texts, so that it makes no quantity known.
pub fn is_call_elsewhere(name: &str) -> bool {
    name.len() > 1
        && (formula(name, &[]).is_some() || advice(name).is_some() || like_a_function(name).is_some())
}

/// The function whose name this is but for capitals and underscores: `ReLU`, `LeakyReLU`.
pub(crate) fn like_a_function(name: &str) -> Option<&'static function::Function> {
    let plain = |name: &str| name.replace('_', "").to_ascii_lowercase();
    let plain_name = plain(name);
    let is_like = |row: &&&'static function::Function| {
        row.name.len() > 1
            && row.name.starts_with(|c: char| c.is_ascii_alphabetic())
            && plain(row.name) == plain_name
    };
    function::TABLE.iter().find(is_like).copied()
}
