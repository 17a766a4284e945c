//! Claims about rows and entries that are chosen by indices.

use chainrule::{Judgement, Options, run};

fn verdicts(sheet: &str) -> Vec<&'static str> {
    let outcome = run("chosen", sheet, &Options::default());
    let report = outcome.report.unwrap_or_else(|| panic!("{sheet}: {:?}", outcome.diagnostics));
    let verdict = |judgement: &Judgement| match judgement {
        Judgement::Proved(_) => "proved",
        Judgement::Refuted(_) => "refuted",
        Judgement::Undecided(_) | Judgement::Consistent { .. } | Judgement::Vacuous { .. } => "undecided",
    };
    report.claims.iter().map(|claim| verdict(&claim.judgement)).collect()
}

/// Indices with numbers are those numbers, whatever else is open.
#[test]
fn indices_keep_their_numbers_where_other_leaves_are_open() {
    let sheet = "E in R^(4×2), c in R^1\nX = E[c,*]\nL = sum(X)\ngiven c = [2]
claim X[1,1] = E[2,1]
claim X[1,1] = E[1,1]
claim L = E[2,1] + E[2,2]
claim dL/dE[2,*] = ones(2)
claim dL/dE[1,*] = ones(2)";
    assert_eq!(verdicts(sheet), ["proved", "refuted", "proved", "proved", "refuted"]);
    let sheet = "E in R^(4×2), c in R^3, w in R^2\ns = E[c,*]*w\ngiven c = [1, 4, 1], w = [1, 2]
claim s[1] = s[2]
claim s[1] = s[3]
claim s[2] = E[4,1] + 2*E[4,2]";
    assert_eq!(verdicts(sheet), ["refuted", "proved", "proved"]);
    let sheet = "E in R^(4×2), c in R^3\nX = E[c,*]\nL = norm_F(X)^2/2\ngiven c = [2, 4, 2]
claim dL/dE[4,*] = X[2,*]
claim dL/dE[2,*] = X[1,*] + X[3,*]
claim dL/dE[2,*] = X[1,*] + X[2,*]";
    assert_eq!(verdicts(sheet), ["proved", "proved", "refuted"]);
    let sheet =
        "Z in R^(3×4), c in R^3\nP = softmax(Z, each row)\nL = -sum(onehot(c,4) ⊙ ln(P))/3\ngiven c = [1, 4, 4]
claim dL/dZ[1,1] = (P[1,1] - 1)/3
claim dL/dZ[1,1] = P[1,1]/3
claim dL/dZ[2,1] = P[2,1]/3
claim dL/dZ[2,4] = P[2,4]/3";
    assert_eq!(verdicts(sheet), ["proved", "refuted", "proved", "refuted"]);
}

/// What holds for some indices does not hold for all.
#[test]
fn open_indices_are_any() {
    let sheet = "E in R^(4×2), c in R^2\nX = E[c,*]\nL = sum(X)
claim dL/dE[1,*] = 0
claim dL/dE[3,*] = ones(2)
claim X[1,1] = X[2,1]
claim sum(dL/dE) = 4
claim dL/dE = onehot(c, 4)^T*ones(2, 2)";
    assert_eq!(verdicts(sheet), ["refuted", "refuted", "refuted", "proved", "proved"]);
    let sheet =
        "E in R^(n×d), c in R^T\nX = E[c,*]\nL = sum(X)\nclaim dL/dE[1,*] = 0\nclaim sum(dL/dE) = T*d";
    assert_eq!(verdicts(sheet), ["refuted", "proved"]);
}
