//! Claims that a point refutes in letters only: at a kink, against what is stated, or in the order in which something is derived.

use super::judged;

/// At a kink conventions stand for the derivative; a point beside it refutes what is false there too.
#[test]
fn kinks_do_not_refute_what_is_claimed_of_derivatives() {
    for (sheet, claim) in [
        ("y = relu(x) - relu(-x)", "dy/dx = 1"),
        ("y = relu(x)", "dy/dx = (1 + sign(x))/2"),
        ("y = leaky_relu(x) - leaky_relu(-x)", "dy/dx = 1.01"),
        ("y = sign(x)*abs(x)", "dy/dx = 1"),
        ("y = max(x, max(u, z))", "dy/dx = step(x - u)*step(x - z)"),
        ("y = x*abs(x)", "dy/dx = 2*abs(x)*sign(x)^2"),
    ] {
        let [(word, told)] = judged(&format!("{sheet}\nclaim {claim}\n")).try_into().expect("one claim");
        assert_ne!(word, "fails", "{sheet}, {claim}: {told}");
    }
    let sheet = "y = relu(x) - relu(-x)\nclaim dy/dx = 1\n";
    assert!(judged(sheet)[0].1.contains("only at kinks, as at x = 0"), "{:?}", judged(sheet));
    for (sheet, claim) in [
        ("y = relu(x) - relu(-x)", "dy/dx = 1/2"),
        ("y = relu(x)", "dy/dx = step(x) + step(-x)"),
        ("y = abs(x)", "dy/dx > 0"),
        ("y = x*abs(x)", "dy/dx = abs(x)"),
    ] {
        let [(word, told)] = judged(&format!("{sheet}\nclaim {claim}\n")).try_into().expect("one claim");
        assert_eq!(word, "fails", "{sheet}, {claim}: {told}");
        assert!(!told.contains("x = 0"), "{sheet}, {claim}: {told}");
    }
}

/// A kink is one of the derivative only where what has it changes with what is derived by: other leaves may be anything.
#[test]
fn kinks_elsewhere_hide_no_false_claim() {
    for (sheet, claim) in [
        ("L = x^2 + abs(z)", "dL/dx = 3*x"),
        ("L = x^2 + abs(z)", "dL/dx <= 3"),
        ("L = x^2 + abs(z)\ngiven z in [1, 2]", "dL/dx = 3*x"),
        ("L = x*step(z)", "dL/dx = 1"),
        ("L = x + abs(relu(z))", "dL/dx = 2"),
        ("a1 = relu(z1); a2 = relu(z2); L = a1^2 + a2", "dL/dz1 = 2*z1"),
        (
            "a[i] = relu(z[i]) for i in 1..2\nL = sum((a[i] - y[i])^2 for i in 1..2)",
            "dL/dz[1] = 2*(a[1] - y[1])",
        ),
        ("L = max(x, 1) + max(w, 0)\ngiven w = 0", "dL/dx < 1"),
        ("y = x*max(x, x*w)\ngiven x in [1, 2], w = 1", "dy/dx <= 3"),
    ] {
        let [(word, told)] = judged(&format!("{sheet}\nclaim {claim}\n")).try_into().expect("one claim");
        assert_eq!(word, "fails", "{sheet}, {claim}: {told}");
    }
}

/// A point at which a stated derivative is another number refutes nothing.
#[test]
fn what_is_stated_is_not_contradicted_by_what_refutes() {
    for sheet in [
        "z = w*x; L(z)\ngiven dL/dw = 6, x = 2\nclaim dL/dz = 3",
        "z = w*x; L(z)\ngiven dL/dw = 6, x = 2\nclaim dL/dz*x = 6",
        "z = w*x; L = z^2\ngiven dL/dw = 8, w = 1\nclaim x^2 = 4",
        "z = w*x; L = z^2\ngiven dL/dw = 8, w = 1\nclaim dL/dw = 2*w*x^2",
    ] {
        let judged = judged(sheet);
        assert_ne!(judged[0].0, "fails", "{sheet}: {judged:?}");
    }
    let judged = judged("z = w*x; L(z)\ngiven dL/dw = 6, x = 2\nclaim dL/dw = 7");
    assert_eq!(judged[0].0, "fails", "{judged:?}");
}

/// What is left open is smooth enough that it does not matter by what it is derived first.
#[test]
fn mixed_derivatives_of_open_forms_are_the_same() {
    let sheet =
        "z(x, y)\nclaim ∂^2z/∂x∂y = ∂^2z/∂y∂x\nclaim ∂^2z/∂x∂y = -∂^2z/∂y∂x\nclaim ∂^2z/∂x∂y = d^2z/dx^2";
    let words: Vec<&str> = judged(sheet).into_iter().map(|(word, _)| word).collect();
    assert_eq!(words, ["holds", "fails", "fails"]);
    let polar = "z = f(x, y); x = r*cos(t); y = r*sin(t)\n\
        claim d^2z/dr^2 = d^2z/dx^2*cos(t)^2 + 2*∂^2z/∂x∂y*cos(t)*sin(t) + d^2z/dy^2*sin(t)^2";
    assert_eq!(judged(polar)[0].0, "holds");
}

/// What trivial claims do not need is left for those that do.
#[test]
fn trivial_claims_take_nothing_from_others() {
    let sheet = format!("{}claim abs(tanh(x) - tanh(y)) <= abs(x - y)\n", "claim 1 = 1\n".repeat(80));
    assert!(judged(&sheet).iter().all(|(word, _)| *word == "holds"));
}

/// language.md: what is stated of a derivative is so in claims too, where its edge has a formula as well.
#[test]
fn stated_slopes_are_links_of_the_derivatives_above_them() {
    for (sheet, claim, word) in [
        ("z = w*x; L = z^2\ngiven dz/dw = 3", "dL/dw = 6*z", "holds"),
        ("z = w*x; L = z^2\ngiven dz/dw = 3", "dL/dw = 2*z*dz/dw", "holds"),
        ("z = w*x; L(z)\ngiven dz/dw = 3", "dL/dw = 3*dL/dz", "holds"),
        ("z = w*x; L(z)\ngiven dz/dw = 3", "dL/dw = 2*dL/dz", "fails"),
        ("z = w*x + b; a = sigmoid(z); L = (a - y)^2\ngiven da/dz = 0.25", "dL/dw = (a - y)*x/2", "holds"),
    ] {
        let [(found, told)] = judged(&format!("{sheet}\nclaim {claim}\n")).try_into().expect("one claim");
        assert_eq!(found, word, "{sheet}, {claim}: {told}");
    }
    let sheet = "z = w*x; L = z^2\ngiven dz/dw = 3\nclaim dL/dw = 5*z\n";
    assert_ne!(judged(sheet)[0].0, "holds");
}
