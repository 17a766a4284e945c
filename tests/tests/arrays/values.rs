//! Values of leaves: entry by entry, as wholes, and in the place of a declaration; names that stand for two things.

use chainrule::Options;

use super::{refusal, report};

fn holds(sheet: &str) -> Vec<bool> {
    report(sheet).claims.iter().map(chainrule::ClaimReport::holds).collect()
}

const FORM: &str = "x in R^2, W in R^(2×2)\nL = x^T*W*x\n";

/// By hand: [3, 4]·[1, 2; 3, 4]·[3, 4]ᵀ = 9 + 24 + 36 + 64 = 133, with the identity 25.
#[test]
fn values_given_entry_by_entry_are_the_value_of_the_array() {
    for (given, value) in [
        ("given x[1] = 3, x[2] = 4, W = [1, 0; 0, 1]", 25),
        ("given x[2] = 4, W = [1, 0; 0, 1]\nlet x[1] = 3", 25),
        ("x[1] = 3\nx[2] = 4\nW[1,1] = 1\nW[1,2] = 0\nW[2,1] = 0\nW[2,2] = 1", 25),
        ("given x = [3, 4], W[1,*] = [1, 2], W[2,*] = [3, 4]", 133),
        ("given x = [3, 4], W[*,1] = [1, 3], W[*,2] = [2, 4]", 133),
        ("given x[1..2] = [3, 4], W[*,*] = [1, 2; 3, 4]", 133),
        ("given x[*] = 2, W = [1, 0; 0, 1]", 8),
        ("given x[1] = 3, x[2] = 4, W = I(2)", 25),
        ("given x = [3; 4], W = diag([1, 1])", 25),
        ("given x = 2*ones(2), W = [1, 2; 3, 4]^T", 40),
        ("given x = onehot(2, 2), W = -[1, 2; 3, 4]", -4),
    ] {
        let sheet = format!("{FORM}{given}\nclaim L = {value}\nclaim L = {}", value + 1);
        assert_eq!(holds(&sheet), [true, false], "{sheet}");
    }
    let letters = "x in R^n\nL = sum(x)\ngiven x[1] = 3, x[2] = 4, x[3] = 5\nclaim L = 12\nclaim n*L = 36";
    assert_eq!(holds(letters), [true, true]);
    let of_member = "h[0] in R^2, W in R^(2×2)\nh[t] = W*h[t-1] for t in 1..2\nL = sum(h[2])\n\
                     given h[0][1] = 1, h[0][2] = 2, W = [1, 1; 0, 1]\nclaim L = 7";
    assert_eq!(holds(of_member), [true]);
    let derived = report(&format!("{FORM}given x[1] = 3, x[2] = 4, W = I(2)\nderive dL/dx"));
    let page = chainrule::page(&derived, &Options::default()).text(100, false, false);
    assert!(page.contains("[6, 8]"), "{page}");
}

#[test]
fn values_of_some_entries_are_refused() {
    for (given, wanted) in [
        ("given x[1] = 3", "E0803 `x[2]` has no value"),
        ("given W[1,*] = [1, 2]", "E0803 `W[2,1]` has no value"),
        ("given x[1] = 3, x[3] = 4", "E0423 `x[3]` lies outside"),
        ("given x[1] = 3, x[2] = 4, x[1] = 5", "E0501 `x[1]` has a value already"),
        ("given x = [1, 2], x[1] = 5, x[2] = 2", "E0501 `x` has a value already"),
        ("given W[1] = [1, 2]", "E0424 `W` has 2 indices, not 1"),
        ("given x[1..2] = [1, 2, 3]", "E0803 `x[1..2]` is 2 entries, and this value has 3"),
        ("given L[1] = 3", "E0501 `L` is computed"),
        ("x[1] = 2*a", "E0805 the shape of `x` is declared"),
    ] {
        let (message, _) = refusal(&format!("{FORM}{given}\nderive dL/dx"));
        assert!(message.starts_with(wanted), "{given}: {message}");
    }
}

/// By hand: W + Wᵀ = [2, 5; 5, 8], times [1, 2]: [12, 21].
#[test]
fn a_leaf_takes_its_shape_from_its_value() {
    let sheet =
        "x = [1, 2]\nW = [1, 2; 3, 4]\nL = x^T*W*x\nderive dL/dx\nclaim dL/dx = [12, 21]\nclaim L = 27";
    assert_eq!(holds(sheet), [true, true]);
    let by_entries = "x = [1, 2]\nL = sum(x[i]^2 for i in 1..2)\nderive dL/dx[2]\nclaim dL/dx[2] = 4";
    assert_eq!(holds(by_entries), [true]);
    let (message, help) = refusal("W = [1 2; 3 4]\nL = sum(W)\nderive dL/dW");
    assert!(message.starts_with("E0802 `1 2` could be two entries"), "{message}");
    assert!(help[0].contains("[1, 2]"), "{help:?}");
}

#[test]
fn the_letter_of_a_size_is_no_quantity() {
    for sheet in [
        "x in R^m\nm = mean(x)\nderive dm/dx",
        "x in R^n\nn = norm(x)\nderive dn/dx",
        "k in R, x in R^k\nL = k*sum(x)\nderive dL/dx",
        "x in R^k\nk in R\nL = k*sum(x)\nderive dL/dx",
    ] {
        let (message, _) = refusal(sheet);
        assert!(message.contains("is a size, and can't be a quantity as well"), "{sheet}: {message}");
    }
    report("x in R^n\nL = sum(x)/n\nlet n = 3\nderive dL/dx");
}

#[test]
fn quantities_are_written_with_what_they_are_computed_from() {
    let sheet = "x in R^n, A in R^(n×n)\nf(x) = x^T*A*x\nderive df/dx\nclaim df/dx = (A + A^T)*x\nclaim f(x) = x^T*A^T*x";
    assert_eq!(holds(sheet), [true, true]);
    let two = "W in R^(m×n), b, y in R^m, x in R^n\nz = W*x + b\nL(W, b) = norm(z - y)^2\n\
               claim dL/db = 2*(z - y)\nclaim dL(W, b)/dW = 2*(z - y)*x^T\nclaim dL/db = z - y";
    assert_eq!(holds(two), [true, true, false]);
    for own in [
        "x in R^n\nf(z) = 1/(1 + exp(-z))\nL = sum(f(x))\nderive dL/dx",
        "x, y in R^n\nf(x) = sum(x)\nL = f(y)\nderive dL/dy",
    ] {
        let (message, _) = refusal(own);
        assert!(message.contains("would be a function of one's own"), "{own}: {message}");
    }
}
